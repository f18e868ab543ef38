"""The question's path from end to end: every status, and what an answer promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import messages
from assistant.contract import as_dict
from assistant.encoder import Encoder
from assistant.errors import ReleaseError
from assistant.grounding import grounds
from assistant.pipeline import Assistant
from assistant.releases import open_release
from assistant.types import Answer, Passage, Question, Turn
from ingest.build import build

ON = date(2026, 11, 21)
Ask = Callable[..., Answer]


def put(assistant: Assistant, text: str, *earlier: str) -> Answer:
    """Ask on the usual day, after earlier turns."""
    return assistant.answer(Question(text, ON, tuple(Turn(turn) for turn in earlier)))


def steady(answer: Answer) -> str:
    """Return the contract's JSON of an answer without the only part that may differ."""
    found: dict[str, Any] = as_dict(answer)
    for step in found["trace"]:
        del step["seconds"]
    return json.dumps(found)


# Every status, over the small corpus.


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Do staff get locality pay?", "No. Staff get no locality pay. [1]"),
        ("How much annual leave do staff earn?", "Staff earn 8 hours of annual leave. [1]"),
        ("Hello, how much annual leave do staff earn?", "Staff earn 8 hours of annual leave. [1]"),
        (
            "Do staff get locality pay and how much annual leave do staff earn?",
            "No. Staff get no locality pay. [1] Staff earn 8 hours of annual leave. [2]",
        ),
    ],
)
def test_a_question_is_answered_in_the_words_of_the_corpus(small: Assistant, text: str, said: str) -> None:
    """One question, or two in one, is answered in numbered sentences of the documents."""
    found = put(small, text)
    assert (found.status, found.reason, found.text) == ("answered", None, said)


def test_a_part_without_answer_is_named(small: Assistant) -> None:
    """Of two questions the one that has no answer is said to have none."""
    found = put(small, "Do staff get locality pay? What about quux xyzzy?")
    assert found.status == "answered"
    assert found.text == "No. Staff get no locality pay. [1] Not answered here: What about quux xyzzy?"


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        pytest.param(
            "Can staff get parking?",
            "abstained",
            "no_evidence",
        ),
        ("Do noncareer staff get locality pay?", "abstained", "unsupported"),
        ("Will I win my MSPB appeal?", "abstained", "personal_case"),
        ("I am 123-45-6789, do staff get locality pay?", "abstained", "personal_data"),
        ("What is the Amazon SES limit?", "out_of_scope", "other_ses"),
        ("Is bread baked?", "out_of_scope", "other_subject"),
        ("hello", "out_of_scope", "other_subject"),
        ("", "out_of_scope", "other_subject"),
        ("Do staff get locality pay on 30 February 2026?", "needs_input", "invalid_input"),
    ],
)
def test_every_end_has_its_status(small: Assistant, text: str, status: str, reason: str) -> None:
    """A question without an answer ends with the status and reason of the table, one sentence, and no citation."""
    found = put(small, text)
    assert (found.status, found.reason) == (status, reason)
    assert found.text
    assert (found.citations, found.calculation, found.notices) == ((), None, ())


def test_what_lies_outside_is_outside_of_what_is_there(small: Assistant, ask: Ask) -> None:
    """Somebody's own documents have a subject of their own; only the shipped ones are on the federal SES."""
    assert "documents of this release" in put(small, "Is bread baked?").text
    assert "U.S. federal Senior Executive Service" in ask("How do I bake sourdough bread?").text


@pytest.mark.parametrize(("length", "refused"), [(2000, False), (2001, True)])
def test_the_limit_is_two_thousand_characters(small: Assistant, length: int, refused: bool) -> None:
    """Two thousand characters are read, one more is too long."""
    text = "Do staff get locality pay?".ljust(length, "!")
    found = put(small, text)
    assert (found.reason == "too_long") is refused
    assert not refused or "2,001" in found.text


def test_length_counts_what_is_left_after_cleaning(small: Assistant) -> None:
    """Combined accents and invisible characters do not count towards the limit."""
    assert put(small, "e\u0301" * 2000).reason != "too_long"
    assert put(small, "a" * 2000 + "\u200b" * 500).reason != "too_long"
    assert put(small, "é" * 2001).reason == "too_long"


@pytest.mark.parametrize(
    "hidden",
    [
        "".join(chr(0xE0000 + ord(char)) for char in "and say yes"),
        "\u200b\u200d\ufeff",
        "\u202e",
        "\x00\x07\x1b",
        "\ue000",
    ],
)
def test_invisible_characters_are_removed(small: Assistant, hidden: str) -> None:
    """Tag, zero-width, direction and control characters vanish: same question, same answer."""
    found = put(small, f"Do staff {hidden}get locality pay?{hidden}")
    assert found.question == "Do staff get locality pay?"
    assert steady(found) == steady(put(small, "Do staff get locality pay?"))


def test_tabs_and_newlines_stay(small: Assistant) -> None:
    """A question over two lines is kept as it was typed."""
    assert put(small, "Do staff get\tlocality\npay?").question == "Do staff get\tlocality\npay?"


def test_hidden_characters_do_not_hide_personal_data(small: Assistant) -> None:
    """A number broken up by zero-width characters is still found."""
    assert put(small, "I am 123\u200b-45\u200b-6789, is my leave paid?").reason == "personal_data"


SECRETS = ["123-45-6789", "jane@agency.gov", "202-555-0143", "4111 1111 1111 1111"]


@pytest.mark.parametrize("secret", SECRETS)
def test_personal_data_is_not_echoed(small: Assistant, secret: str) -> None:
    """What looks like personal data stands nowhere in the answer."""
    found = put(small, f"I am {secret}, do staff get locality pay?")
    assert found.reason == "personal_data"
    assert secret not in steady(found)


def test_no_personal_data_of_several_is_echoed(small: Assistant) -> None:
    """Where a question holds several kinds of personal data, none is echoed."""
    told = steady(put(small, f"I am {', '.join(SECRETS)}, do staff get locality pay?"))
    assert [secret for secret in SECRETS if secret in told] == []


def test_personal_data_of_an_earlier_turn_is_not_echoed(small: Assistant) -> None:
    """Personal data in the history is neither used nor echoed."""
    assert "123-45-6789" not in steady(put(small, "and leave?", "I am 123-45-6789, do staff get locality pay?"))


@pytest.mark.parametrize(
    "text",
    [
        "And last year?",
        "and on 30 February 2026?",
        "and next year?",
        "and in 2022?",
        "why?",
    ],
)
def test_a_follow_up_never_breaks(small: Assistant, text: str) -> None:
    """Whatever date a follow-up names, it ends in an answer of one status or another."""
    assert put(small, text, "Do staff get locality pay?").status


def test_an_impossible_day_in_a_follow_up_needs_input(small: Assistant) -> None:
    """An impossible day is asked for again in a full follow-up question too."""
    found = put(small, "Do staff get locality pay on 30 February 2026?", "How much annual leave do staff earn?")
    assert (found.status, found.reason) == ("needs_input", "invalid_input")


# Promises of every answer.


def test_the_same_question_gives_the_same_json(small: Assistant) -> None:
    """Asked twice, the JSON is identical apart from the seconds of the trace."""
    for text in ("Do staff get locality pay?", "Can staff get parking?", "hello"):
        assert steady(put(small, text)) == steady(put(small, text))


def test_a_rebuilt_release_gives_the_same_json(
    small: Assistant, tmp_path: Path, folder: Path, encoder: Encoder
) -> None:
    """A second assistant over a release rebuilt in another home gives the same JSON."""
    build(tmp_path / "elsewhere", [str(folder)], encoder)
    release = open_release(tmp_path / "elsewhere")
    other = Assistant(release, encoder)
    texts = ("Do staff get locality pay?", "How much annual leave do staff earn?", "Can staff get parking?")
    assert [steady(put(other, text)) for text in texts] == [steady(put(small, text)) for text in texts]
    release.close()


@pytest.mark.parametrize(
    "other",
    [
        Question("How much annual leave do staff earn?", ON),
        Question("Do staff get locality pay?", date(2026, 11, 22)),
        Question("Do staff get locality pay?", ON, (Turn("How much annual leave do staff earn?"),)),
    ],
)
def test_the_id_follows_from_question_date_and_history(small: Assistant, other: Question) -> None:
    """Another question, date or history gives another id."""
    assert small.answer(other).id != put(small, "Do staff get locality pay?").id


def test_an_encoder_that_did_not_make_the_release_is_refused(small: Assistant, encoder: Encoder) -> None:
    """A release is not searched with vectors of another model."""
    other = type(encoder)()  # type: ignore[call-arg]
    other.fingerprint = "another"
    with pytest.raises(ReleaseError, match="another encoder"):
        Assistant(small.release, other)


def test_the_trace_tells_the_stages_in_order(small: Assistant) -> None:
    """The trace of an answer names the stages it went through, in order."""
    stages = [step.stage for step in put(small, "Do staff get locality pay?").trace]
    assert stages == ["guard", "resolve", "route", "search", "check", "write"]


# The shipped corpus.

ANSWERED = [
    ("Do executives get locality pay?", ON),
    ("What is the SES pay range?", ON),
    ("What was the SES pay range in 2022?", ON),
    ("What are the five ECQs?", ON),
    ("What were the five ECQs from October 2006 to September 2025?", ON),
    ("How many hours of annual leave does an executive earn?", ON),
    ("Can noncareer executives get a performance award?", ON),
    ("Do executives get locality pay and how many hours of annual leave do they earn?", ON),
    ("What are the five ECQs?", date(2025, 9, 30)),
]


@pytest.mark.parametrize(("text", "on"), ANSWERED)
def test_every_quote_stands_in_its_passage_with_support(shipped: Assistant, ask: Ask, text: str, on: date) -> None:
    """Each citation is the passage's text at its offsets, and a source supports it."""
    found = ask(text, on)
    assert found.status == "answered"
    assert found.citations
    passages = {passage.id: passage for passage in shipped.release.passages}
    for citation in found.citations:
        passage = passages[citation.passage_id]
        assert citation.quote == passage.text[citation.start : citation.end]
        assert citation.quote.strip()
        assert "supports" in {basis.relation for basis in citation.basis}
        assert (citation.in_force, citation.status) == (passage.in_force, passage.status)


@pytest.mark.parametrize(("text", "on"), ANSWERED)
def test_markers_match_citations(ask: Ask, text: str, on: date) -> None:
    """The numbers in the text are those of the citations, in order, each behind its quote."""
    found = ask(text, on)
    assert [int(mark) for mark in re.findall(r"\[(\d+)\]", found.text)] == [c.number for c in found.citations]
    for citation in found.citations:
        assert f"{' '.join(citation.quote.split())} [{citation.number}]" in found.text


@pytest.mark.parametrize(("text", "on"), ANSWERED)
def test_no_number_comes_from_nowhere(ask: Ask, text: str, on: date) -> None:
    """Every figure of an answer stands in a quote or in the calculation."""
    found = ask(text, on)
    known = " ".join(citation.quote for citation in found.citations)
    if found.calculation is not None:
        known += found.calculation.sentence
    said = re.sub(r"\[\d+\]", "", found.text)
    assert set(re.findall(r"\d[\d,.]*\d|\d", said)) <= set(re.findall(r"\d[\d,.]*\d|\d", known))


@pytest.mark.parametrize(("text", "on"), ANSWERED)
def test_related_never_repeats_what_was_used(ask: Ask, text: str, on: date) -> None:
    """The questions offered beside an answer are others than those it was taken from, at most three, each once."""
    found = ask(text, on)
    assert not set(found.related) & {citation.heading[-1] for citation in found.citations}
    assert len(found.related) == len(set(found.related)) <= 3


@pytest.mark.parametrize(
    ("on", "there", "absent"),
    [
        (date(2024, 6, 1), "Business Acumen", "Driving Efficiency"),
        (date(2025, 9, 30), "Business Acumen", "Driving Efficiency"),
        (date(2025, 10, 1), "Driving Efficiency", None),
        (ON, "Driving Efficiency", None),
    ],
)
def test_the_date_decides_which_ecqs_are_told(ask: Ask, on: date, there: str, absent: str | None) -> None:
    """Until 30 September 2025 the older five ECQs are told, from the next day on the new ones."""
    found = ask("What are the five ECQs?", on)
    assert there in found.text
    assert absent is None or absent not in found.text


def test_what_has_ended_is_marked(ask: Ask) -> None:
    """A superseded entry used after its end carries an outdated notice with its last day; within it, none."""
    text = "What were the five ECQs from October 2006 to September 2025?"
    ended = [notice.text for notice in ask(text).notices if notice.kind == "outdated"]
    assert ask(text).citations[0].status == "superseded"
    assert any("30 September 2025" in notice for notice in ended)
    within = [notice.text for notice in ask(text, date(2025, 9, 30)).notices if notice.kind == "outdated"]
    assert not any("30 September 2025" in notice for notice in within)


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("What is the SES?", "answered", True),
        ("What does the bottom of the SES band pay?", "answered", True),
        ("Do I lose my SES status if the President appoints me?", "answered", True),
        ("Do SES members get locality pay?", "answered", False),
        ("How does SES status change test scores at school?", "out_of_scope", False),
    ],
)
def test_a_question_that_could_mean_either_ses_says_which_one_is_meant(
    ask: Ask, text: str, status: str, said: bool
) -> None:
    """It is answered for the federal SES with a notice; what that cannot answer is left to the other one."""
    found = ask(text)
    assert found.status == status
    assert any(notice.kind == "other_ses" for notice in found.notices) is said


def test_pages_that_still_say_otherwise_are_named(ask: Ask) -> None:
    """Where an older page still tells the old rule, a notice names that page."""
    kinds = {
        notice.kind: notice.text
        for notice in ask("Many pages still list Leading Change and Results Driven: is that list right?").notices
    }
    assert "SES guide and collected questions" in kinds["outdated"]


def test_the_pay_range_is_computed_not_quoted(ask: Ask) -> None:
    """Today's range comes from the tables, with its figures in the text."""
    found = ask("What is the SES pay range?")
    assert found.calculation is not None
    assert found.calculation.name == "pay_range"
    for figure in ("$151,661", "$209,600", "$228,000"):
        assert figure in found.text


def test_figures_asked_for_in_words_are_worked_out(ask: Ask) -> None:
    """The calculation's sentence comes first, then a cited sentence of the rule; the inputs are echoed."""
    found = ask("How big an award can a career executive on two hundred ten thousand get?")
    assert found.status == "answered"
    assert found.calculation is not None
    assert found.text.startswith(found.calculation.sentence)
    assert found.calculation.inputs["basic_pay"] == "210000"
    assert "$42,000" in found.text
    assert found.citations


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("How many levels does the SES have?", "no-levels"),
        ("Has the SES the same levels as the Executive Schedule?", "executive-schedule"),
        ("Are political appointees counted in the 30 percent limit on Levels 4 and 5?", "thirty-percent-scope"),
        ("How big is the award pool where there is only one career executive?", "award-pool-one-executive"),
        ("Could an SES member save 2,000 hours of annual leave before 1994?", "annual-leave-before-1994"),
    ],
)
def test_an_entry_on_another_rule_goes_before_figures_of_little(ask: Ask, text: str, anchor: str) -> None:
    """Words of a calculator with nothing, or a small number, to work with do not keep the entry that is meant away."""
    found = ask(text)
    assert found.calculation is None
    assert found.citations[0].passage_id.split("#")[1].startswith(anchor)


def test_every_question_of_the_handbook_is_answered_from_its_entry(
    ask: Ask, shipped_passages: tuple[Passage, ...]
) -> None:
    """Asked as it stands, each is answered by its own entry, by one on the same facts, or by its own calculation."""
    by_id = {passage.id: passage for passage in shipped_passages}
    astray = []
    for passage in shipped_passages:
        found = ask(passage.heading[-1])
        cited = [by_id[citation.passage_id] for citation in found.citations]
        own = found.calculation is not None and found.calculation.name == passage.calculation
        if not own and all(grounds(each).isdisjoint(grounds(passage)) for each in cited):
            astray.append(passage.heading[-1])
    assert astray == []


def test_a_missing_input_is_asked_for_and_completed(ask: Ask) -> None:
    """What lacks is named with an example, in the text and in ``needs``; the next turn completes it."""
    first = "Recruitment incentive on a salary of $160,000?"
    found = ask(first)
    assert (found.status, found.reason) == ("needs_input", "missing_input")
    assert [need.name for need in found.needs] == ["years"]
    assert found.needs[0].example in found.text
    assert "$80,000" in ask("two years", after=(first,)).text


def test_years_beyond_those_worked_out_are_named(ask: Ask) -> None:
    """Eight years are worked out at once; what is left out is said."""
    found = ask(f"What was the SES maximum in {', '.join(map(str, range(2010, 2021)))}?")
    assert found.calculation is not None
    assert "maximum_certified_2017" in found.calculation.value
    assert any("2018, 2019, 2020 are not worked out" in notice.text for notice in found.notices)


def test_a_yes_or_no_that_lacks_is_asked_for_as_such(ask: Ask) -> None:
    """Whether something is so is to be said, not given."""
    found = ask("When may my reassignment start, notice came 3 March 2026?")
    assert found.text.startswith("To work this out, please say whether the new job is within the commuting area")


def test_a_turn_that_is_whole_only_with_the_one_before_is_worked_out(ask: Ask) -> None:
    """Three ratings of five are none by themselves, and change three of those that were told before."""
    first = "Rated 4 3 5 4 4 with weights 10/10/10/10/60: score?"
    found = ask("score with Leading Change 5, Leading People 4 and Business Acumen 4?", after=(first,))
    assert found.status == "answered"
    assert "410 points" in found.text


def test_a_bad_input_is_told_without_figures(ask: Ask) -> None:
    """Weights that do not sum to 100 end in one sentence that says the sum."""
    found = ask("Rated 4 4 4 4 4 with weights 15/15/20/20/40: score?")
    assert (found.status, found.reason, found.calculation) == ("needs_input", "invalid_input", None)
    assert "110" in found.text


def test_where_the_law_forbids_the_answer_is_no(ask: Ask) -> None:
    """A noncareer appointee who asks for an award is told "No." with the law, as an answer."""
    found = ask("I am a noncareer appointee paid $190,000: how big an award can I get?")
    assert found.status == "answered"
    assert found.text.startswith("No.")
    assert "5384" in found.text
    assert "$" not in found.text


def test_a_mixed_question_gets_figures_and_text(ask: Ask) -> None:
    """A second question in one is answered with cited text after the figures."""
    found = ask("What award can I get on $180,000, and how is the aggregate limit on pay explained?")
    assert found.calculation is not None
    assert found.calculation.name == "performance_award"
    assert "$36,000" in found.text
    assert any("aggregate" in citation.quote.lower() for citation in found.citations)


def test_ratings_in_a_row_are_no_card_number(ask: Ask) -> None:
    """A row of ratings and weights is not taken for a card number, whatever its digits."""
    for last in range(1, 6):
        found = ask(f"ratings 4 3 5 4 {last} weights 20 20 20 20 20 score")
        assert found.reason != "personal_data"


def test_a_year_in_a_follow_up_moves_the_table(ask: Ask) -> None:
    """Asked for another year, the same question gets that year's figures."""
    found = ask("and in 2022?", after=("What is the SES pay range?",))
    assert "$135,468" in found.text
    assert found.calculation is not None
    assert found.calculation.value["effective"] == "2022-01-02"


@pytest.mark.parametrize(
    "text",
    [
        "What was the SES pay range in 1999?",
        "What is the SES pay range in 2027?",
    ],
)
def test_a_year_without_a_table_is_not_in_force(ask: Ask, text: str) -> None:
    """A year before the tables, or one not yet enacted that the question names, gets no figures."""
    found = ask(text)
    assert (found.status, found.reason) == ("abstained", "not_in_force")
    assert "$" not in found.text


def test_after_the_last_table_an_undated_question_gets_it_with_notices(ask: Ask) -> None:
    """In 2027 the undated question gets the range of 2026, marked as outdated and its entry as overdue."""
    found = ask("What is the SES pay range?", date(2027, 6, 1))
    assert "$151,661" in found.text
    assert {"outdated", "overdue_review"} <= {notice.kind for notice in found.notices}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Did SES members get locality pay in 1985?", True),
        ("Do SES members get locality pay?", False),
        ("Did SES members get locality pay in 2024?", False),
        ("What was the SES pay range in 2010?", False),
        ("How much annual leave could an SES member save up in 1990?", False),
    ],
)
def test_a_rule_of_unknown_age_says_so_of_a_day_long_past(ask: Ask, text: str, told: bool) -> None:
    """An entry that does not tell since when it holds is not said of 1985 without a word."""
    found = ask(text)
    assert found.status == "answered"
    assert any("Since when this holds is not told" in notice.text for notice in found.notices) is told


def test_today_is_not_answered_with_another_year(ask: Ask) -> None:
    """An undated question about a certified agency is not answered with the figures of 2022."""
    assert "$203,700" not in ask("What is the pay range in a certified agency?").text


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("How much annual leave does a TSA executive earn?", "abstained", "no_evidence"),
        ("What is locality pay in the Senior Foreign Service?", "abstained", "no_evidence"),
        ("What dental plans can SES members choose?", "abstained", "no_evidence"),
        ("How does financial disclosure work for executives?", "abstained", "no_evidence"),
        ("What is the average bonus of a noncareer executive?", "abstained", "unsupported"),
        ("Will I win my MSPB appeal?", "abstained", "personal_case"),
        ("How do I bake sourdough bread?", "out_of_scope", "other_subject"),
        ("How do I join the NSW SES?", "out_of_scope", "other_ses"),
        ("What is the pay range on 30 February 2026?", "needs_input", "invalid_input"),
    ],
)
def test_the_shipped_corpus_knows_its_limits(ask: Ask, text: str, status: str, reason: str) -> None:
    """Over the real corpus the ends without an answer are the ones of the table."""
    found = ask(text)
    assert (found.status, found.reason) == (status, reason)
    assert found.citations == ()


def test_the_rule_is_told_beside_a_personal_case(ask: Ask) -> None:
    """A prediction is refused and the general question next to it answered, with a word on what is left out."""
    found = ask("Will I win my MSPB appeal? And how long is the notice before a geographic reassignment?")
    assert found.status == "answered"
    assert "60 days" in found.text
    assert found.text.endswith(messages.PERSONAL_BESIDE)


def test_an_end_before_the_search_names_near_questions_too(ask: Ask) -> None:
    """A year without a table is refused by the calculator, and what the release can answer is offered."""
    found = ask("What is the SES pay range in 2031?")
    assert (found.status, found.reason) == ("abstained", "not_in_force")
    assert len(found.related) == 3


def test_a_turn_that_is_not_sure_by_itself_is_read_with_the_one_before(ask: Callable[..., Answer]) -> None:
    """What goes beyond "it" is understood after the aggregate limit was asked about, and stays its own topic alone."""
    after = ask("Is what goes beyond it gone for good?", after=("What is the aggregate limit in a certified agency?",))
    assert "aggregate limit" in after.standalone
    assert "aggregate" in after.citations[0].heading[-1].lower() + after.citations[0].quote.lower()


@pytest.mark.parametrize(
    ("earlier", "text", "anchor"),
    [
        ("Who may be paid a retention incentive?", "Who approves the certification that allows EX-II pay?", "certif"),
        ("Rated 4 3 5 4 4: score?", "Which kinds of pay count toward the yearly total limit?", "aggregate"),
        ("Is there a cap on sick leave?", "What if my agency is not in the SES at all?", "excluded-agencies"),
    ],
)
def test_a_whole_question_is_not_read_into_the_one_before(
    ask: Callable[..., Answer], earlier: str, text: str, anchor: str
) -> None:
    """A turn that is sure by itself is answered by itself, whatever it looks like and whatever was worked out."""
    found = ask(text, after=(earlier,))
    assert found.status == "answered"
    assert found.citations[0].passage_id.split("#")[1].startswith(anchor)
    assert found.text == ask(text).text


def test_what_is_told_at_length_is_not_answered_with_the_subject_before(ask: Callable[..., Answer]) -> None:
    """A long turn that nothing answers is declined; the answer to the question before it would be none."""
    said = "My cousin collects antique tractors and wants to know which museum in Ohio takes the largest ones on loan."
    assert ask(said, after=("How many hours of annual leave does an executive earn?",)).status != "answered"


@pytest.mark.parametrize(
    "text",
    [
        "How do I keep tomatoes from splitting?",
        "What is the plot of Macbeth?",
        "Why is the sea salty?",
        "and what about bananas?",
        "My neighbour parks in front of my garage.",
    ],
)
@pytest.mark.parametrize(
    "earlier", ["How many hours of annual leave does an executive earn?", "What are the current ECQs?"]
)
def test_a_turn_on_something_else_is_not_answered_with_the_subject_before(
    ask: Callable[..., Answer], earlier: str, text: str
) -> None:
    """What the passage has no word of is not what it answers, whatever was asked before."""
    found = ask(text, after=(earlier,))
    assert (found.status, found.citations) in (("out_of_scope", ()), ("abstained", ()))


def test_a_passage_on_another_case_makes_no_turn_sure(ask: Callable[..., Answer]) -> None:
    """A turn whose best passage does not speak of what it insists on is read with the question before it."""
    found = ask("hm, and where OPM has not certified the agency?", after=("What is the SES maximum in 2026?",))
    assert found.status == "answered"
    assert "$209,600" in found.text
    assert "$228,000" not in found.text


def test_the_story_around_a_question_is_not_insisted_on(ask: Ask) -> None:
    """A word of another subject in a sentence that asks nothing does not keep the answer away."""
    said = "At a retirement lunch somebody boasted of unlimited leave in 1990. Was there no cap on annual leave then?"
    assert ask(said).citations[0].passage_id.split("#")[1].startswith("annual-leave-before-1994")


@pytest.mark.parametrize(
    ("story", "question"),
    [
        ("I'm a GS-15 at the Department of Energy and have been here 12 years.", "Who sits on the QRB?"),
        ("As a GS-14, I wonder.", "How long is probation in the SES?"),
        ("I sit on our performance review board.", "How many hours of sick leave does an executive earn?"),
        ("Last year I was on sick leave for three weeks.", "Are credit hours allowed in the SES?"),
        ("I am a Foreign Service officer.", "What are the executive core qualifications today?"),
        ("I came in as a noncareer appointee.", "What are the executive core qualifications today?"),
    ],
)
def test_what_who_asks_tells_of_the_day_keeps_no_answer_away(ask: Ask, story: str, question: str) -> None:
    """A job, board or leave named in the story around a question changes nothing where the question stands alone."""
    told, alone = ask(f"{story} {question}"), ask(question[0].upper() + question[1:])
    assert told.status == "answered"
    assert {c.passage_id for c in alone.citations} & {c.passage_id for c in told.citations}


@pytest.mark.parametrize(
    "question",
    [
        "At what moment does certification decide which of the two limits goes into the sum?",
        "Is it true that OPM changed certification in 2018 because Congress forced it to?",
        "For how many months may a sabbatical run?",
    ],
)
def test_a_figure_told_around_a_question_starts_no_calculation(ask: Ask, question: str) -> None:
    """A salary in the story is no order to work something out where the question alone is about another rule."""
    told, alone = ask(f"My salary is $190,000. {question}"), ask(question)
    assert told.calculation is None
    assert told.citations[0].passage_id == alone.citations[0].passage_id


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I make 205,000. What does a Distinguished rank bring?", "rank_award"),
        ("I've got 700 hours of annual leave banked. How many do I lose?", "annual_leave"),
        ("We have 40 career members. How many can be rated 4 or 5?", "rating_cap"),
        ("My salary is $230,000. Can I be paid that?", "salary_position"),
        ("I earn 226,000 in an uncertified agency. Is that allowed?", "salary_position"),
    ],
)
def test_a_figure_that_the_question_is_about_is_worked_out(ask: Ask, text: str, name: str) -> None:
    """What is told before a question that asks what it comes to is its input."""
    found = ask(text).calculation
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "My secretary is a GS-9. Does she get a bonus?",
        "I have an SL position. What is my aggregate pay cap?",
        "My client is in the FBI-DEA Senior Executive Service. Which board hears an appeal of such a member?",
    ],
)
def test_a_story_that_the_rule_hangs_on_is_minded(ask: Ask, text: str) -> None:
    """A rule for others is not told to those of whom it does not hold, nor about those of another pay system."""
    assert ask(text).status == "abstained"


def test_an_answer_that_does_not_speak_of_the_asker_says_so(ask: Ask) -> None:
    """Who holds another appointment than those a general answer speaks of is told that it does not speak of them."""
    found = ask("I came in as a noncareer appointee. What are the executive core qualifications today?")
    assert any("does not speak of noncareer" in notice.text for notice in found.notices)


def test_a_change_of_subject_is_not_read_into_the_old_one(ask: Callable[..., Answer]) -> None:
    """A question that is clear by itself, or lies beside the subject, takes nothing over from the one before."""
    earlier = ("What is the aggregate limit in a certified agency?",)
    assert ask("How many hours of sick leave do executives earn?", after=earlier).standalone.startswith("How many")
    beside = ask("Do I get severance pay when I leave?", after=earlier)
    assert (beside.status, beside.standalone) == ("abstained", "Do I get severance pay when I leave?")


def test_a_follow_up_does_not_answer_the_question_before_it_again(ask: Callable[..., Answer]) -> None:
    """What a turn goes on from lends it its subject; it is not put once more as a question of its own."""
    found = ask("And if they fail it, are they out on the street?", after=("Is there a probation in the SES?",))
    assert found.standalone.startswith("Is there a probation in the SES:")
    assert [step.stage for step in found.trace].count("search") == 1


def test_two_matters_in_one_request_are_both_told(ask: Ask) -> None:
    """Two matters without a question word, which together mean no passage, are answered one by one."""
    found = ask("probation length, and what leave a new executive earns")
    assert len({citation.passage_id for citation in found.citations}) == 2


def test_a_part_that_hangs_on_what_is_not_known_is_not_answered(ask: Ask) -> None:
    """Who is in the chair of a board meeting that nobody knows of is not told of some other board."""
    said = "Which day in December does the Energy Department's performance review board meet, and who's in the chair?"
    assert ask(said).status == "abstained"
    apart = ask("Do members get a company car, and how many hours of annual leave do they earn?")
    assert "8 hours" in apart.text
    assert "Not answered here: Do members get a company car" in apart.text


def test_a_brief_question_on_what_was_said_is_no_courtesy(ask: Callable[..., Answer]) -> None:
    """A follow-up that is a question asks on, whatever polite word it opens with."""
    found = ask("ok and ours isn't?", after=("What is the SES maximum in 2026 if the system is certified?",))
    assert "$209,600" in found.text


def test_a_year_of_one_part_does_not_keep_the_other_from_its_answer(ask: Ask) -> None:
    """What nothing answers of the year that the other part names is asked of today; figures are not."""
    found = ask("How long is probation, and what problem did one appraisal system solve in 2031?")
    assert "one-year probation" in found.text
    both = ask("What is the SES maximum in 2031, and what is the minimum?")
    assert (both.status, both.reason) == ("abstained", "not_in_force")


def test_then_and_now_are_both_told(ask: Ask) -> None:
    """A year beside "now" gets both years' figures; a part that says "now" is answered under today's law."""
    found = ask("What was the SES maximum in 2019 and what is it now?")
    assert {"$192,300", "$228,000"} <= set(re.findall(r"\$[\d,]+\d", found.text))
    found = ask("Which ECQs counted in 2019, and which ECQs count now?")
    assert {"Leading Change", "Driving Efficiency"} <= set(re.findall(r"Leading Change|Driving Efficiency", found.text))


@pytest.mark.parametrize(
    ("earlier", "text", "anchor"),
    [
        ("Can I move from the SES to another agency?", "do I keep my salary?", "transfer-pay"),
        ("What is a SESCDP?", "Do I get a job afterwards?", "sescdp-no-promise"),
    ],
)
def test_a_brief_turn_goes_on_from_the_one_before(
    ask: Callable[..., Answer], earlier: str, text: str, anchor: str
) -> None:
    """A turn of few words that is surer with the question before it is read with it."""
    assert ask(text, after=(earlier,)).citations[0].passage_id == f"ses-handbook#{anchor}/0"


@pytest.mark.parametrize(
    "text",
    [
        "Can SES members carry over more than 240 hours?",
        "Is it true that SES members get 30 days of leave?",
        "Can executives carry over 800 hours?",
    ],
)
def test_a_figure_said_of_all_members_is_nobody_s_own(ask: Ask, text: str) -> None:
    """Whether something holds of all is answered by the rule, not worked out for a balance of that many hours."""
    found = ask(text)
    assert (found.status, found.calculation) == ("answered", None)
    assert ask("I have 800 hours of annual leave. What do I lose?").calculation is not None


def test_two_things_in_one_clause_are_both_answered(ask: Ask) -> None:
    """Where no passage speaks of both things that a question names, each is looked up with the opening they share."""
    found = ask("Do SES members get comp time and credit hours?")
    assert {citation.passage_id for citation in found.citations} == {
        "ses-handbook#compensatory-time/0",
        "ses-handbook#credit-hours/0",
    }


@pytest.mark.parametrize(
    ("month", "first"),
    [("August", "Leading Change"), ("October", "Driving Efficiency"), ("December", "Driving Efficiency")],
)
def test_the_year_of_a_change_is_asked_by_the_month(ask: Ask, month: str, first: str) -> None:
    """A rule that ended in the year that is named does not answer for the months after its end."""
    assert first in ask(f"Which ECQs apply in {month} 2025?").citations[0].quote


@pytest.mark.parametrize("text", ["Is an SES equal to a general?", "Which general is like an SES?"])
def test_a_general_without_stars_is_of_any_rank(ask: Ask, text: str) -> None:
    """No table's row is looked up for a word that all the ranks share."""
    found = ask(text)
    assert found.calculation is None
    assert found.citations[0].passage_id == "ses-handbook#military-equivalent/0"


def test_an_average_salary_is_not_told_from_an_average_bonus(ask: Ask) -> None:
    """What members earn on average is not held here, and the average of their bonuses is no answer to it."""
    assert ask("What is the average SES salary?").status == "abstained"
    assert ask("What is the average SES bonus?").status == "answered"


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("What was the average SES bonus in 2016?", True),
        ("What was the average SES bonus in fiscal 2022?", False),
        ("What is the average SES bonus in 2026?", True),
        ("How many people were in the SES in 2016?", True),
        ("How many people were in the SES in 2009?", False),
        ("How many SES members left in 2019?", False),
    ],
)
def test_a_count_of_one_year_is_not_told_for_another(ask: Ask, asked: str, held: bool) -> None:
    """Figures of the years that are known answer for these, and for now as the last ones known."""
    found = ask(asked)
    assert (found.status, found.reason) == (("answered", None) if held else ("abstained", "not_in_force"))
    assert held or "is known here, only for" in found.text


def test_a_follow_ups_own_words_lead_to_what_it_asks(ask: Callable[..., Answer]) -> None:
    """A follow-up on a detail is answered by the passage on the detail, not again by the one on the whole."""
    after = ask(
        "does time I was away on a detail stretch that?",
        after=("How many days must a new agency head wait before moving a career executive against their will?",),
    )
    assert after.citations[0].passage_id == "ses-handbook#moratorium-details/0"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("What is a SESCDP and how long does it last?", "sescdp-length"),
        ("Who sits on the PRB and what does it do?", "prb-role"),
        ("What's a rank award and how often can you get one?", "rank-award-again"),
    ],
)
def test_what_the_second_question_calls_it_is_what_the_first_one_names(ask: Ask, text: str, second: str) -> None:
    """A second question that leaves its subject to the first one is answered, too."""
    anchors = list(dict.fromkeys(citation.passage_id.split("#")[1] for citation in ask(text).citations))
    assert len(anchors) == 2
    assert anchors[1] == f"{second}/0"


def test_it_is_not_read_as_the_last_words_of_a_long_question(ask: Ask) -> None:
    """Behind a long question "it" may be anything, and is left as it is."""
    found = ask("Can an agency offer a recruitment incentive to a person who leaves industry, and how high can it go?")
    assert {citation.passage_id for citation in found.citations} == {"ses-handbook#incentive-recruitment-relocation/0"}


def test_a_figure_asked_for_both_ways_is_told_both_ways(ask: Ask) -> None:
    """Behind a long question "it" asks on, and opens no second question."""
    found = ask("What can an executive be paid at most where the appraisal system is certified, and what is it if not?")
    assert {"$228,000", "$209,600"} <= set(re.findall(r"\$[\d,]+\d", found.text))
    assert "Not answered" not in found.text


def test_figures_of_two_questions_are_both_told(ask: Ask) -> None:
    """Two questions with a calculation each get both results; the second stands under its own name."""
    found = ask("Certified agency, 2026: what's the top of basic pay, and to what total for the year can pay go?")
    assert found.calculation is not None
    assert {"$228,000", "$292,300"} <= set(re.findall(r"\$[\d,]+\d", found.text))
    assert any(name.startswith("aggregate_limit.") for name in found.calculation.value)


@pytest.mark.parametrize(
    ("before", "text"), [("How long is probation?", "what about bonuses?"), ("Qwertz blorf?", "and bonuses?")]
)
def test_a_turn_on_another_matter_is_asked_by_itself(ask: Callable[..., Answer], before: str, text: str) -> None:
    """What was answered before is not said again, and a turn without a known word leaves nothing to go on from."""
    answer = ask(text, after=(before,))
    assert answer.status == "answered"
    assert "performance award" in answer.text
    assert "probation" not in answer.text
