"""Notice periods, the moratorium and deadlines, counted on the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.messages import say
from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation

ON = date(2026, 6, 1)
SIMPLE = {
    "selection_deadline": ("closing", "last_day", 80, date(2025, 5, 29)),
    "return_deadline": ("left", "last_day", 90, date(2004, 1, 11)),
    "pay_cut_notice": ("notice", "earliest", 15, date(2004, 1, 11)),
    "adverse_action_notice": ("notice", "earliest", 30, date(2004, 1, 11)),
    "appraisal_minimum": ("start", "complete", 89, date(2004, 1, 11)),
    "probation_end": ("start", "last_day", None, date(2004, 1, 11)),
    "moratorium": ("start", "last_day", 120, date(2004, 1, 11)),
}
days = st.dates(date(2025, 10, 1), date(2150, 12, 31))


def work(name: str, on: date = ON, **inputs: Any) -> Calculation:
    """Run a calculator by name."""
    return CALCULATORS[name].calculate(inputs, on)


@pytest.mark.parametrize(
    ("name", "inputs", "value"),
    [
        (
            "reassignment_notice",
            {"notice": "2026-03-02", "commuting_area": "yes"},
            {"earliest": "2026-03-17", "days": 15},
        ),
        (
            "reassignment_notice",
            {"notice": "2026-03-02", "commuting_area": "no"},
            {"earliest": "2026-05-01", "days": 60},
        ),
        (
            "reassignment_notice",
            {"notice": "2028-02-14", "commuting_area": True},
            {"earliest": "2028-02-29", "days": 15},
        ),
        ("moratorium", {"start": "2026-03-02"}, {"last_day": "2026-06-30", "first_day_after": "2026-07-01"}),
        (
            "moratorium",
            {"start": "2026-03-02", "detail_days": 0},
            {"last_day": "2026-06-30", "first_day_after": "2026-07-01"},
        ),
        (
            "moratorium",
            {"start": "2026-03-02", "detail_days": 60},
            {"last_day": "2026-08-29", "first_day_after": "2026-08-30"},
        ),
        ("selection_deadline", {"closing": "2026-03-02"}, {"last_day": "2026-05-21"}),
        ("return_deadline", {"left": "2026-03-02"}, {"last_day": "2026-05-31"}),
        ("return_deadline", {"left": "2025-01-20"}, {"last_day": "2025-04-20"}),
        ("pay_cut_notice", {"notice": "2026-12-20"}, {"earliest": "2027-01-04"}),
        ("adverse_action_notice", {"notice": "2026-03-02"}, {"earliest": "2026-04-01", "answer_by": "2026-03-09"}),
        ("adverse_action_notice", {"notice": "2028-02-26"}, {"earliest": "2028-03-27", "answer_by": "2028-03-04"}),
        ("appraisal_minimum", {"start": "2025-10-01"}, {"complete": "2025-12-29"}),
        ("appraisal_minimum", {"start": "2026-01-01"}, {"complete": "2026-03-31"}),
    ],
)
def test_known_days_come_out(name: str, inputs: dict[str, Any], value: dict[str, Any]) -> None:
    """Days worked out on a calendar are met, in value and sentence, across month ends, years and leap days."""
    found = work(name, **inputs)
    assert found.value == value
    for day in value.values():
        assert (say(date.fromisoformat(day)) if isinstance(day, str) else f"{day} days") in found.sentence


@pytest.mark.parametrize("name", [*SIMPLE, "reassignment_notice", "appointment_end"])
def test_the_way_of_counting_is_said(name: str) -> None:
    """Each counted day has a step and a notice that say how it was counted and that this is derived."""
    inputs: dict[str, Any] = {SIMPLE[name][0]: ON} if name in SIMPLE else {}
    if name == "reassignment_notice":
        inputs = {"notice": ON, "commuting_area": False}
    if name == "appointment_end":
        inputs = {"appointment": "limited_term", "start": ON}
    found = work(name, **inputs)
    assert any("derived" in step.label for step in found.steps)
    assert found.notices[0].kind == "assumption"
    assert "counted is derived" in found.notices[0].text


def test_consultation_and_waiver_belong_to_a_move_outside_the_area() -> None:
    """Only outside the commuting area are consultation, reasons and the waiver told."""
    outside, inside = (work("reassignment_notice", notice=ON, commuting_area=area).sentence for area in (False, True))
    assert "consultation" in outside
    assert "waives" in outside
    assert "consultation" not in inside


def test_the_exceptions_of_the_moratorium_are_told() -> None:
    """An earlier unsatisfactory rating and a disciplinary action begun before are named beside the dates."""
    told = " ".join(notice.text for notice in work("moratorium", start=ON).notices)
    assert "4314(b)(3)" in told
    assert "disciplinary" in told


@pytest.mark.parametrize(("detail", "said"), [(61, "At most 60 days"), (-1, "whole number"), ("2.5", "whole number")])
def test_at_most_sixty_days_on_detail_are_left_out(detail: object, said: str) -> None:
    """61 days, fewer than none and parts of a day are refused."""
    with pytest.raises(InvalidInputError, match=said):
        work("moratorium", start=ON, detail_days=detail)


@pytest.mark.parametrize("name", SIMPLE)
@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-02-30", "no date"), ("soon", "no date"), ("9999-12-31", "too far ahead"), ("2200-01-01", "too far ahead")],
)
def test_days_that_cannot_be_are_refused(name: str, day: str, said: str) -> None:
    """30 February, a word, and a day that is too far ahead are named in a sentence."""
    with pytest.raises(InvalidInputError, match=said):
        work(name, **{SIMPLE[name][0]: day})


@pytest.mark.parametrize("name", SIMPLE)
def test_the_last_day_that_is_counted_from_has_an_answer(name: str) -> None:
    """The end of 2199 is still counted."""
    assert work(name, **{SIMPLE[name][0]: "2199-12-31"}).value


@pytest.mark.parametrize("name", SIMPLE)
def test_an_event_or_a_law_before_the_rule_is_refused(name: str) -> None:
    """From its first day on a rule answers; a day earlier, as event or as ``on``, it is not in force."""
    field, _, _, first = SIMPLE[name]
    before = first - timedelta(days=1)
    assert work(name, first, **{field: first}).value
    for on, event in ((ON, before), (before, ON)):
        with pytest.raises(NotInForceError, match=say(first)):
            work(name, on, **{field: event})


@pytest.mark.parametrize(("closing", "assumed"), [("2025-05-29", True), ("2025-09-30", True), ("2025-10-01", False)])
def test_the_limit_of_eighty_days_is_assumed_until_its_memo_takes_effect(closing: str, assumed: bool) -> None:
    """Between memo and effect the limit is given with a notice, from 1 October 2025 on without."""
    told = [notice.text for notice in work("selection_deadline", closing=closing).notices]
    assert any("1 October 2025" in text for text in told) is assumed


@pytest.mark.parametrize("name", [*SIMPLE, "reassignment_notice"])
def test_an_event_is_needed(name: str) -> None:
    """Without its date a deadline is asked for, not guessed."""
    with pytest.raises(MissingInputError) as missing:
        work(name)
    assert missing.value.needs


@given(days, st.sampled_from([name for name in SIMPLE if SIMPLE[name][2]]))
def test_days_are_counted_exactly(day: date, name: str) -> None:
    """The day reached lies exactly the legal number of days after the event, whatever the month."""
    field, key, number, _ = SIMPLE[name]
    reached = date.fromisoformat(str(work(name, **{field: day}).value[key]))
    assert (reached - day).days == number


@given(days, st.integers(0, 60), st.booleans())
def test_more_detail_or_a_wider_move_never_comes_earlier(day: date, detail: int, area: bool) -> None:
    """Detail moves the moratorium's end by as many days, and the first day after is always the next one."""
    plain, longer = (work("moratorium", start=day, detail_days=number).value for number in (0, detail))
    last, moved = (date.fromisoformat(str(value["last_day"])) for value in (plain, longer))
    assert (moved - last).days == detail
    assert date.fromisoformat(str(longer["first_day_after"])) - moved == timedelta(days=1)
    found = work("reassignment_notice", notice=day, commuting_area=area).value
    assert found["days"] == Decimal((date.fromisoformat(str(found["earliest"])) - day).days) == (15 if area else 60)
