"""The check between draft and answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding import (
    ACCEPT,
    FEW,
    LEAD_CAP,
    SAME_SUBJECT,
    cite,
    confidence,
    has_figures_of,
    is_far,
    is_supported,
    lead,
    missing,
    on_the_same,
)
from assistant.types import Basis, Claim, Document, Hit, Passage, Period, Relation, Sentence

SUMMARY = Document("handbook", "Handbook", "us", "summary", "unknown", "2026-11-21")
BASIS = Basis("usc5", "Title 5", "Congress", "statute", "section 1", "2023", None, "supports", "copy", "verified")
TEXT = "No. Executives get no locality pay.\nBoards meet yearly."
PASSAGE = Passage(
    "handbook#locality/0",
    "d",
    SUMMARY,
    ("Pay", "Do executives get locality pay?"),
    TEXT,
    (Sentence(0, 35, (BASIS,)), Sentence(36, 55, (BASIS,))),
    Period(),
    "in_force",
    "pay",
    ("Is there locality pay?",),
)
VERBATIM = replace(PASSAGE, document=replace(SUMMARY, kind="verbatim"))


def claim(start: int, end: int, *relations: Relation, passage: Passage = PASSAGE) -> Claim:
    """Return a claim on a slice of ``passage`` with a basis for each relation."""
    return Claim(passage, start, end, tuple(replace(BASIS, relation=relation) for relation in relations))


@pytest.mark.parametrize(("start", "end"), [(0, 35), (4, 35), (36, 55)])
def test_a_whole_sentence_with_support_stands(start: int, end: int) -> None:
    """A sentence of the passage, with or without its "No.", and with a supporting basis may be said."""
    assert is_supported(claim(start, end, "supports"))


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 30), (0, 55), (4, 55), (36, 54), (35, 36), (36, 36), (55, 36), (0, 0), (36, 900), (900, 910)],
)
def test_words_that_are_no_sentence_fall(start: int, end: int) -> None:
    """A cut sentence, two sentences at once, nothing, or words outside the passage may not be said."""
    assert not is_supported(claim(start, end, "supports"))


@pytest.mark.parametrize("relations", [(), ("outdated",), ("contradicts",), ("outdated", "contradicts")])
def test_a_sentence_of_ours_without_support_falls(relations: tuple[Relation, ...]) -> None:
    """Our own words need at least one source that supports them."""
    assert not is_supported(claim(0, 35, *relations))


def test_a_publishers_own_sentence_needs_no_other_basis() -> None:
    """The exact words of a verbatim document stand by themselves."""
    assert is_supported(claim(0, 35, passage=VERBATIM))
    assert not is_supported(claim(0, 30, passage=VERBATIM))


def test_support_beside_a_contradiction_is_support() -> None:
    """A source that says otherwise does not take away the one that supports."""
    assert is_supported(claim(0, 35, "contradicts", "supports"))


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("Do executives get locality pay?", []),
        ("Do noncareer appointees get locality pay?", ["noncareer"]),
        ("Do career appointees get locality pay?", []),
        ("Is there locality pay in the Senior Foreign Service?", ["foreign service"]),
        ("Do noncareer executives earn annual leave?", ["noncareer", "annual leave"]),
        ("Is there locality pay in a certified agency?", []),
        ("Is there locality pay in an uncertified agency?", ["not certified"]),
    ],
)
def test_what_the_question_insists_on_must_be_spoken_of(question: str, lacking: list[str]) -> None:
    """A value that the question names and the passage does not is reported as lacking, the tacit ones aside."""
    assert missing(question, PASSAGE) == lacking


@pytest.mark.parametrize(
    "passage",
    [
        replace(PASSAGE, heading=("Pay", "Do noncareer appointees get locality pay?")),
        replace(PASSAGE, asked=("Do political appointees get it?",)),
        replace(PASSAGE, text="Noncareer appointees get none."),
    ],
)
def test_heading_wordings_and_text_all_speak(passage: Passage) -> None:
    """A value named in heading, other wordings or text is not lacking."""
    assert missing("Do noncareer appointees get locality pay?", passage) == []


def test_other_values_of_the_family_do_not_help() -> None:
    """A passage about limited term appointees does not answer for noncareer ones."""
    passage = replace(PASSAGE, text="Limited term appointees get none.")
    assert missing("Do noncareer appointees get it?", passage) == ["noncareer"]


def test_citations_are_numbered_in_order_and_exact() -> None:
    """Citations count from one in the order of the claims; each quote is the passage at its offsets."""
    found = cite((claim(36, 55, "supports"), claim(4, 35, "supports", "outdated")))
    assert [citation.number for citation in found] == [1, 2]
    assert [citation.quote for citation in found] == ["Boards meet yearly.", "Executives get no locality pay."]
    for citation in found:
        assert citation.quote == TEXT[citation.start : citation.end]
        assert (citation.passage_id, citation.heading) == (PASSAGE.id, PASSAGE.heading)
        assert (citation.document, citation.in_force, citation.status) == (SUMMARY, PASSAGE.in_force, "in_force")
    assert [basis.relation for basis in found[1].basis] == ["supports", "outdated"]


def test_no_claims_give_no_citations() -> None:
    """Nothing said means nothing cited."""
    assert cite(()) == ()


UNIT = st.floats(min_value=0, max_value=1)
FLOOR = -8.0
SIGNALS = ("question", "body", "cover")
LENGTH = 0.4


def hits(*scores: float, **signals: float) -> list[Hit]:
    """Return hits in the order of ``scores``, the first one with ``signals``."""
    return [
        Hit(PASSAGE, score, rank, dict.fromkeys(SIGNALS, 0.0) | {"length": LENGTH} | signals)
        for rank, score in enumerate(scores, 1)
    ]


@settings(max_examples=60, deadline=None)
@given(UNIT, UNIT, UNIT, UNIT)
def test_confidence_grows_with_each_signal_and_stays_in_bounds(
    question: float, body: float, cover: float, more: float
) -> None:
    """Confidence lies between 0 and 1, has four places, and never falls when a signal rises."""
    signals = dict(zip(SIGNALS, (question, body, cover), strict=True))
    first, *_ = found = hits(0.6, 0.5, **signals)
    least = confidence(first, found)
    assert 0 <= least <= 1
    assert round(least, 4) == least
    for name in SIGNALS:
        first, *_ = raised = hits(0.6, 0.5, **(signals | {name: max(signals[name], more)}))
        assert confidence(first, raised) >= least


@pytest.mark.parametrize("likely", [-0.1, -1.0, -3.0])
def test_what_is_less_likely_meant_is_less_sure(likely: float) -> None:
    """Of two hits alike in all else, the one that the question more likely means is surer."""
    more, less = (hits(0.6, 0.5, question=0.6, body=0.5, cover=0.5, likelihood=each) for each in (likely, FLOOR))
    assert confidence(more[0], more) > confidence(less[0], less)


@pytest.mark.parametrize(
    ("best", "passage", "score", "far"),
    [
        (PASSAGE, VERBATIM, 0.5, True),
        (PASSAGE, VERBATIM, 0.58, False),
        (PASSAGE, PASSAGE, 0.1, False),
        (VERBATIM, VERBATIM, 0.1, False),
    ],
)
def test_a_raw_page_far_below_an_entry_is_about_another_thing(
    best: Passage, passage: Passage, score: float, far: bool
) -> None:
    """Only a raw page, only beside a shipped entry, and only some way below it."""
    assert is_far(found_at(passage, score), found_at(best, 0.6)) is far


def test_the_thresholds_part_perfect_from_empty_hits() -> None:
    """A hit with everything in common may answer; one with nothing in common is not even near the subject."""
    perfect, empty = hits(0.9, 0.5, **dict.fromkeys(SIGNALS, 1.0)), hits(0.0)
    assert confidence(perfect[0], perfect) >= ACCEPT > SAME_SUBJECT > confidence(empty[0], empty)


def test_what_lies_nearer_to_another_matter_is_less_sure() -> None:
    """The nearer the question is to a matter beside the subject, the less sure the hit; such a matter decides."""
    scores = [
        confidence(found[0], found)
        for found in (hits(0.6, 0.55, question=0.6, body=0.5, cover=0.5, boundary=b) for b in (0.3, 0.5, 0.6, 0.7, 0.9))
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] >= ACCEPT > scores[-2]


@pytest.mark.parametrize(
    ("years", "told"), [((), True), ((2016,), True), ((2015, 2019), True), ((2019,), False), ((2026,), True)]
)
def test_counts_tell_of_their_years_and_of_now(years: tuple[int, ...], told: bool) -> None:
    """Counts of 2015 and 2016 do not tell of 2019; asked for now, they are the last ones known."""
    assert has_figures_of(replace(PASSAGE, years=(2015, 2016)), years, 2026) is told
    assert has_figures_of(PASSAGE, years, 2026)


def test_a_passage_far_off_is_never_sure() -> None:
    """What has nothing to do with any passage is not answered, however far off everything else is."""
    found = hits(0.3, 0.1, question=0.3, body=0.3, cover=1.0, boundary=0.0)
    assert confidence(found[0], found) == 0.0


def found_at(passage: Passage, score: float) -> Hit:
    """Return a hit on ``passage`` with usual signals."""
    return Hit(passage, score, 1, {"question": 0.6, "body": 0.6, "cover": 0.6, "length": LENGTH})


def resting_on(anchor: str, locator: str) -> Passage:
    """Return a passage of its own that rests on one place of a source."""
    basis = replace(BASIS, locator=locator)
    sentences = tuple(replace(sentence, basis=(basis,)) for sentence in PASSAGE.sentences)
    return replace(PASSAGE, id=f"handbook#{anchor}/0", sentences=sentences)


def test_a_passage_on_the_same_grounds_is_no_rival() -> None:
    """What rests on the same place of a source does not make the best hit less sure; what rests elsewhere does."""
    first, same, others = resting_on("a", "section 1"), resting_on("b", "section 1"), resting_on("c", "section 2")
    rest = [found_at(others, 0.5)] * FEW
    top = found_at(first, 0.6)
    assert lead(top, [top, found_at(same, 0.59), *rest]) == pytest.approx(LEAD_CAP)
    assert lead(top, [top, found_at(others, 0.59), *rest]) == pytest.approx(0.01)


def test_a_long_question_is_no_less_sure_for_its_length() -> None:
    """A long question shares fewer of its words with any passage, so that the same share says more."""
    short, long = (found_at(PASSAGE, 0.6).signals | {"length": length} for length in (0.1, 0.9))
    assert confidence(Hit(PASSAGE, 0.6, 1, long), []) > confidence(Hit(PASSAGE, 0.6, 1, short), [])


def test_what_is_said_of_noncareer_appointees_answers_for_them() -> None:
    """Where the best hit does not speak of the appointment that is asked about, a near one that is about it does."""
    noncareer = replace(resting_on("n", "section 3"), heading=("Pay", "Do noncareer appointees get locality pay?"))
    best, near, far = found_at(PASSAGE, 0.7), found_at(noncareer, 0.62), found_at(noncareer, 0.4)
    question = "Is there locality pay for noncareer executives?"
    assert on_the_same(question, [best, near], best) == [near]
    assert on_the_same(question, [best, far], best) == []
    assert on_the_same("Is there locality pay?", [best, near], best) == []


def test_what_is_said_of_another_board_does_not_answer() -> None:
    """Who sits on a QRB is not told by a passage on the PRB; a near one that is about the QRB is taken."""
    review = replace(resting_on("p", "section 4"), heading=("Boards", "Who sits on a performance review board?"))
    qualifications = replace(resting_on("q", "section 5"), heading=("Boards", "Who are the members of a QRB?"))
    best, near = found_at(review, 0.7), found_at(qualifications, 0.62)
    assert missing("Who sits on the QRB?", review) == ["qualifications review board"]
    assert on_the_same("Who sits on the QRB?", [best, near], best) == [near]
