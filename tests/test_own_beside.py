"""Pages of one's own beside the shipped entries: the general rule first, then what the own page says of the matter."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import ON

from assistant.encoder import Encoder
from assistant.pipeline import Assistant
from assistant.releases import SHIPPED, open_release
from assistant.types import Answer, Question
from ingest.build import build

Ask = Callable[..., Answer]

GUIDE = """# Guide for executives of the Department of Ferries

## How big is our award pool?
The award pool of the Department is 5.8 percent of the basic pay of its career executives.

## By what date must a performance plan be signed?
A performance plan is signed by October 21.

## What award does an executive rated Outstanding get?
An executive rated Outstanding gets an award of 9 to 14 percent of basic pay.

## How are SES members selected?
In the Department of Ferries SES members are selected by a board of three captains.

## Who waters the plants in the lobby?
The duty officer waters the plants in the lobby on Mondays.
"""
OLD = """# Leave notice of the Department of Ferries
In force until 31 December 2019.

## How many hours of annual leave can be carried over?
At most 240 hours of annual leave can be carried over in the Department.
"""


@pytest.fixture(scope="module")
def asked(real_encoder: Encoder, shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask a release of the shipped corpus and a department's guide, built behind the shipped corpus alone."""
    base = tmp_path_factory.mktemp("beside")
    shutil.copytree(shipped_home, base / "home")
    (base / "docs").mkdir()
    (base / "docs" / "guide.md").write_text(GUIDE, encoding="utf-8")
    (base / "docs" / "leave.md").write_text(OLD, encoding="utf-8")
    build(base / "home", [SHIPPED, str(base / "docs")], real_encoder)
    release = open_release(base / "home")
    assistant = Assistant(release, real_encoder)
    yield lambda text, on=ON: assistant.answer(Question(text, on))
    release.close()


def kinds(answer: Answer) -> list[str]:
    """Return whether each citation is of an entry or of an own page."""
    return [citation.document.kind for citation in answer.citations]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("How big is the SES award pool?", "5.8 percent"),
        ("When must my SES performance plan be signed?", "October 21"),
        ("How are SES members selected?", "three captains"),
    ],
)
def test_the_own_rule_follows_the_general_one(asked: Ask, text: str, own: str) -> None:
    """Both are quoted, the entry first even where the page asks the very question, with a notice on the page."""
    found = asked(text)
    assert own in found.text
    assert kinds(found) == sorted(kinds(found))
    assert set(kinds(found)) == {"summary", "verbatim"}
    assert any("a document of your own" in notice.text for notice in found.notices)


def test_an_own_page_answers_where_a_figure_would_be_asked_for(asked: Ask) -> None:
    """What a calculator lacks is not asked for where the page has the rule; with a salary both are told."""
    assert "9 to 14 percent" in asked("What award does an executive rated Outstanding get?").text
    both = asked("What award does an executive rated Outstanding get on a salary of $200,000?")
    assert both.calculation is not None
    assert "9 to 14 percent" in both.text


def test_what_only_the_own_page_treats_is_answered_from_it(asked: Ask) -> None:
    """No entry is put beside what is none of its concern."""
    assert set(kinds(asked("Who waters the plants in the lobby?"))) == {"verbatim"}


@pytest.mark.parametrize("text", ["How many hours of annual leave can be carried over?", "How long is SES probation?"])
def test_an_own_page_that_has_ended_or_says_nothing_stays_out(asked: Ask, text: str) -> None:
    """A rule of the department that ended in 2019 is not quoted today."""
    assert set(kinds(asked(text, date(2026, 11, 21)))) == {"summary"}
