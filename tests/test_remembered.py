"""Answers given again: the same answer, from a bounded store that knows date, history and release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ON, WordEncoder

from assistant.index import Release
from assistant.pipeline import REMEMBERED, Assistant
from assistant.releases import open_release
from assistant.types import Question, Turn
from ingest.build import build

ASKED = Question("Do staff get locality pay?", ON)


@pytest.fixture
def small(small_release: Release, encoder: WordEncoder) -> Assistant:
    """An assistant over the two small documents that keeps two answers."""
    return Assistant(small_release, encoder, remember=2)


def test_the_same_question_is_answered_once(small: Assistant, encoder: WordEncoder) -> None:
    """Asked again, the same answer comes without a search, its trace telling how it was found."""
    first = small.answer(ASKED)
    searched = list(encoder.encoded)
    assert small.answer(Question(ASKED.text, ON)) == first
    assert encoder.encoded == searched
    assert [step.stage for step in first.trace][:2] == ["guard", "resolve"]


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, text="Do staff get locality pay"),
        replace(ASKED, on=ON.replace(year=2022)),
        replace(ASKED, history=(Turn("How much annual leave do staff earn?"),)),
    ],
    ids=["text", "on", "history"],
)
def test_another_question_is_another_answer(small: Assistant, other: Question) -> None:
    """Another text, date or history is answered by itself."""
    assert small.answer(ASKED).id != small.answer(other).id


def test_another_release_answers_anew(small: Assistant, tmp_path: Path, folder: Path, encoder: WordEncoder) -> None:
    """What one release said is never said for another."""
    before = small.answer(ASKED)
    (folder / "pay.txt").write_text("Do staff get locality pay?\nYes. Staff get it now.\n", encoding="utf-8")
    build(tmp_path / "home", [str(folder)], encoder)
    release = open_release(tmp_path / "home")
    after = Assistant(release, encoder).answer(ASKED)
    release.close()
    assert (before.release, before.text) != (after.release, after.text)
    assert "Staff get it now" in after.text


def test_only_so_many_answers_are_kept(small: Assistant) -> None:
    """The longest unused answer is let go, worked out again when asked for, and the same."""
    first = small.answer(ASKED)
    for text in ("How much annual leave do staff earn?", "What do staff earn?"):
        small.answer(Question(text, ON))
    again = small.answer(ASKED)
    assert again is not first
    assert replace(again, trace=()) == replace(first, trace=())
    assert REMEMBERED <= 1000


@pytest.mark.parametrize(
    "asked",
    [
        replace(ASKED, text="I am 123-45-6789. Do staff get locality pay?"),
        replace(ASKED, history=(Turn("I am 123-45-6789. Hello?"),)),
    ],
    ids=["text", "history"],
)
def test_personal_data_is_not_kept(small: Assistant, asked: Question) -> None:
    """What holds personal data is answered anew each time and stays nowhere."""
    assert "123-45-6789" not in repr(small.answer(asked))
    assert small._remembered.cache_info().currsize == 0
