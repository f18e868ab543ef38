"""Folders that a stranger might bring: invented documents with questions, none of them on the shipped corpus.

``python -m tests.evaluation folders`` builds each folder, alone and beside the shipped corpus, asks its questions and
writes ``folders.md``. Documents and questions were written blind; the first asking stands beside what comes now, after
general causes were mended. Beside the shipped corpus a question on the federal SES that the folder does not answer may
be answered from the former: it counts as answered all the same.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.data import read_yaml
from assistant.releases import SHIPPED
from ingest.read import document_id
from tests.evaluation import run
from tests.evaluation.trials import write_board

FOLDER = Path(__file__).parent / "folders"
FIRST = {
    "bureau": {"right": 12, "wrong": 4, "abstained": 1, "declined": 5},
    "cityhall": {"right": 1, "wrong": 3, "abstained": 10, "declined": 6},
    "clinic": {"right": 10, "wrong": 6, "abstained": 1, "declined": 3},
    "coop": {"right": 15, "wrong": 2, "abstained": 0, "declined": 4},
    "county": {"right": 5, "wrong": 4, "abstained": 9, "declined": 6},
    "energy": {"right": 11, "wrong": 4, "abstained": 2, "declined": 6},
    "ferry": {"right": 7, "wrong": 3, "abstained": 8, "declined": 4},
    "fisheries": {"right": 6, "wrong": 6, "abstained": 7, "declined": 3},
    "guild": {"right": 11, "wrong": 6, "abstained": 0, "declined": 7},
    "harbor": {"right": 1, "wrong": 0, "abstained": 13, "declined": 6},
    "library": {"right": 8, "wrong": 1, "abstained": 6, "declined": 3},
    "parcel": {"right": 12, "wrong": 1, "abstained": 4, "declined": 5},
    "province": {"right": 7, "wrong": 1, "abstained": 9, "declined": 7},
    "software": {"right": 12, "wrong": 4, "abstained": 1, "declined": 6},
    "university": {"right": 8, "wrong": 2, "abstained": 5, "declined": 4},
}
"""What came when each folder was asked for the first time."""


def load_folders() -> dict[str, list[dict[str, Any]]]:
    """Read the questions on every folder by its name."""
    return {path.stem: read_yaml(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}


def measure() -> int:
    """Build and ask every folder, alone and beside the shipped corpus, print and write the tables."""
    folders, home = load_folders(), Path(tempfile.mkdtemp(prefix="folders-"))
    now = {name: _asked(home, items, str(FOLDER / name)) for name, items in folders.items()}
    beside = {name: _asked(home, items, SHIPPED, str(FOLDER / name)) for name, items in folders.items()}
    answerable = {name: [item["status"] == "answered" for item in items] for name, items in folders.items()}
    askings = {"First asking": FIRST, "Now": now, "Now, beside the shipped corpus": beside}
    write_board("folder", "# Folders of a stranger", answerable, askings)
    return 0


def verdict(item: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """Judge an answer: right with what it must say from a file that may say it; declined where there is none."""
    if item["status"] != "answered":
        return "wrong" if answer["status"] == "answered" else "declined"
    if answer["status"] != "answered":
        return "abstained"
    says = all(re.search(pattern, answer["text"]) for pattern in item["must"])
    wrongly = any(re.search(pattern, answer["text"]) for pattern in item["must_not"])
    cited = {citation["document"]["id"] for citation in answer["citations"]}
    meant = {document_id(Path(name).stem) for name in files_of(item)}
    return "right" if says and not wrongly and cited & meant else "wrong"


def files_of(item: Mapping[str, Any]) -> list[str]:
    """Return the files that an answer may come from."""
    return [item["file"]] if isinstance(item["file"], str) else item["file"] or []


def _asked(home: Path, items: list[dict[str, Any]], *corpora: str) -> Counter[str]:
    run.build(home, *corpora)
    answers, _ = run.ask([{key: item[key] for key in ("id", "turns", "on")} for item in items], home)
    found = Counter(verdict(item, answers[item["id"]]) for item in items if item["status"] == "answered")
    beside = Counter(verdict(item, answers[item["id"]]) for item in items if item["status"] != "answered")
    return found + Counter(declined=beside["declined"])
