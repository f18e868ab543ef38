"""Calculations asked for in plain words: which one, with which inputs, over one turn or several."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.answerers.computed import compute
from assistant.dates import ImpossibleDateError
from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.spoken import declared, understand
from assistant.spoken.amounts import in_figures, read_amounts, read_lists
from assistant.types import Calculation, Question, Spoken, Turn
from tests.evaluation.gold import load_gold

ON = date(2026, 11, 21)


def heard(*turns: str, on: date = ON) -> Spoken | None:
    """Return the calculation that the last of ``turns`` asks for."""
    *earlier, last = turns
    return understand(Question(last, on, tuple(Turn(turn) for turn in earlier)))


def worked_out(*turns: str, on: date = ON) -> Calculation:
    """Return the calculation that the last of ``turns`` asks for, worked out."""
    asked = heard(*turns, on=on)
    assert asked is not None, f"text: {turns}"
    return compute(asked)


def numbers(text: str) -> tuple[Decimal, ...]:
    """Return the numbers of ``text``, separated by blanks."""
    return tuple(Decimal(item) for item in text.split())


# Amounts.


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("two hundred ten thousand", 210_000, "number"),
        ("two hundred and ten thousand dollars", 210_000, "money"),
        ("$210k", 210_000, "money"),
        ("210 k", 210_000, "money"),
        ("210 grand", 210_000, "money"),
        ("0.21 million", 210_000, "number"),
        ("point two one million dollars", 210_000, "money"),
        ("a quarter of a million dollars", 250_000, "money"),
        ("half a million", 500_000, "number"),
        ("210,000", 210_000, "number"),
        ("USD 210,000", 210_000, "money"),
        ("$2,019", 2_019, "money"),
        ("minus $5,000", -5_000, "money"),
        ("-$5,000", -5_000, "money"),
        ("$-5,000", -5_000, "money"),
        ("$1.5 million", 1_500_000, "money"),
        ("twenty percent", 20, "percent"),
        ("22.5%", Decimal("22.5"), "percent"),
        ("forty hours", 40, "hours"),
        ("26 pay periods", 26, "pay periods"),
        ("two and a half years", Decimal("2.5"), "years"),
        ("eighteen months", 18, "months"),
        ("12 career executives", 12, "people"),
        ("eighty SES positions", 80, "positions"),
        ("30 days of leave", 30, "days"),
    ],
)
def test_amounts_are_read_with_their_unit(text: str, value: Any, unit: str) -> None:
    """Figures, number words, thousands and millions give the same exact amount, with the unit said."""
    found = read_amounts(in_figures(text))
    assert [(amount.value, amount.unit) for amount in found] == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("$95 an hour", "hour"),
        ("$95/hr", "hour"),
        ("hourly rate of $95", "hour"),
        ("$7,500 per pay period", "pay_period"),
        ("$7,500 biweekly", "pay_period"),
        ("$16,000 a month", "month"),
        ("$200,000 a year", "year"),
        ("$200,000", None),
    ],
)
def test_pay_is_read_with_what_it_is_paid_for(text: str, per: str | None) -> None:
    """Pay per hour, pay period or month is told from annual pay."""
    assert [amount.per for amount in read_amounts(in_figures(text))] == [per]


@pytest.mark.parametrize(
    "text", ["GS-15", "O-7", "form 278e", "section 5384", "step 1", "no one knows", "the second one"]
)
def test_a_number_of_a_name_is_no_amount(text: str) -> None:
    """A grade, form, section or ordinal is not taken for an amount."""
    assert read_amounts(in_figures(text)) == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10/10/10/10/60", "10 10 10 10 60"),
        ("4 3 5 4 4", "4 3 5 4 4"),
        ("4, 3, 5, 4 and 4", "4 3 5 4 4"),
        ("four, three, five, four and four", "4 3 5 4 4"),
        ("4-3-5-4-4", "4 3 5 4 4"),
        ("4; 3; 5; 4; 4", "4 3 5 4 4"),
        ("rated 43544", "4 3 5 4 4"),
    ],
)
def test_lists_are_read_however_separated(text: str, values: str) -> None:
    """Slashes, blanks, commas, hyphens, number words and bare digits make the same list."""
    assert [item.values for item in read_lists(in_figures(text))] == [numbers(values)]


# One question, one calculator, its inputs.


@pytest.mark.parametrize(
    ("text", "name", "inputs"),
    [
        ("How big may an award be for a career exec on $210k?", "performance_award", {"basic_pay": 210_000}),
        (
            "What bonus could a noncareer appointee making 190,000 get?",
            "performance_award",
            {"basic_pay": 190_000, "appointment": "noncareer"},
        ),
        (
            "Is a $45,000 award on a salary of $200,000 ok?",
            "performance_award",
            {"basic_pay": 200_000, "award": 45_000},
        ),
        (
            "How much would 20 percent of $185,000 be as an award?",
            "performance_award",
            {"basic_pay": 185_000, "award": 37_000},
        ),
        ("award range, pay 195,500, rated 4", "performance_award", {"basic_pay": 195_500, "rating": 4}),
        ("award range, pay 195,500, minimally satisfactory", "performance_award", {"rating": 2}),
        ("Where does $195,000 sit in the SES range?", "salary_position", {"salary": 195_000}),
        (
            "Is a salary of 215k allowed in an agency without certification?",
            "salary_position",
            {"salary": 215_000, "certified": "no"},
        ),
        ("If GS-15 step 1 were $130,000, what would the SES minimum be?", "ses_minimum", {"gs15_step1": 130_000}),
        ("How much is EX-IV?", "executive_schedule", {"levels": ("IV",)}),
        ("rates for EX-II and EX-III", "executive_schedule", {"levels": ("II", "III")}),
        ("What is the Vice President's salary?", "vice_president", {}),
        (
            "What's our award pool with 10 career executives averaging $200,000?",
            "award_pool",
            {"career_executives": 10, "average_pay": 200_000},
        ),
        (
            "What does a Distinguished rank pay on $205,000?",
            "rank_award",
            {"rank": "distinguished", "basic_pay": 205_000},
        ),
        (
            "She was Meritorious in FY23: when can she be again?",
            "rank_award",
            {"rank": "meritorious", "last_fiscal_year": 2023},
        ),
        ("How many Distinguished awards with 7,800 SES members?", "rank_award_limits", {"executives": 7_800}),
        (
            "Aggregate limit, certified: paid $228,000 in basic pay and an $80,000 award. What is deferred?",
            "aggregate_limit",
            {"basic_pay_paid": 228_000, "other_payments": 80_000, "certified": "yes"},
        ),
        (
            "Recruitment incentive on 180,000 with a two-year service agreement?",
            "incentive",
            {"incentive": "recruitment", "basic_pay": 180_000, "years": 2},
        ),
        ("How much retention bonus for a group paid $190k?", "incentive", {"incentive": "group_retention"}),
        (
            "I start with 690 hours of annual leave and use 100: what do I forfeit?",
            "annual_leave",
            {"balance": 690, "hours_used": 100},
        ),
        ("How much sick leave will I earn in 20 pay periods?", "sick_leave", {"pay_periods": 20}),
        (
            "What is 500 hours of annual leave worth as a lump sum at $210,000?",
            "leave_payout",
            {"hours": 500, "basic_pay": 210_000},
        ),
        ("lump sum for 30 days of annual leave at 200,000", "leave_payout", {"hours": 240}),
        ("What is $95 an hour as annual pay?", "pay_conversion", {"amount": 95, "per": "hour"}),
        ("Our agency has 45 career executives: how many may be rated 4 or 5?", "rating_cap", {"executives": 45}),
        ("I got a Level 2 last year and a Level 3 this year. What now?", "rating_history", {"ratings": numbers("2 3")}),
        ("Level 3 this year after a Level 2 last year: what follows?", "rating_history", {"ratings": numbers("2 3")}),
        ("Two Level 2 ratings in a row, what must happen?", "rating_history", {"ratings": numbers("2 2")}),
        ("ratings 3, 1, 4, 1: must she leave?", "rating_history", {"ratings": numbers("3 1 4 1")}),
        (
            "How many noncareer appointees may an agency with 80 SES positions have?",
            "appointment_limits",
            {"positions": 80, "scope": "agency"},
        ),
        (
            "My limited term appointment began on March 1, 2025. When does it end?",
            "appointment_end",
            {"appointment": "limited_term", "start": date(2025, 3, 1)},
        ),
        (
            "I have served 20 months under limited appointments. How many are left?",
            "limited_service",
            {"months_served": 20},
        ),
        (
            "Notice of reassignment to another city came on 3 March 2026: earliest date?",
            "reassignment_notice",
            {"notice": date(2026, 3, 3), "commuting_area": "no"},
        ),
        (
            "A new agency head was appointed on 2/2/2026 and I had a detail of 30 days: when does the moratorium end?",
            "moratorium",
            {"start": date(2026, 2, 2), "detail_days": 30},
        ),
        (
            "My probation started on the fifth of May 2026, when is it over?",
            "probation_end",
            {"start": date(2026, 5, 5)},
        ),
        ("The announcement closed on April 10; QRB deadline?", "selection_deadline", {"closing": date(2026, 4, 10)}),
        (
            "My Presidential appointment ended 20 January 2025: deadline for reinstatement?",
            "return_deadline",
            {"left": date(2025, 1, 20)},
        ),
        ("Notice of a pay cut received today: when may it start?", "pay_cut_notice", {"notice": ON}),
        (
            "A proposed removal for misconduct reached me on 2 March 2026; by when must I answer?",
            "adverse_action_notice",
            {"notice": date(2026, 3, 2)},
        ),
        (
            "My performance plan started 3 November 2025, when can I be rated at the earliest?",
            "appraisal_minimum",
            {"start": date(2025, 11, 3)},
        ),
        (
            "Rating period from 1 Oct 2025: on which day are the 90 days reached?",
            "appraisal_minimum",
            {"start": date(2025, 10, 1)},
        ),
        ("What is the civilian equivalent of an O-7?", "military_equivalence", {"grade": "O-7"}),
        ("Which SES rank equals a brigadier general?", "military_equivalence", {"grade": "O-7"}),
        ("Which SES rank equals a full general?", "military_equivalence", {"grade": "O-10"}),
        (
            "How much did EX-II rise from 2010 to 2020?",
            "history",
            {"quantity": "level_II", "from_year": 2010, "to_year": 2020},
        ),
        (
            "How much did the SES minimum go up in 2024?",
            "history",
            {"quantity": "ses_minimum", "from_year": 2023, "to_year": 2024},
        ),
        (
            "How much higher is the certified maximum in 2026 than in 2025?",
            "history",
            {"quantity": "maximum_certified", "from_year": 2025, "to_year": 2026},
        ),
        ("How has the SES minimum changed since 2016?", "history", {"quantity": "ses_minimum", "from_year": 2016}),
        (
            "How far has the bottom of the SES range crept up from 2020 to now?",
            "history",
            {"quantity": "ses_minimum", "from_year": 2020, "to_year": ON.year},
        ),
        (
            "How much has the SES maximum gone up between 2020 and today?",
            "history",
            {"quantity": "maximum_certified", "from_year": 2020, "to_year": ON.year},
        ),
        (
            "How has the aggregate limit changed since 2020?",
            "history",
            {"quantity": "limit_certified", "from_year": 2020},
        ),
        (
            "Relocation incentive for an exec on $190,000 who signs on for one year: how much at most?",
            "incentive",
            {"incentive": "relocation", "basic_pay": Decimal(190_000), "years": Decimal(1)},
        ),
        (
            "We rated 60 executives who are career: how many may get a 4 or 5?",
            "rating_cap",
            {"executives": Decimal(60)},
        ),
    ],
)
def test_a_question_names_its_calculator_and_inputs(text: str, name: str, inputs: dict[str, Any]) -> None:
    """Each kind of calculation is recognised in a plain sentence, and what the sentence gives is filled in."""
    asked = heard(text)
    assert asked is not None
    assert asked.name == name
    assert {key: asked.inputs.get(key) for key in inputs} == inputs
    compute(asked)


@pytest.mark.parametrize(
    "text",
    [
        "Since an SES-1 ranks highest, how many dollars separate it from an SES-3?",
        "Rank award plus bonus pushes me past the annual pay cap this year. Is the excess simply gone?",
    ],
)
def test_a_number_in_a_name_or_a_year_in_passing_is_no_input(text: str) -> None:
    """What looks like an input but is none leaves the question to the text."""
    assert heard(text) is None


def test_both_kinds_of_agency_may_be_meant() -> None:
    """Where one agency is certified and the other is not, neither is taken to be meant."""
    asked = heard("Salary of $200,000 in one certified agency, the other hasn't got that: inside the range?")
    assert asked is not None
    assert "certified" not in asked.inputs


def test_every_calculator_is_declared() -> None:
    """Each calculator has its words, each declared input is one of its fields, and the rule is a question."""
    assert declared().keys() == CALCULATORS.keys()
    for name, subject in declared().items():
        assert subject.about, name
        assert not subject.rule or subject.rule.endswith("?"), name


FOUR_HUNDRED = {"ratings": numbers("4 3 5 4 4"), "weights": numbers("10 10 10 10 60")}
ROWS = [
    ("Leading Change", "10", "4"),
    ("Leading People", "10", "3"),
    ("Business Acumen", "10", "5"),
    ("Building Coalitions", "10", "4"),
    ("Results Driven", "60", "4"),
]


def table(separator: str, head: str = "", tail: str = "") -> str:
    """Return the usual appraisal as it is pasted from a sheet or a form."""
    return "\n".join([head] * bool(head) + [separator.join(row) for row in ROWS] + [tail] * bool(tail))


@pytest.mark.parametrize(
    "text",
    [
        "Rated 4 3 5 4 4 with weights 10/10/10/10/60, what is my summary level?",
        "weights 10, 10, 10, 10 and 60; ratings 4, 3, 5, 4, 4 - score?",
        "4/3/5/4/4 on the elements, 10/10/10/10/60: what summary level is that?",
        "Ratings 4 3 5 4 4, Results Driven 60, others equal. Score?",
        "Results Driven is worth 60 percent and everything else 10. Rated 4 3 5 4 4. Which level?",
        "elements rated four, three, five, four and four, weighted ten, ten, ten, ten and sixty: score?",
        table("\t", "Critical Element\tWeight\tRating", "What is the summary rating?"),
        table(",", "Element,Weight,Rating", "score?"),
        table(" | ", "Element | Weight | Rating", "summary level?"),
        table("\n", "", "what is the summary level?"),
        "Score: LC 4 (10%), LP 3 (10%), BA 5 (10%), BC 4 (10%), RD 4 (60%)",
        "1. Leading Change - 10% - Level 4\n2. Leading People - 10% - Level 3\n3. Business Acumen - 10% - Level 5\n"
        "4. Building Coalitions - 10% - Level 4\n5. Results Driven - 60% - Level 4\nsummary?",
        "A 4 in Leading Change, a 3 in Leading People, a 5 in Business Acumen, a 4 in Building Coalitions and a 4 in"
        " Results Driven; weights 10 10 10 10 60. Score?",
        "Results Driven: exceeds fully successful, Building Coalitions: exceeds, Business Acumen: outstanding, Leading"
        " People: fully successful, Leading Change: exceeds; weights 60/10/10/10/10, score?",
        "Results Driven 4, Leading People 3, Leading Change 4, Business Acumen 5, Building Coalitions 4; weights 60 10"
        " 10 10 10. Score?",
        "in the order results, people, change, acumen, coalitions: ratings 4 3 4 5 4, weights 60 10 10 10 10. Score?",
    ],
)
def test_an_appraisal_is_read_in_every_form(text: str) -> None:
    """Lists, sentences, level names, forms and pasted tables give the same ratings and weights.

    A list beside five named elements is in the order of their names.
    """
    asked = heard(text)
    assert asked is not None
    assert (asked.name, dict(asked.inputs)) == ("appraisal_2012", FOUR_HUNDRED)


@pytest.mark.parametrize(
    ("text", "ratings", "weights"),
    [
        ("All elements rated 3, weights 20 each: score?", "3 3 3 3 3", "20 20 20 20 20"),
        ("Straight fours, Results Driven at 40 percent, the rest split equally: level?", "4 4 4 4 4", "15 15 15 15 40"),
        (
            "Outstanding on everything except Results Driven, which was fully successful; equal weights: score?",
            "5 5 5 5 3",
            "20 20 20 20 20",
        ),
        (
            "Unsatisfactory in Leading People, outstanding in everything else, equal weights: summary rating?",
            "5 1 5 5 5",
            "20 20 20 20 20",
        ),
    ],
)
def test_the_others_may_be_said_at_once(text: str, ratings: str, weights: str) -> None:
    """What is said of all others ("others equal", "the rest 3") fills what no name was given for."""
    asked = heard(text)
    assert asked is not None
    assert dict(asked.inputs) == {"ratings": numbers(ratings), "weights": numbers(weights)}


def test_the_elements_tell_the_system() -> None:
    """Names of the FY2026 elements, or the year, make it that system."""
    named = (
        "Faithful Administration of the Law and the President's Policies 4 (30%), Government Efficiency 4 (15%), Merit"
        " and Competence 3 (15%), Holding Others Accountable and Treating Them Fairly 5 (20%), Achieving Organizational"
        " Goals 4 (20%): summary level?"
    )
    for text in (named, "FY2026 plan: ratings 4 4 3 5 4, weights 30 15 15 20 20. Score?"):
        asked = heard(text)
        assert asked is not None
        assert asked.name == "appraisal_2026"
        assert dict(asked.inputs) == {"ratings": numbers("4 4 3 5 4"), "weights": numbers("30 15 15 20 20")}


# Dates.


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Aggregate limit in FY23, certified?", date(2023, 9, 30)),
        ("SES pay range last year?", date(2025, 12, 31)),
        ("SES pay range in twenty nineteen?", date(2019, 12, 31)),
        ("What was EX-II on 1 June 2022?", date(2022, 6, 1)),
        ("How much is EX-II?", ON),
    ],
)
def test_the_date_asked_for_is_the_date_of_the_law(text: str, on: date) -> None:
    """A year, fiscal year, relative year or day in the question is the day on which the law is wanted."""
    asked = heard(text)
    assert asked is not None
    assert asked.on == on


def test_a_date_that_is_an_input_does_not_move_the_law() -> None:
    """The day of a notice is counted from; the law is that of the day of asking."""
    asked = heard("Notice of a pay cut on 1 October 2025: when may it start?")
    assert asked is not None
    assert (asked.on, asked.inputs["notice"]) == (ON, date(2025, 10, 1))


def test_two_years_are_worked_out_in_one() -> None:
    """A question for two years gets the figures of both."""
    found = worked_out("What was EX-II in 2019 and in 2022?")
    assert {key: str(value) for key, value in found.value.items() if key.startswith("level")} == {
        "level_II_2019": "192300",
        "level_II_2022": "203700",
    }


# Conversations.


@pytest.mark.parametrize(
    ("turns", "name", "inputs"),
    [
        (["Award range on $200,000?", "and at 180k?"], "performance_award", {"basic_pay": 180_000}),
        (["Award range on $200,000?", "and if I were noncareer?"], "performance_award", {"appointment": "noncareer"}),
        (["Award range on $200,000?", "who approves it?", "and at 180k?"], "performance_award", {"basic_pay": 180_000}),
        (["What's 20% of 200k as an award?", "and 10 percent?"], "performance_award", {"award": 20_000}),
        (["How big may an award be?", "work out mine", "$190,000"], "performance_award", {"basic_pay": 190_000}),
        (["Calculate my bonus.", "two hundred thousand"], "performance_award", {"basic_pay": 200_000}),
        (["SES pay range in 2020?", "and if certified?"], "pay_range", {"certified": "yes"}),
        (
            ["Is a salary of 215k in the SES range?", "certified", "and if not?"],
            "salary_position",
            {"salary": 215_000, "certified": "no"},
        ),
        (["Recruitment incentive on 160,000?", "2 years"], "incentive", {"years": 2, "basic_pay": 160_000}),
        (["Recruitment incentive on 160,000, 2 years?", "Make it three years."], "incentive", {"years": 3}),
        (["Recruitment incentive on 160,000, 2 years?", "and with a waiver?"], "incentive", {"years": 2}),
        (["Award range on 200k?", "and a retention incentive?"], "incentive", {"basic_pay": 200_000}),
        (
            ["Distinguished rank on 205k?", "and Meritorious?"],
            "rank_award",
            {"rank": "meritorious", "basic_pay": 205_000},
        ),
        (
            ["Aggregate limit: paid 228,000, award 80,000?", "and if the award is 50,000?"],
            "aggregate_limit",
            {"basic_pay_paid": 228_000, "other_payments": 50_000},
        ),
        (
            ["Reassignment notice came on 1 July 2026: when can they move me?", "outside the commuting area"],
            "reassignment_notice",
            {"notice": date(2026, 7, 1), "commuting_area": "no"},
        ),
        (
            ["Rated 4 3 5 4 4 with weights 10/10/10/10/60: score?", "what if Leading Change were 5?"],
            "appraisal_2012",
            {"ratings": numbers("5 3 5 4 4")},
        ),
        (
            ["Rated 4 3 5 4 4, Results Driven 60, others equal: score?", "what if the weight is 80?"],
            "appraisal_2012",
            {"weights": numbers("5 5 5 5 80")},
        ),
        (
            ["Rated 4 3 5 4 4: what is my score?", "Results Driven 60, others equal"],
            "appraisal_2012",
            FOUR_HUNDRED,
        ),
        (
            ["Start 600 hours of annual leave, used 50: what carries over?", "and with 27 pay periods?"],
            "annual_leave",
            {"balance": 600, "hours_used": 50, "pay_periods": 27},
        ),
        (
            ["Recruitment incentive at $160,000 for two years of service: how much?", "and with the waiver granted?"],
            "incentive",
            {"incentive": "recruitment", "basic_pay": 160000, "years": 2},
        ),
        (["$100 an hour as annual pay?", "and 120?"], "pay_conversion", {"amount": 120, "per": "hour"}),
    ],
)
def test_a_follow_up_keeps_what_was_said(turns: list[str], name: str, inputs: dict[str, Any]) -> None:
    """What is missing is completed, what is said anew wins, the rest stays."""
    asked = heard(*turns)
    assert asked is not None
    assert asked.name == name
    assert {key: asked.inputs.get(key) for key in inputs} == inputs


@pytest.mark.parametrize(
    ("turns", "on"),
    [
        (["SES pay range in 2020?", "and in 2019?"], date(2019, 12, 31)),
        (["Is 215k in the SES range in 2022?", "and if certified?"], date(2022, 12, 31)),
        (["SES pay range 2023?", "For that year also the aggregate limit, certified agency."], date(2023, 12, 31)),
    ],
)
def test_a_follow_up_keeps_or_moves_the_year(turns: list[str], on: date) -> None:
    """The year of the question before holds until another one is said."""
    asked = heard(*turns)
    assert asked is not None
    assert asked.on == on


@pytest.mark.parametrize(
    "last", ["What are the ECQs?", "Who decides that?", "Thanks!", "How do I apply for an SES job?"]
)
def test_a_change_of_subject_ends_the_calculation(last: str) -> None:
    """After a calculation, a question about something else is text."""
    assert heard("Award range on $200,000?", last) is None


def test_a_day_given_again_completes_the_question() -> None:
    """After a day that no calendar has, the right one is enough."""
    first = "Notice on 30 February 2026 of reassignment outside the commuting area: earliest day?"
    with pytest.raises(ImpossibleDateError, match="30 february"):
        heard(first)
    asked = heard(first, "sorry, 28 February 2026")
    assert asked is not None
    assert dict(asked.inputs) == {"notice": date(2026, 2, 28), "commuting_area": "no"}


def test_questions_beside_a_calculation_are_parted() -> None:
    """Each question that asks for text beside a calculation is handed on by itself."""
    asked = heard("What award can I get on $180,000? Are SES awards taxed, and who approves them?")
    assert asked is not None
    assert asked.apart == ("Are SES awards taxed", "who approves them?")


def test_a_second_question_stays_text() -> None:
    """Of two questions in one the calculation is worked out and the other is handed on as text."""
    asked = heard("What award can I get on $180k, and who approves it?")
    assert asked is not None
    assert (asked.name, asked.apart) == ("performance_award", ("who approves it?",))


# Missing and bad input.


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Compute my performance award, I'm career.", ["basic_pay"]),
        ("Recruitment incentive on a salary of $160,000?", ["years"]),
        ("Is a $45,000 performance award too much?", ["basic_pay"]),
        ("Rated 4 3 5 4 4: what is my summary score?", ["weights"]),
        ("When can my reassignment take effect? I got notice on 1 July 2026.", ["commuting_area"]),
        ("Award pool for 12 career executives: how much is it?", ["average_pay"]),
    ],
)
def test_what_is_missing_is_named(text: str, needs: list[str]) -> None:
    """A calculation that lacks an input says which, with an example."""
    with pytest.raises(MissingInputError) as caught:
        worked_out(text)
    assert [need.name for need in caught.value.needs] == needs
    assert all(need.label and need.example for need in caught.value.needs)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Rated 4 4 4 4 4 with weights 15/15/20/20/40: score?", "sum to 110"),
        ("Are weights 15/15/20/20/40 with Results Driven last fine?", "sum to 110"),
        ("Rated 4 4 4 4 4, weights 25/25/20/10/20: score?", "outweigh Results Driven"),
        ("Rated 4 4 4 4 4, weights 3/27/20/20/30: score?", "at least 5"),
        ("Rated 6 4 4 4 4, weights 20 each: score?", "1 to 5"),
        ("Rated 3.5 4 4 4 4, weights 20 each: score?", "1 to 5"),
        ("Rated 4 4 4 4, weights 20 each: score?", "Five ratings"),
        ("Ratings 4 4 4 4 4, weights 12.5 12.5 12.5 12.5 50: score?", "whole numbers"),
        (
            "Leading Change 4, Leading People 3, Business Acumen 5, Building Coalitions 4, weights 20 each: score?",
            "no rating for Results Driven",
        ),
        (
            "Leading Change 4, Leading Change 5, Leading People 3, Business Acumen 5, Building Coalitions 4, Results"
            " Driven 4, weights 20 each: score?",
            "Leading Change has two ratings",
        ),
        ("Award range on minus $5,000 of basic pay?", "cannot be negative"),
        ("Award range on a salary of $12?", "cannot be"),
        ("Award range on a salary of $90 million?", "cannot be"),
        ("Award on $200,000 with a rating of 6?", "1 to 5"),
        ("Award on $200,000 with a rating of 3.5?", "whole number"),
        ("I have 700 hours of annual leave and 28 pay periods: what do I lose?", "26 or 27"),
        ("Recruitment incentive on $160,000 for a 6-year service agreement?", "at most 4"),
    ],
)
def test_bad_input_is_told(text: str, problem: str) -> None:
    """What the rule does not allow, or what cannot be, ends in one sentence that names problem and rule."""
    with pytest.raises(InvalidInputError) as caught:
        worked_out(text)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["Aggregate limit in 1990, certified?", "What will EX-II be in 2031?", "SES pay range 2027?"]
)
def test_a_year_without_a_table_is_not_in_force(text: str) -> None:
    """A year before the tables or after them is refused."""
    with pytest.raises(NotInForceError):
        worked_out(text)


def test_pay_per_hour_is_converted_and_said() -> None:
    """Pay per hour is put on the year first, and the answer says so."""
    found = worked_out("What award range on $95 an hour?")
    assert found.sentence.startswith("$95 per hour comes to an annual rate of $198,265.")
    assert found.value["maximum"] == Decimal("39653")
    assert any("2,087" in notice.text for notice in found.notices)


def test_where_the_law_forbids_the_answer_is_no() -> None:
    """A noncareer appointee who asks for an award gets a "No." with the law, not figures."""
    found = worked_out("I'm a noncareer SES on $190,000: how much bonus can I get?")
    assert found.sentence.startswith("No.")
    assert "5384" in found.sentence
    assert found.value == {"allowed": "no"}


def test_both_variants_where_certification_is_unknown() -> None:
    """Without word of certification both figures are given."""
    found = worked_out("Where does $215,000 sit in the SES range?")
    assert (found.value["standing_certified"], found.value["standing_not_certified"]) == ("inside", "above")


# Text stays text.


@pytest.mark.parametrize(
    "text",
    [
        "How is the performance award decided?",
        "How is my summary rating calculated from the elements?",
        "Explain the aggregate limit.",
        "Who approves a performance award?",
        "Are awards of $20,000 taxed?",
        "Does a $30,000 performance award count toward retirement?",
        "Why is the aggregate limit tied to the Vice President?",
        "What are the five ECQs?",
        "Can noncareer executives get a performance award?",
        "Can I appeal a Level 2 rating?",
        "How long is the probation period?",
        "What happens on an unsatisfactory rating to my pension?",
        "What does Results Driven mean?",
        "Does a colonel get hired into the SES?",
        "How many executives are there in 2020?",
        "Is there a 30 percent limit on ratings?",
        "How many pages may my resume have, it is 7 pages?",
        "How many hours of annual leave does an executive earn?",
        "Who was rated 4 at the EPA?",
    ],
)
def test_an_explanation_stays_text(text: str) -> None:
    """What asks how, why, who or whether, without figures to work with, is answered with text."""
    assert heard(text) is None


FIGURES = frozenset(
    (
        *(
            "dated-007",
            "dated-011",
            "dated-012",
            "dated-014",
            "dated-034",
            "dated-035",
            "dated-038",
            "dated-039",
            "direct-035",
            "direct-061",
            "direct-067",
        ),
        *(
            "direct-069",
            "direct-079",
            "direct-094",
            "multi-turn-001",
            "multi-turn-010",
            "multi-turn-011",
            "multi-turn-012",
            "multi-turn-018",
        ),
        *("multi-turn-020", "multi-turn-027", "multi-turn-028", "multi-turn-030", "multi-turn-033"),
        *("multi-turn-039", "multi-turn-040"),
        *("premise-016", "two-part-003", "typo-025", "typo-026"),
        *("comparison-019", "dated-001", "dated-002", "direct-062"),
    )
)
"""Gold questions that a calculation answers, each looked at by a person."""

ENDED_BEFORE = frozenset(("unanswerable-052", "unanswerable-077"))
"""Gold questions that the guard and the route end before anything is worked out."""


def test_no_text_question_of_the_gold_set_becomes_a_calculation() -> None:
    """Of all gold questions only those that ask for figures are recognised."""
    found = {gold.id for gold in load_gold() if gold.id not in ENDED_BEFORE and heard(*gold.turns, on=gold.on)}
    assert found <= FIGURES


@pytest.mark.parametrize(
    "text",
    [
        "If 5 CFR part 430 forbids it, why may my agency allow few of us a 4 or a 5?",
        "Under section 5384, how many executives may be given a 4 or a 5?",
        "Of 80 executives, how many may we nominate for rank awards?",
    ],
)
def test_levels_and_places_in_the_law_count_nobody(text: str) -> None:
    """A rating, the number of a rule, and what is asked of nominations are no number of executives to work with."""
    found = heard(text)
    assert found is None or "executives" not in found.inputs


def test_the_rule_beside_figures_is_that_of_what_was_asked() -> None:
    """Asked what a rank brings, its percentages are looked up; asked when it may come again, the wait between two."""
    subject = declared()["rank_award"]
    assert subject.rule_for(("rank",)) == subject.rule
    assert "again" in subject.rule_for(("rank", "last_fiscal_year"))


def test_a_count_of_ends_is_no_count_of_people() -> None:
    """The two in "one of the two highest ratings" tells no number of executives."""
    assert heard("What portion of executives ended up with one of the two highest ratings in FY2023?") is None
