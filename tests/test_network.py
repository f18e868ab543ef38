"""Nothing leaves the machine, whatever the environment says."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.encoder import Encoder
from assistant.pipeline import Assistant
from assistant.releases import open_release
from assistant.settings import SILENT, silence
from assistant.types import Question
from ingest.build import build

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = {
    "HF_HUB_OFFLINE": "0",
    "TRANSFORMERS_OFFLINE": "0",
    "HF_HUB_DISABLE_TELEMETRY": "0",
    "DO_NOT_TRACK": "0",
    "ANONYMIZED_TELEMETRY": "True",
    "OTEL_SDK_DISABLED": "false",
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_TRACING_V2": "true",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGSMITH_API_KEY": "not-a-key",
    "LANGSMITH_ENDPOINT": "https://api.smith.langchain.com",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
}


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Refuse every internet socket and every name look-up, and keep what was tried."""
    kept: list[Any] = []

    class Blocked(socket.socket):
        def _refuse(self, address: Any) -> None:
            kept.append(address)
            raise OSError(f"blocked: {address}")

        def connect(self, address: Any) -> None:
            if self.family != socket.AF_UNIX:
                self._refuse(address)
            super().connect(address)

        def connect_ex(self, address: Any) -> int:
            if self.family != socket.AF_UNIX:
                self._refuse(address)
            return super().connect_ex(address)

        def sendto(self, *arguments: Any) -> int:
            self._refuse(arguments[-1])
            return 0

    def no_names(*arguments: Any, **_: Any) -> Any:
        kept.append(arguments)
        raise OSError(f"blocked: {arguments}")

    monkeypatch.setattr(socket, "socket", Blocked)
    monkeypatch.setattr(socket, "getaddrinfo", no_names)
    monkeypatch.setattr(socket, "gethostbyname", no_names)
    return kept


def test_the_block_blocks(tried: list[Any]) -> None:
    """A connection to another machine, by address or by name, is refused and kept."""
    with pytest.raises(OSError, match="blocked"), socket.socket() as door:
        door.connect(("192.0.2.1", 443))
    with pytest.raises(OSError, match="blocked"):
        socket.create_connection(("example.org", 443), timeout=1)
    assert len(tried) == 2


def test_build_and_ask_need_no_network(tmp_path: Path, folder: Path, encoder: Encoder, tried: list[Any]) -> None:
    """A small corpus is built and asked, and no connection is even tried."""
    build(tmp_path / "home", [str(folder)], encoder)
    release = open_release(tmp_path / "home")
    answer = Assistant(release, encoder).answer(Question("Do staff get locality pay?", date(2026, 11, 21)))
    release.close()
    assert answer.status == "answered"
    assert tried == []


def test_the_server_needs_no_network(tmp_path: Path, folder: Path, encoder: Encoder, tried: list[Any]) -> None:
    """The HTTP API answers, searches and describes itself without trying a connection."""
    from starlette.testclient import TestClient

    from ui.api import create_app
    from ui.served import Served
    from ui.settings import ServerSettings

    home = tmp_path / "home"
    build(home, [str(folder)], encoder)
    with TestClient(create_app(ServerSettings(home), Served(home, encoder))) as client:
        assert client.post("/api/v1/answers", json={"text": "Do staff get locality pay?"}).status_code == 200
        for path in ("/api/v1/faq?q=pay", "/widget/demo", "/widget/v1/ses-assistant.js", "/openapi.json", "/metrics"):
            assert client.get(path).status_code == 200
    assert tried == []


def test_the_chain_needs_no_network(
    tmp_path: Path, folder: Path, encoder: Encoder, tried: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """LangChain's own interfaces try no connection, also when the environment asks for tracing."""
    from assistant.chain import chain, retriever

    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    silence()
    build(tmp_path / "home", [str(folder)], encoder)
    release = open_release(tmp_path / "home")
    assistant = Assistant(release, encoder)
    assert chain(assistant).invoke("Do staff get locality pay?")["status"] == "answered"
    assert retriever(assistant).invoke("locality pay")
    release.close()
    assert tried == []


def test_the_page_needs_no_network(
    tmp_path: Path, folder: Path, encoder: Encoder, tried: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chat page opens and answers; no connection is even tried, though the environment asks for statistics."""
    import streamlit
    from streamlit.testing.v1 import AppTest

    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SES_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("assistant.pipeline.open_encoder", lambda *_: encoder)
    build(tmp_path / "home", [str(folder)], encoder)
    streamlit.cache_resource.clear()
    page = AppTest.from_file(str(ROOT / "ui" / "chat.py"), default_timeout=60).run()
    page.chat_input[0].set_value("Do staff get locality pay?").run()
    streamlit.cache_resource.clear()
    assert [told.answer.status for told in page.session_state["turns"]] == ["answered"]
    assert streamlit.get_option("browser.gatherUsageStats") is False
    assert tried == []


def test_silence_overrides_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every switch is set as the program wants it, not as the environment has it."""
    for name in SILENT:
        monkeypatch.setenv(name, HOSTILE.get(name, "hostile"))
    silence()
    assert {name: os.environ[name] for name in SILENT} == SILENT


def test_every_library_that_could_talk_is_silenced() -> None:
    """Hugging Face, Chroma, OpenTelemetry, LangSmith and Streamlit each have their switch off."""
    assert {name: SILENT[name] for name in HOSTILE if name in SILENT} == {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        "ANONYMIZED_TELEMETRY": "False",
        "OTEL_SDK_DISABLED": "true",
        "LANGSMITH_TRACING": "false",
        "LANGSMITH_TRACING_V2": "false",
        "LANGCHAIN_TRACING_V2": "false",
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }


def found_by(program: str) -> Any:
    """Run ``program`` in a hostile environment and return the JSON that it prints last."""
    environment = {**os.environ, **HOSTILE}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.integration
def test_importing_the_package_is_enough() -> None:
    """In a process whose environment asks for everything, importing the package switches it all off."""
    program = (
        "import json, os, assistant; from assistant.settings import SILENT\n"
        "print(json.dumps({name: os.environ[name] for name in SILENT}))"
    )
    assert found_by(program) == SILENT


@pytest.mark.integration
@pytest.mark.parametrize("package", ["assistant.chain", "ingest.build", "ingest.split", "assistant.rules.pay"])
def test_every_way_in_is_silent(package: str) -> None:
    """Whichever module is imported first, LangSmith traces nothing and Hugging Face stays offline."""
    program = (
        f"import json, importlib; importlib.import_module({package!r})\n"
        "import huggingface_hub.constants as hub\n"
        "from langsmith.utils import tracing_is_enabled\n"
        "print(json.dumps([hub.HF_HUB_OFFLINE, hub.HF_HUB_DISABLE_TELEMETRY, bool(tracing_is_enabled())]))"
    )
    assert found_by(program) == [True, True, False]
