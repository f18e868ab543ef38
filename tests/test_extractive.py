"""The default writer: whole sentences of the best passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.answerers.extractive import MOST, NEAR, keeps_verdict, only_refers, write
from assistant.types import Basis, Document, Hit, Passage, Period, Sentence

DOCUMENT = Document("handbook", "Handbook", "us", "summary", "unknown", "2026-11-21")
BASIS = Basis("usc5", "Title 5", "Congress", "statute", "section 1", "2023", None, "supports", "copy", "verified")


def hit(
    heading: str, sentences: Sequence[str], scores: Sequence[float], near: float = 0.9, asked: Sequence[str] = ()
) -> Hit:
    """Return a hit on a passage of ``sentences`` with a cosine for each and for the question."""
    text = "\n".join(sentences)
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Sentence(start, start + len(sentence), (BASIS,)))
        start += len(sentence) + 1
    passage = Passage(
        "handbook#x/0",
        "d",
        DOCUMENT,
        ("Chapter", heading),
        text,
        tuple(spans),
        Period(),
        "in_force",
        "pay",
        tuple(asked),
    )
    return Hit(passage, 0.9, 1, {"question": near, "body": 0.8, "sentence": 0.8, "cover": 1.0}, tuple(scores))


LOCALITY = ("No. Executives get no locality pay.", "Advice on older pages is outdated.", "A narrow group keeps it.")


def quotes(question: str, found: Hit, **options: Any) -> list[str]:
    """Return the words of the claims written for ``question``."""
    return [claim.quote for claim in write(question, found, **options)]


def test_the_nearest_sentence_is_always_said() -> None:
    """The sentence nearest to the question is written, also when it stands last."""
    found = hit(
        "Who may appeal?", ("Boards meet.", "Records stay.", "Career appointees may appeal."), (0.1, 0.1, 0.9), 0.3
    )
    assert quotes("Who may appeal?", found) == ["Career appointees may appeal."]


def test_the_direct_answer_goes_before_one_little_nearer() -> None:
    """Where the words run out, the first sentence, which answers the passage's question, is said, not its example."""
    found = hit("How is it figured?", ("It is a tenth of pay.", "Of ten, say, it is one."), (0.5, 0.53), 0.3)
    assert quotes("What makes it up?", found, budget=6) == ["It is a tenth of pay."]


@pytest.mark.parametrize(
    ("question", "row"),
    [("I am 4 years in, what do I earn?", 1), ("after two years?", 0), ("I have 30 years", 2), ("and in 2026?", None)],
)
def test_the_row_of_a_figure_is_the_one_whose_span_holds_it(question: str, row: int | None) -> None:
    """Of rows for spans of years, the one that the figure of the question lies in is said, and no other."""
    rows = ("| 0–2 | 8 |", "| 3–9 | 11 |", "| 15+ | 16 |")
    found = quotes(question, hit("What is earned a month?", rows, (0.9, 0.3, 0.8), 0.3))
    assert row is None or found == [rows[row]]
    assert row is not None or rows[0] in found


@pytest.mark.parametrize(
    ("question", "said"),
    [("price of plus a month?", (1,)), ("Team or Plus?", (0, 1)), ("List all plans, Plus too", (0, 1, 2))],
)
def test_a_row_that_is_named_is_said_and_no_other(question: str, said: tuple[int, ...]) -> None:
    """Of a table the rows whose first cell the question names are said, unless every one is asked for."""
    rows = ("| Team | 24 |", "| Plus | 42 |", "| Premier | 79 |")
    assert quotes(question, hit("Plans", rows, (0.8, 0.7, 0.9), 0.3)) == [rows[i] for i in said]


def test_a_row_comes_with_the_head_of_its_table() -> None:
    """Of a table the rows asked for are quoted, under its head, which is never quoted alone."""
    rows = ("| Pool | Charge |", "|---|---|", "| Kessler | $6 |", "| Gull Street | $4 |", "| Marrow | $5 |")
    table = hit("What does a swim cost?", rows, (0.9, 0.0, 0.8, 0.4, 0.3), 0.3)
    sentences = tuple(sentence for i, sentence in enumerate(table.passage.sentences) if i != 1)
    text = table.passage.text.replace(" | | ", " |\n| ").replace(" | |--", " |\n|--").replace("--| |", "--|\n|")
    passage = replace(table.passage, text=text, sentences=sentences)
    found = replace(table, passage=passage, sentence_scores=(0.9, 0.8, 0.4, 0.3))
    assert quotes("What is charged at Kessler?", found) == ["| Pool | Charge |", "| Kessler | $6 |"]


def test_what_has_ended_stays_out_beside_what_goes_on() -> None:
    """Of a rule and the one before it, only what holds on the day is said, unless every year is asked for."""
    said = ("Until 2025 the fee was four dollars.", "The fee is five dollars.")
    found = hit("What is the fee?", said, (0.8, 0.8), 0.3)
    old, new = found.passage.sentences
    ended = replace(old, in_force=Period(None, date(2025, 12, 31)))
    found = replace(found, passage=replace(found.passage, sentences=(ended, new)))
    assert quotes("What is the fee?", found, on=date(2026, 6, 1)) == [said[1]]
    assert quotes("What is the fee?", found, on=date(2025, 6, 1)) == list(said)
    assert quotes("How has the fee changed?", found, on=date(2026, 6, 1)) == list(said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("See rule 4 of the House Rules.", True),
        ("Call-outs have a rate of their own: see the pay page.", True),
        ("Staff awards are described in the guide.", True),
        ("You may see a doctor after three days.", False),
        ("The fee is five dollars (see section 3), paid at once.", False),
    ],
)
def test_a_sentence_that_only_refers_is_told_from_one_that_answers(said: str, expected: bool) -> None:
    """What sends the reader to another place answers nothing itself."""
    assert only_refers(write("What is it?", hit("What is it?", (said,), (0.8,), 0.3))) is expected


def test_claims_come_in_reading_order() -> None:
    """Claims stand in the order of the passage, whatever their scores."""
    found = hit("What is it?", LOCALITY, (0.7, 0.9, 0.8), 0.3)
    starts = [claim.start for claim in write("What about locality?", found)]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_a_sentence_far_from_the_question_is_left_out() -> None:
    """A sentence with much less in common than the best one is not said."""
    found = hit("Do executives get locality pay?", LOCALITY, (0.9, 0.1, 0.1))
    assert quotes("Do executives get locality pay?", found) == [LOCALITY[0]]


def test_the_direct_answer_comes_with_a_near_question() -> None:
    """When the heading is the question, its first sentence is said even when another one is nearer."""
    found = hit("Do executives get locality pay?", LOCALITY, (0.1, 0.1, 0.9))
    assert quotes("Do executives get locality pay?", found)[0] == LOCALITY[0]


def test_every_claim_is_whole_and_carries_the_basis() -> None:
    """A claim is an exact slice of the passage with the basis of its sentence."""
    found = hit("Do executives get locality pay?", LOCALITY, (0.9, 0.9, 0.9))
    for claim in write("Do executives get locality pay?", found):
        assert claim.passage.text[claim.start : claim.end] == claim.quote
        assert claim.basis == (BASIS,)


def test_the_budget_bounds_the_answer() -> None:
    """Sentences beyond the budget of words are left out."""
    found = hit("What is it?", ("One two three four five.", "Six seven eight.", "Nine ten."), (0.9, 0.8, 0.8), 0.3)
    assert quotes("What is it?", found, budget=5) == ["One two three four five."]
    assert len(quotes("What is it?", found, budget=8)) == 2
    assert len(quotes("What is it?", found, budget=100)) == 3


@pytest.mark.parametrize("opening", ["It", "They", "This", "That", "Such", "However,", "But", "Otherwise"])
def test_a_sentence_that_points_back_brings_the_one_before(opening: str) -> None:
    """A sentence that opens by pointing back is not said without what it points to."""
    found = hit("What is it?", ("Boards review ratings.", f"{opening} binds the agency."), (0.1, 0.9), 0.3)
    assert quotes("binds the agency", found) == ["Boards review ratings.", f"{opening} binds the agency."]


def test_a_no_is_kept_for_the_question_it_answers() -> None:
    """A yes/no question near to the passage's own keeps its "No."."""
    found = hit("Do executives get locality pay?", LOCALITY, (0.9, 0.1, 0.1))
    assert quotes("Do senior executives get locality pay?", found) == [LOCALITY[0]]


@pytest.mark.parametrize(
    "question",
    ["What about locality pay?", "Are executives barred from locality pay?", "Don't executives get locality pay?"],
)
def test_a_no_is_dropped_where_it_would_answer_another_question(question: str) -> None:
    """Neither an open question nor one with a negation of its own takes over a "No."."""
    found = hit("Do executives get locality pay?", LOCALITY, (0.9, 0.1, 0.1))
    assert quotes(question, found) == ["Executives get no locality pay."]


@pytest.mark.parametrize(("near", "kept"), [(NEAR, True), (NEAR - 0.0001, False)])
def test_a_no_is_kept_from_the_threshold_on(near: float, kept: bool) -> None:
    """The verdict is taken over from the stated nearness on, and not below it."""
    found = hit("Do executives get locality pay?", LOCALITY, (0.9, 0.1, 0.1), near)
    assert keeps_verdict("Do executives get locality pay?", found) is kept


def test_a_negation_in_a_listed_wording_is_matched() -> None:
    """A negated question keeps the verdict when the passage lists that wording among the ways people ask."""
    found = hit(
        "May executives use it?", ("Yes. They may not.",), (0.9,), asked=("Are executives barred from bonuses?",)
    )
    assert keeps_verdict("Are executives barred from bonuses?", found)
    assert not keeps_verdict("May executives use it never?", found)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Is probation one year?", True),
        ("Is probation 1 year?", True),
        ("Is probation two years?", False),
        ("Is there one-year probation in 2026?", True),
    ],
)
def test_a_yes_is_not_said_to_another_figure(question: str, kept: bool) -> None:
    """A figure of the question that is not told takes the "Yes." away; a year is none."""
    asked = ("Is probation one year or two years in 2026?",)
    found = hit("Is there probation?", ("Yes. There is a one-year probation.",), (0.9,), asked=asked)
    assert keeps_verdict(question, found) is kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Is an award capped?", True),
        ("Is an SES award guaranteed?", True),
        ("Is a guaranteed award capped?", False),
        ("Is an award?", False),
        ("Is an award for misconduct capped?", False),
    ],
)
def test_a_no_answers_one_wording_and_no_mixture_of_two(question: str, kept: bool) -> None:
    """What is asked must be what a single wording asks, not words of several together nor fewer than one has."""
    found = hit("Is an award guaranteed?", ("No. An award needs a rating.",), (0.9,), asked=("Is an award capped?",))
    assert keeps_verdict(question, found) is kept


def test_a_yes_with_a_comma_is_a_verdict_too() -> None:
    """A "Yes" with a comma is left out like one with a full stop when the question is an open one."""
    found = hit("Is there a board?", ("Yes, Boards exist.",), (0.9,))
    assert quotes("Which boards exist?", found) == ["Boards exist."]


def test_a_word_that_only_begins_like_a_verdict_stays() -> None:
    """A sentence that opens with "No executive" holds no verdict to leave out."""
    found = hit("Who gets it?", ("No executive gets it.",), (0.9,))
    assert quotes("Who gets it?", found) == ["No executive gets it."]


YEARLY = ("The rate was high in 2019.", "The rate was low in 2022.", "Congress sets the rate.")


def test_sentences_on_other_years_stay_out() -> None:
    """Where a year is named, a sentence on another year is left out; one that names no year may stay."""
    found = hit("What was the rate?", YEARLY, (0.9, 0.9, 0.9), 0.3)
    assert quotes("What was the rate in 2022?", found, years=(2022,)) == list(YEARLY[1:])
    assert quotes("What was the rate?", found) == list(YEARLY)


def test_a_year_that_is_not_told_is_the_last_one_told_before_it() -> None:
    """Where one of two years is told, the latest figure before the other one stands for it."""
    found = hit("How many?", ("Few in 2016.", "More in 2019.", "Most in 2025."), (0.9, 0.9, 0.9), 0.3)
    assert quotes("How many in 2016 and now?", found, years=(2016, 2026)) == ["Few in 2016.", "Most in 2025."]
    assert quotes("How many in 2016?", found, years=(2016,)) == ["Few in 2016."]


def test_a_bounded_number_of_sentences_is_taken() -> None:
    """However near they all are, no more than the stated number of sentences is taken from a passage."""
    found = hit("What is it?", [f"Rule {word} holds." for word in "abcdefgh"], [0.9] * 8, 0.3)
    assert len(quotes("Which rules hold?", found)) == MOST < 8


def test_a_list_stays_a_list() -> None:
    """Asked for each of several things, a passage tells all of them, also those that are less like the question."""
    found = hit("What is listed?", ("They are three.", "One is a.", "Another is b."), (0.9, 0.8, 0.2), 0.3)
    assert quotes("What are they?", found) == ["They are three.", "One is a."]
    assert quotes("List each of them.", found) == ["They are three.", "One is a.", "Another is b."]


def test_asides_on_other_pages_are_only_said_when_asked_for() -> None:
    """A sentence on what a page says wrongly stays out, unless the question asks what pages say."""
    found = hit("What are they?", ("They are five.", "A page lists six."), (0.9, 0.9), 0.3)
    aside = replace(found.passage.sentences[1], basis=(BASIS, replace(BASIS, relation="outdated")))
    found = replace(found, passage=replace(found.passage, sentences=(found.passage.sentences[0], aside)))
    assert quotes("What are they?", found) == ["They are five."]
    assert quotes("What do pages list?", found) == ["They are five.", "A page lists six."]


def test_an_aside_is_said_to_a_question_in_its_words() -> None:
    """A sentence on what a page says wrongly is said where the question has words that nothing else in it has."""
    found = hit("What are they?", ("They are five.", "A page lists Building Coalitions, too."), (0.9, 0.9), 0.3)
    aside = replace(found.passage.sentences[1], basis=(BASIS, replace(BASIS, relation="contradicts")))
    found = replace(found, passage=replace(found.passage, sentences=(found.passage.sentences[0], aside)))
    assert len(quotes("Is Building Coalitions one of the five?", found)) == 2
    assert quotes("Are they five?", found) == ["They are five."]


def test_what_is_right_is_no_aside_for_correcting_a_page() -> None:
    """A sentence that another page contradicts is said, when it speaks of the matter and not of the page."""
    found = hit("How many are there?", ("There are 15.", "The older list had 28."), (0.9, 0.9), 0.3)
    right = replace(found.passage.sentences[0], basis=(BASIS, replace(BASIS, relation="contradicts")))
    found = replace(found, passage=replace(found.passage, sentences=(right, found.passage.sentences[1])))
    assert quotes("How many are there?", found)[0] == "There are 15."


def test_no_step_of_a_numbered_list_is_left_out() -> None:
    """Whatever step is nearest to the question, those before and behind it are said, too."""
    steps = (
        "In an accident keep calm.",
        "1. Press the button.",
        "2. Call for help.",
        "3. Write it down.",
        "Pages end.",
    )
    found = hit("Accidents", steps, (0.2, 0.9, 0.1, 0.7, 0.0), 0.3)
    assert quotes("what to press?", found)[-3:] == list(steps[1:4])
