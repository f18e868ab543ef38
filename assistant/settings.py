"""What the environment decides, read in one place, and what it may not decide: nothing leaves the machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

SILENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "OTEL_SDK_DISABLED": "true",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}
"""Set whatever the environment says: no download, telemetry, usage statistics or tracing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``home`` holds releases and local data; ``encoder`` is another sentence-transformers folder, if one is set.

    ``chroma_url`` is the Chroma server that several machines share; without it the vectors stand with each release.
    ``contact`` is whom a reader may ask in person, in the agency's own words.
    """

    home: Path
    encoder: Path | None
    chroma_url: str | None = None
    contact: str = ""


def silence() -> None:
    """Switch off, for this process and its children, all that libraries would send or fetch."""
    os.environ.update(SILENT)


def read_settings(home: str | os.PathLike[str] | None = None) -> Settings:
    """Return the settings: ``home``, else ``SES_HOME``, else ``.ses`` in a checkout or the user data folder."""
    encoder = os.environ.get("SES_ENCODER")
    chosen = home or os.environ.get("SES_HOME") or _default_home()
    contact = " ".join(os.environ.get("SES_CONTACT", "").split())
    model = Path(encoder).expanduser().resolve() if encoder else None
    return Settings(Path(chosen).expanduser().resolve(), model, os.environ.get("SES_CHROMA_URL") or None, contact)


def _default_home() -> Path:
    checkout = Path(__file__).resolve().parent.parent
    return checkout / ".ses" if (checkout / "pyproject.toml").exists() else user_data_path("ses-assistant")
