"""Wordings that a calculator once seized or misread: each general cause in several wordings, and what stays text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.rules.fields import InvalidInputError
from assistant.shorthand import written_out
from assistant.spoken import substance
from tests.test_spoken import ON, heard, numbers, worked_out

# Ratings of several years.


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (
            "I got a Minimally Satisfactory last year and I think I'm about to get a second one. What will my agency"
            " have to do with me?",
            "2 2",
        ),
        ("Two years in a row Minimally Satisfactory. Do I lose my SES job?", "2 2"),
        ("Last year I was rated Minimally Satisfactory and this year again", "2 2"),
        ("Second Minimally Satisfactory in a row. What happens to me?", "2 2"),
        ("My rating was Level 2 both this year and last year. What follows?", "2 2"),
        ("I received another minimally satisfactory after the one last year, what now?", "2 2"),
        ("back-to-back unsatisfactory ratings, what must the agency do?", "1 1"),
        ("Three straight Level 2 ratings: is she out?", "2 2 2"),
        ("My last two ratings were minimally satisfactory, do I have to go?", "2 2"),
        ("I was rated Minimally Satisfactory in 2024 and again in 2025, must I leave the SES?", "2 2"),
        ("A Level 2 rating was given to me last year. One more and I'm out?", "2 2"),
        ("Got minimally satisfactory in FY24, fully successful in FY25 and now minimally satisfactory again.", "2 3 2"),
        (
            "I was Fully Successful two years ago, Minimally Satisfactory last year, and expect the same this year.",
            "3 2 2",
        ),
        ("In 2024 I was rated Level 2 and in 2025 Level 3: what follows?", "2 3"),
        ("Rated level 3 this year and level 2 the year before, what follows?", "2 3"),
        ("level 2, level 3, level 2 in the last three years: out?", "2 3 2"),
        ("my last rating was Level 2 and the one before was Level 3, consequences?", "3 2"),
        ("a rating of 2 for a second year in succession", "2 2"),
        ("What happens if I am rated unsatisfactory this year?", "1"),
    ],
)
def test_repeated_ratings_are_counted(text: str, levels: str) -> None:
    """A rating said once and repeated in words counts as often as it was given, in the order of its years."""
    asked = heard(text)
    assert asked is not None
    assert (asked.name, asked.inputs["ratings"]) == ("rating_history", numbers(levels))


@pytest.mark.parametrize(
    "text",
    [
        "I've been rated below fully successful twice in three years. What happens?",
        "She was unsatisfactory a few years ago and is getting unsatisfactory again. What must I do?",
        "If I get minimally satisfactory for the third time, what happens?",
        "Two unsatisfactory ratings in five years. What happens?",
        "I was minimally satisfactory once before and now again. Am I out?",
        "I was rated Level 2 or lower in 2024 and Level 2 in 2025. What follows?",
        "Is a Level 2 rating the same as minimally satisfactory?",
        "What is the difference between a Level 2 and a Level 3 rating?",
        "How long after a Level 1 rating must I be reassigned?",
        "Do two fully successful ratings in a row get me a raise?",
        "Can a single Level 2 rating end an SES career?",
        "I got a Level 2 last year. Can they also move me to another position, and must they?",
        "I was rated Level 2 last year; must I keep the same job?",
        "I got an unsatisfactory last year. Can I be rated again early, or what happens?",
        "What percentage of executives was rated below Level 3?",
        "What score gives Level 4?",
    ],
)
def test_ratings_that_cannot_be_counted_surely_stay_text(text: str) -> None:
    """Where number or years of the ratings are open, or levels are only compared, nothing is worked out."""
    assert heard(text) is None


@pytest.mark.parametrize(
    "last", ["Can I also appeal it?", "May they move me to another agency?", "Who decides that too?"]
)
def test_a_question_after_a_history_adds_no_rating(last: str) -> None:
    """A follow-up that asks something else is text, whatever "also" or "another" it holds."""
    assert heard("I got a Level 2 last year, what happens?", last) is None


@pytest.mark.parametrize(
    ("turns", "levels"),
    [
        (["I was rated Minimally Satisfactory last year.", "And this year again"], "2 2"),
        (["I got a Level 2 last year, what happens?", "and a Level 2 this year?"], "2 2"),
        (["I got a Level 2 last year, what happens?", "and if I get another one?"], "2 2"),
        (["I got a level 2 in FY25.", "I expect another level 2 this year. Do I have to go?"], "2 2"),
        (["ratings 3 then 2, what follows?", "and then a 2"], "3 2 2"),
        (["I got a Level 2 last year, what happens?", "what if it were a level 1?"], "1"),
    ],
)
def test_a_history_grows_over_turns(turns: list[str], levels: str) -> None:
    """A turn that tells one more rating adds it; one that supposes another rating replaces it."""
    asked = heard(*turns)
    assert asked is not None
    assert asked.inputs["ratings"] == numbers(levels)


def test_a_year_nobody_spoke_of_is_told() -> None:
    """The rating of a year between two named ones is counted as Fully Successful, and a notice says so."""
    found = worked_out("Minimally Satisfactory in 2023 and Minimally Satisfactory in 2026. Removal?")
    assert found.value["outcome"] == "may_leave"
    assert [notice.text for notice in found.notices if "2024 and 2025" in notice.text]


def test_two_low_ratings_in_a_row_mean_removal() -> None:
    """The trial's question gets the outcome of two ratings, not of one."""
    found = worked_out(
        "I got a Minimally Satisfactory last year and I think I'm about to get a second one. What will my agency have"
        " to do with me?"
    )
    assert found.value["outcome"] == "must_leave"


# Leave at the end of the year.


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("I'll be sitting on 781 hours of annual leave when the leave year closes. How many do I lose as an SES?", 61),
        ("My balance on the last day of the leave year will be 781 hours of annual leave: how much is forfeited?", 61),
        ("I will have 781 hours of annual leave at the end of the leave year. What do I lose?", 61),
        ("With a year-end balance of 781 hours of annual leave, how much is forfeited?", 61),
        ("781 hours of annual leave at year's end. forfeited?", 61),
        ("I'd end the leave year with 750 hours annual leave, what carries over?", 30),
        (
            "I had 600 at the start of the leave year and will end with 781 hours of annual leave. How much forfeited?",
            61,
        ),
        ("How many hours of annual leave will I forfeit if my balance reaches 781 hours by the end of the year?", 61),
        ("I've used 100 hours and will end the leave year with 781 hours of annual leave. What's forfeited?", 61),
        ("My closing balance of annual leave is 98 days, what do I lose?", 64),
        ("how many hours of AL do I keep if I end the year at 742?", 22),
        ("leave year ends with me having 725 hours AL, am i losing 5?", 5),
    ],
)
def test_a_closing_balance_earns_nothing_more(text: str, lost: int) -> None:
    """Of a balance said for the end of the leave year, only what stands above the ceiling is lost."""
    assert worked_out(text).value["forfeited"] == lost


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("I start the leave year with 690 hours of annual leave, what will I lose at the end of the leave year?", 178),
        ("I will carry 700 hours of annual leave into the new leave year and use 150. What will I lose?", 38),
        (
            "I started the year with 600 hours annual leave and will use 60 before the leave year ends. What carries"
            " over?",
            28,
        ),
        (
            "I have 4 pay periods left until the end of the leave year and 700 hours of annual leave. What do I"
            " forfeit?",
            12,
        ),
        ("I've 680 hrs of annual leave at the beginning of the leave year and take 120. What is lost?", 48),
        ("My statement shows 700 hours of annual leave with 4 pay periods left. What do I lose?", 12),
    ],
)
def test_an_opening_balance_earns_the_periods_to_come(text: str, lost: int) -> None:
    """To a balance at the start, or with pay periods left, what those bring is added, and nothing is assumed of it."""
    asked = heard(text)
    assert asked is not None
    assert asked.said == ()
    assert worked_out(text).value["forfeited"] == lost


@pytest.mark.parametrize(
    "text",
    [
        "My annual leave balance is 781 hours. How many do I lose?",
        "Will I lose annual leave at the end of the leave year with 781 hours?",
        "781 hours of annual leave are left when the new leave year starts: what do I lose?",
    ],
)
def test_a_balance_at_either_end_is_said(text: str) -> None:
    """Where it is not told at which end a balance stands, the answer says what is assumed, and the other figure."""
    assert (
        "balance at the start of the leave year; were it the balance at its end, 61 hours" in worked_out(text).sentence
    )


def test_a_balance_now_is_said_to_count_for_a_whole_year() -> None:
    """A balance "now" without pay periods is counted for a whole leave year, and a notice says so."""
    found = worked_out("I have 655 hours of annual leave now. What will I lose?")
    assert [notice.text for notice in found.notices if "pay periods are left" in notice.text]


def test_a_balance_may_be_put_at_the_end_later() -> None:
    """A follow-up that says the balance is that at the end of the year changes the answer."""
    turns = ("My annual leave balance is 781 hours. How many do I lose?", "sorry, that is at the end of the leave year")
    assert worked_out(*turns).value["forfeited"] == 61


@pytest.mark.parametrize(
    "text",
    [
        "What happens to annual leave above 720 hours at the end of the leave year?",
        "I lost 30 hours of leave, can I get them back?",
        "How much annual leave do I lose at the end of the leave year?",
        "Can the 40 hours of annual leave I forfeited be restored?",
        "Why does annual leave over 720 hours get lost?",
        "What happens to days above 90 at the end of the leave year?",
        "When does my agency's certification expire?",
    ],
)
def test_hours_that_are_no_balance_stay_text(text: str) -> None:
    """Hours lost, or above the ceiling, are no balance, and without one nothing is worked out."""
    assert heard(text) is None


# Pay kept or cut on a move.


@pytest.mark.parametrize(
    "text",
    [
        "I make 224,000 at a certified department and have an offer from a small agency without certification. Will"
        " they have to cut my salary?",
        "I earn 220k in a certified agency. If I transfer to a non-certified one do I keep my pay?",
        "Would I lose pay moving from a certified agency at 215,000 to one that isn't certified?",
        "Our agency loses certification. Is my salary of 226,000 reduced?",
        "my pay is 222k; can a noncertified agency lower it when I transfer?",
        "I'm paid 224,000. Do I get to keep it in an agency without certification?",
        "An uncertified agency wants to hire me away. I earn $221,000 in a certified one. Does my salary go down?",
        "Will my $219,500 be preserved if I go to an agency that is not certified?",
        "Can my agency cut my pay of 226,000 if it loses certification?",
        "Can my agency reduce my SES salary?",
        "My salary is $225k and certification lapsed. What happens to my pay?",
    ],
)
def test_whether_pay_is_kept_stays_text(text: str) -> None:
    """Whether pay is lost, cut or kept on a move is no question of where it sits in the range."""
    assert heard(text) is None


@pytest.mark.parametrize(
    ("text", "salary"),
    [
        ("Is a salary of 222k allowed in an agency without certification?", 222_000),
        ("Offer of 215k from an agency without certification: is that within the range?", 215_000),
        ("I currently make 200k and was offered 212k, certified. In range?", 212_000),
        ("We are certified. Exec makes 212k. Can we pay him 225k now?", 225_000),
        ("An executive of ours draws 205,600 and we lost certification. How far is she under EX-III?", 205_600),
        ("If I'm paid 203k at a non certified agency, how far am I from the cap?", 203_000),
    ],
)
def test_where_a_salary_sits_is_worked_out(text: str, salary: int) -> None:
    """A salary put against the range is looked up there; of two, the one offered or to be paid is meant."""
    asked = heard(text)
    assert asked is not None
    assert (asked.name, asked.inputs["salary"]) == ("salary_position", salary)


# Element ratings with weights.

FOUR_HUNDRED = {"ratings": numbers("5 4 3 4 4"), "weights": numbers("15 20 15 15 35")}


@pytest.mark.parametrize(
    "text",
    [
        "Under the older five-element scoring (before FY2026): Leading Change 5 at 15 percent, Leading People 4 at 20,"
        " Business Acumen 3 at 15, Building Coalitions 4 at 15, Results Driven 4 at 35. What's the final level?",
        "2012 system: Leading Change rated 5, weight 15; Leading People rated 4, weight 20; Business Acumen rated 3,"
        " weight 15; Building Coalitions rated 4, weight 15; Results Driven rated 4, weight 35. Final level?",
        "pre-2026 appraisal: Leading Change 5 (15%), Leading People 4 (20%), Business Acumen 3 (15%), Building"
        " Coalitions 4 (15%), Results Driven 4 (35%). Final level?",
        "Leading Change 15% weight, 5; Leading People 20% weight, 4; Business Acumen 15% weight, 3; Building Coalitions"
        " 15% weight, 4; Results Driven 35% weight, 4. What level is that?",
        "Before FY2026 I had 5 in Leading Change at 15, 4 in Leading People at 20, 3 in Business Acumen at 15, 4 in"
        " Building Coalitions at 15 and 4 in Results Driven at 35. Which summary level?",
        "Old five element system, prior to fiscal year 2026: ratings 5 4 3 4 4, weights 15 20 15 15 35. Score?",
        "5 at 15 percent for Leading Change, 4 at 20 percent for Leading People, 3 at 15 percent for Business Acumen,"
        " 4 at 15 percent for Building Coalitions, 4 at 35 percent for Results Driven. Level?",
        "My level under the 2012 appraisal system: Leading Change 5 rating 15 weight, Leading People 4 rating 20"
        " weight, Business Acumen 3 rating 15 weight, Building Coalitions 4 rating 15 weight, Results Driven 4 rating"
        " 35 weight?",
        "Leading Change 5 weight 15, Leading People 4 weight 20, Business Acumen 3 weight 15, Building Coalitions 4"
        " weight 15, Results Driven 4 weight 35. Level?",
        "FY2025 and earlier scoring: Leading Change (15) 5, Leading People (20) 4, Business Acumen (15) 3, Building"
        " Coalitions (15) 4, Results Driven (35) 4. Final score?",
        "Prior to FY 2026, scores Leading Change five at fifteen percent, Leading People four at twenty, Business"
        " Acumen three at fifteen, Building Coalitions four at fifteen and Results Driven four at thirty-five: final"
        " summary level?",
    ],
)
def test_a_rating_and_its_weight_are_told_apart(text: str) -> None:
    """Rating and weight of an element are told apart in any order, and "before FY2026" is the system before it."""
    asked = heard(text)
    assert asked is not None
    assert (asked.name, dict(asked.inputs), asked.on) == ("appraisal_2012", FOUR_HUNDRED, ON)


@pytest.mark.parametrize(
    ("text", "ratings", "weights"),
    [
        ("Results Driven 5 (40%), everything else 4 at 15%. level?", "4 4 4 4 5", "15 15 15 15 40"),
        ("LC 4, LP 4, BA 3, BC 3, RD 5 each weighted 20 percent, 2012 scheme", "4 4 3 3 5", "20 20 20 20 20"),
        (
            "Results Driven 5 with 60 percent and the rest 3 with 10 percent, final level?",
            "3 3 3 3 5",
            "10 10 10 10 60",
        ),
        ("before FY26 weights: 10 10 10 10 60, ratings 3 3 4 4 3; final?", "3 3 4 4 3", "10 10 10 10 60"),
        ("all elements 4 at 20%: level?", "4 4 4 4 4", "20 20 20 20 20"),
    ],
)
def test_all_others_may_have_rating_and_weight(text: str, ratings: str, weights: str) -> None:
    """What is said of all others may be a rating and a weight at once."""
    asked = heard(text)
    assert asked is not None
    assert (asked.name, dict(asked.inputs)) == (
        "appraisal_2012",
        {"ratings": numbers(ratings), "weights": numbers(weights)},
    )


@pytest.mark.parametrize(
    "text",
    [
        "How did the scoring before FY2026 work?",
        "What were the five elements before FY2026?",
        "What followed for the other four, before FY2026, if Results Driven stood at exactly 20?",
        "Which elements were rated under the 2012 system and how were they weighted?",
        "What was the minimum weight of Results Driven before 2026?",
        "Why did the scoring change from the 2012 system?",
    ],
)
def test_questions_on_the_older_system_stay_text(text: str) -> None:
    """How the system before FY2026 worked is explained, not worked out."""
    assert heard(text) is None


# Levels of pay.


@pytest.mark.parametrize(
    "text",
    [
        "How much does an SES Level 3 earn?",
        "What's the salary difference between SES Level 2 and SES Level 4?",
        "SES level 4 salary",
        "what does a level 2 SES make",
        "how much do level 3 executives make",
        "income of an SES level 4",
        "annual rate at SES level 3",
        "what's a level 3 SES worth in dollars",
        "Is the pay of SES level 1 higher than level 2?",
        "What is the locality percentage for a GS-13 in Denver?",
        "GS-12 locality rate in Boston",
        "what is 20 percent of the top pay",
        "what's 5 percent of the ses maximum",
    ],
)
def test_a_pay_level_is_no_rating(text: str) -> None:
    """A question of pay at a level of the SES, which has none, is never answered with ratings."""
    assert heard(text) is None


@pytest.mark.parametrize("text", ["What is the pay for Executive Schedule level 3?", "How much is EX-III?"])
def test_the_executive_schedule_has_levels(text: str) -> None:
    """Levels are of pay where the Executive Schedule is named."""
    asked = heard(text)
    assert asked is not None
    assert (asked.name, asked.inputs["levels"]) == ("executive_schedule", ("III",))


# Years told from one another.


@pytest.mark.parametrize(
    ("turns", "years"),
    [
        (["What was the SES pay range in 2024?", "and the year before that?"], (2023,)),
        (["What was the SES pay range in 2024?", "and the year after?"], (2025,)),
        (["ex-ii in 2016", "year before?", "and two years before that"], (2013,)),
        (["EX-II in 2020?", "and the year before that?", "and the year before that?"], (2018,)),
        (["SES pay range 2024?", "what about the previous year"], (2023,)),
        (["SES pay range 2022?", "two years earlier?"], (2020,)),
        (["SES pay range last year?", "and the year before that?"], (2024,)),
        (["What was EX-II in 2019 and the year before that?"], (2019, 2018)),
        (["aggregate limit 2024, certified: paid 200,000, award 80,000; what rolls over to next year?"], (2024,)),
        (["SES pay range 2020-2023"], (2020, 2021, 2022, 2023)),
        (["SES pay range from 2019 to 2022"], (2019, 2020, 2021, 2022)),
        (["EX-II between 2018 and 2020"], (2018, 2019, 2020)),
        (["aggregate limit 2015-2024, certified"], (2015, 2024)),
    ],
)
def test_years_are_told_from_one_another(turns: list[str], years: tuple[int, ...]) -> None:
    """A year "before that" is told from the year named last; a span stands for each of its years, up to four."""
    asked = heard(*turns)
    assert asked is not None
    assert asked.years == years


def test_a_day_moves_with_the_year_of_a_follow_up() -> None:
    """A follow-up that names only a year moves the day given before into it."""
    asked = heard("My probation began March 3, 2026. When is it over?", "and if it began the year before?")
    assert asked is not None
    assert asked.inputs["start"] == date(2025, 3, 3)


# Which of several numbers is meant.


@pytest.mark.parametrize(
    ("text", "name", "inputs"),
    [
        (
            "I was rated Outstanding last year and Minimally Satisfactory this year. Award on 200k?",
            "performance_award",
            {"rating": 2},
        ),
        ("bonus for exec at $205,300 between 5% and 20% pls", "performance_award", {"award": None}),
        (
            "our agency has 12 execs, 9 career. how big is the bonus pool if career payroll is 1.8 million",
            "award_pool",
            {"career_executives": 9, "total_pay": 1_800_000},
        ),
        (
            "bonus pool: 30 executives of whom 21 are career, average pay 198k",
            "award_pool",
            {"career_executives": 21, "average_pay": 198_000},
        ),
        (
            "Our career payroll last FY was 4.2 million for 20 career execs; bonus pot?",
            "award_pool",
            {"career_executives": 20, "total_pay": 4_200_000},
        ),
        (
            "I got 230k in base and 50k bonus, certified, 2025; what rolls over?",
            "aggregate_limit",
            {"basic_pay_paid": 230_000, "other_payments": 50_000, "certified": "yes"},
        ),
        (
            "I got a distinguished rank and my salary is 228000, award 20000, what do I get under the aggregate cap?",
            "aggregate_limit",
            {"basic_pay_paid": 228_000, "other_payments": 20_000, "rank": "distinguished"},
        ),
        (
            "salary 228000, I received a $79,800 distinguished rank award and a 20000 bonus; aggregate limit?",
            "aggregate_limit",
            {"basic_pay_paid": 228_000, "other_payments": 99_800, "rank": None},
        ),
        (
            "My basic pay is $221,900 in a certified agency and I received a $44,000 award. How much is deferred?",
            "aggregate_limit",
            {"basic_pay_paid": 221_900, "other_payments": 44_000, "certified": "yes"},
        ),
        (
            "My basic pay is $221,900, certified, and I received $44,000 for my distinguished rank; what is deferred?",
            "aggregate_limit",
            {"basic_pay_paid": 221_900, "other_payments": 44_000, "rank": None},
        ),
        (
            "I earn 200000 and got the meritorious rank, is any of it deferred by the aggregate limit?",
            "aggregate_limit",
            {"basic_pay_paid": 200_000, "other_payments": None, "rank": "meritorious"},
        ),
        (
            "Reassignment within the area, notice given 2026-06-01, what is the earliest date?",
            "reassignment_notice",
            {"notice": date(2026, 6, 1), "commuting_area": "yes"},
        ),
    ],
)
def test_the_number_meant_is_taken(text: str, name: str, inputs: dict[str, Any]) -> None:
    """Of several numbers the one is taken that the words beside it mean; a range of percentages proposes none."""
    asked = heard(text)
    assert asked is not None
    assert (asked.name, {key: asked.inputs.get(key) for key in inputs}) == (name, inputs)


def test_the_pool_counts_career_members() -> None:
    """The pool of the agency above rests on its career members, not on all its executives."""
    found = worked_out("bonus pool: 30 executives of whom 21 are career, average pay 198k")
    assert Decimal(415_800) in found.value.values()


def test_weeks_of_leave_are_counted_and_said() -> None:
    """Weeks of leave used count as 40 hours each, and the answer says so."""
    found = worked_out("I had 680 hours of annual leave at the start of the leave year and took 3 weeks. What is lost?")
    assert found.sentence.startswith("3 weeks of leave are counted as 120 hours, 40 a week.")
    assert found.value["forfeited"] == 48


# Words and numbers said in passing.


@pytest.mark.parametrize(
    "text",
    [
        "How is the SES set apart from the General Schedule?",
        "Does the General Schedule end where the SES begins?",
        "Is a general leadership course enough?",
        "Does our Inspector General sit on a performance review board?",
        "In general, is an SES job worth it?",
        "Did the SES minimum go up from one page to the other?",
        "Minimum time between two changes of an executive's pay?",
        "Are political appointees part of the Level 4 and 5 quota?",
        "The two pages disagree about the salary range by thousands of dollars. Which is right?",
        "Is an overall grade given every six months?",
        "They pay me something extra every two weeks. Is it in my rating?",
        "Is the SES range 131,239 to 197,300 dollars?",
        "What is the longest time under limited SES appointments, 36 months?",
    ],
)
def test_what_is_said_in_passing_is_not_worked_out(text: str) -> None:
    """A word or a number that means something else beside a calculator's words starts no calculation."""
    assert heard(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Is an SES like a full general?",
        "What is the civilian equivalent of a four-star officer?",
        "SES equivalent to admirals and generals?",
    ],
)
def test_an_officer_is_heard(text: str) -> None:
    """A general with his stars has a place in the Navy tables."""
    asked = heard(text)
    assert asked is not None
    assert asked.inputs["grade"] == "O-10"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is the SES pay range?", 0),
        ("What is the most I can get as a performance award at Level 5?", 0),
        ("What happens if I am rated unsatisfactory this year?", 1),
        ("Does an O-6 stand beside an SES?", 0),
        ("My annual leave balance is 781 hours. How many do I lose?", 1),
        ("Highest performance award on $200,000?", 2),
        ("Rated 4 3 5 4 4: what is my summary score?", 2),
        ("Our new Secretary was appointed on 2 March 2026. When does the moratorium end?", 2),
        ("My balance of annual leave is 750 hours. What was forfeited of it in 1990?", 0),
    ],
)
def test_what_a_calculation_is_given_is_weighed(text: str, expected: int) -> None:
    """Nothing told, or nothing of that day, weighs nothing; a small number little; a sum, a day or a list enough."""
    asked = heard(text)
    assert asked is not None
    assert substance(asked) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Our agency is certified. How much of my pay gets pushed into January under the aggregate limit?",
        "Please calculate what is deferred to next year over the limit on total pay.",
    ],
)
def test_what_is_carried_over_needs_the_payments(text: str) -> None:
    """How many dollars are carried over cannot be told without the payments; what happens to them can."""
    asked = heard(text)
    assert asked is not None
    assert asked.wanting == ("other_payments",)
    told = heard("What is the aggregate limit on pay in 2026?")
    assert told is not None
    assert told.wanting == ()


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("Relocation incentive for an executive whose base is 168,000?", {"basic_pay": 168_000}),
        ("smallest performance award I can give a career executive on 190k?", {"basic_pay": 190_000}),
        (
            "certified agency, basic pay paid over the year 228,000, awards and incentives due before 31 dec total"
            " 75,000: how much can go out under the aggregate limit?",
            {"basic_pay_paid": 228_000, "other_payments": 75_000},
        ),
    ],
)
def test_pay_is_heard_beside_other_words(text: str, inputs: dict[str, int]) -> None:
    """A relative "whose" asks for no name, "on 190k" is pay, and a day without a year is in no amount's way."""
    asked = heard(text)
    assert asked is not None
    assert {name: asked.inputs.get(name) for name in inputs} == inputs


@pytest.mark.parametrize("text", ["and the biggest", "the minimum?", "and what is the highest award?"])
def test_an_end_asked_for_works_it_out_again(text: str) -> None:
    """A follow-up that names an end of what was worked out is about the same figures."""
    found = worked_out("Smallest performance award on basic pay of $190,000?", text)
    assert found.value["maximum"] == 38_000


# Years set beside each other, and a salary that somebody wants.


@pytest.mark.parametrize(
    "text",
    [
        "2025 pay vs 2026 pay",
        "SES maximum 2025 vs 2026",
        "difference between the 2025 and 2026 pay range",
        "What did the maximum do from 2025 to 2026?",
    ],
)
def test_two_years_of_pay_are_set_beside_each_other(text: str) -> None:
    """A brief comparison of two years gives the range of both."""
    asked = heard(text)
    assert asked is not None
    assert asked.name in ("pay_range", "history")


@pytest.mark.parametrize(
    ("text", "salary"),
    [
        ("Our appraisal system isn't certified. The selectee wants 212,000 this year. Does that fit?", 212_000),
        ("My candidate is asking for $225k and we are certified, is it possible?", 225_000),
        ("We have no certification; she hopes for 205,000. Doable?", 205_000),
    ],
)
def test_what_somebody_wants_to_be_paid_is_a_salary(text: str, salary: int) -> None:
    """A salary that is wanted is judged by the range of the agency."""
    asked = heard(text)
    assert asked is not None
    assert (asked.name, asked.inputs["salary"]) == ("salary_position", Decimal(salary))


@pytest.mark.parametrize("text", ["What is the difference between a career and a noncareer appointee?", "SES vs GS"])
def test_other_comparisons_stay_text(text: str) -> None:
    """What is compared without years of pay is nothing to work out."""
    assert heard(text) is None


# What is told in one turn and asked in the next.


@pytest.mark.parametrize(
    "turns",
    [
        ("My leave balance is 800 hours.", "how much will I forfeit if I use 40?"),
        ("My leave balance is 800.", "how much will I forfeit if I use 40?"),
        ("My balance is 800 hours and I will use 40.", "what will I lose?"),
        ("I have a balance of 800 hours.", "How much leave will I forfeit if I use 40?"),
        ("My balance is 800 hours and I will use 100.", "what will I lose?", "and if I use 40?"),
    ],
)
def test_a_balance_told_before_is_the_one_asked_about(turns: tuple[str, ...]) -> None:
    """A turn that only tells figures belongs to the question after it: no balance of nought is supposed."""
    asked = heard(*turns)
    assert asked is not None
    assert (asked.name, asked.inputs["balance"], asked.inputs["hours_used"]) == ("annual_leave", 800, 40)


# Amounts that stand the other way round, and lists without a word between them.


@pytest.mark.parametrize(
    ("text", "award", "basic_pay"),
    [
        ("bonus of $50,000 on salary 220,000 ok?", 50_000, 220_000),
        ("award of 30,000 on 200,000", 30_000, 200_000),
        ("is a $45k bonus on 210k legal", 45_000, 210_000),
        ("salary 220,000, bonus of $50,000, ok?", 50_000, 220_000),
    ],
)
def test_an_award_is_not_taken_for_the_pay(text: str, award: int, basic_pay: int) -> None:
    """Whichever is said first, the award is what is called so, and pay what it is on."""
    asked = heard(text)
    assert asked is not None
    assert (asked.inputs["award"], asked.inputs["basic_pay"]) == (award, basic_pay)


@pytest.mark.parametrize(
    "text",
    [
        "old system: 4 5 3 4 4 weights 10 10 10 10 60",
        "4 5 3 4 4 with weights 10 10 10 10 60 in the old system",
        "legacy score: 4/5/3/4/4, 10/10/10/10/60",
        "score in the 2012 system: 4 5 3 4 4 10 10 10 10 60",
    ],
)
def test_five_ratings_stand_before_five_weights(text: str) -> None:
    """Two lists of five are ratings and weights, whether a word, a comma or nothing parts them."""
    asked = heard(text)
    assert asked is not None
    assert (asked.inputs["ratings"], asked.inputs["weights"]) == (numbers("4 5 3 4 4"), numbers("10 10 10 10 60"))


def test_a_year_of_pay_is_no_hour_of_it() -> None:
    """An amount that only a year comes to is an annual rate, whatever stands before it."""
    asked = heard("what's my hourly rate at 200,000")
    assert asked is not None
    assert (asked.name, asked.inputs["per"]) == ("pay_conversion", "year")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("is 229,000 allowed in 2026 if certified", "salary_position"),
        ("we have 7 career executives how many 5s can we give", "rating_cap"),
        ("I have 760 hours on Dec 31. what carries over?", "annual_leave"),
        ("min SES pay since 2004", "history"),
    ],
)
def test_terse_questions_are_worked_out(text: str, name: str) -> None:
    """A question typed in a hurry is worked out like one in full sentences."""
    asked = heard(text)
    assert asked is not None
    assert asked.name == name


def test_a_rating_before_a_comma_is_heard() -> None:
    """A rating told in a row of facts decides on the award: nobody rated 2 may have one."""
    found = worked_out("i was rated 2, salary 180k, bonus?")
    assert found.value["allowed"] == "no"


@pytest.mark.parametrize(
    ("text", "name", "inputs"),
    [
        (
            "leave balance 700, 10 pay periods left, 60 hours to use",
            "annual_leave",
            {"balance": 700, "hours_used": 60, "pay_periods": 10},
        ),
        (
            "if I carry 720 hours and use none how many are forfeited",
            "annual_leave",
            {"balance": 720, "hours_used": 0},
        ),
        ("retire with 600 hours salary 228,000", "leave_payout", {"hours": 600, "basic_pay": 228_000}),
        ("how much is an hour of leave worth in 2024 at 200k", "leave_payout", {"hours": 1, "basic_pay": 200_000}),
        ("salary 215k, a day of unused annual leave paid out is?", "leave_payout", {"hours": 8, "basic_pay": 215_000}),
        (
            "salary 210,000 paid + award 40,000 + retention 30,000 uncertified",
            "aggregate_limit",
            {"basic_pay_paid": 210_000, "other_payments": 70_000, "certified": "no"},
        ),
        ("which SES is an O-8 equal to", "military_equivalence", {"grade": "O-8"}),
        ("difference between EX-II and EX-III in 2026", "executive_schedule", {"levels": ("II", "III")}),
        (
            "Faithful 5, efficiency 4, merit 4, accountability 3, goals 5; weights 30 15 15 20 20",
            "appraisal_2026",
            {"weights": numbers("30 15 15 20 20")},
        ),
    ],
)
def test_facts_in_a_row_each_find_their_input(text: str, name: str, inputs: dict[str, Any]) -> None:
    """Facts that are only put down one after the other are each taken for what they are."""
    asked = heard(text)
    assert asked is not None
    assert asked.name == name
    assert {key: asked.inputs[key] for key in inputs} == inputs


def test_letters_of_an_element_are_no_short_form() -> None:
    """BC beside a number is an element, not "because", and a 4 is no "for"."""
    told = "lc 4 lp 4 ba 4 bc 4 rd 4 weights 20 each"
    assert written_out(told) == told
    assert "400 points" in worked_out(told).sentence


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("I won Distinguished in 2022, am I eligible in 2026?", 2022),
        ("2023 distinguished recipient with salary 210000, next one when", 2023),
        ("He was named Meritorious in FY2024. When again?", 2024),
        ("What is a Distinguished rank worth on $205,000 in 2025?", None),
        ("Pay of 190,000: what would a meritorious rank bring in 2024?", None),
    ],
)
def test_the_year_of_a_rank_is_one_in_which_somebody_had_it(text: str, year: int | None) -> None:
    """A year of which only the worth is asked bars nobody from the rank."""
    asked = heard(text)
    assert asked is not None
    assert asked.name == "rank_award"
    assert asked.inputs.get("last_fiscal_year") == year


@pytest.mark.parametrize(
    "holder", ["one agency", "one big agency", "1 department", "one supervisor", "a single bureau"]
)
@pytest.mark.parametrize(
    "text", ["How many limited appointees in {}?", "How many career executives may {} rate at level 5?"]
)
def test_one_holder_is_no_count_of_executives(text: str, holder: str) -> None:
    """Who has the executives is told in words; how many there are is not told with it."""
    asked = heard(text.format(holder))
    assert asked is None or not asked.inputs.keys() & {"positions", "executives"}


@pytest.mark.parametrize(
    ("text", "name", "inputs"),
    [
        (
            "In 2024, not certified, I was paid $204,000 and awarded $50,000; how much moves to January 2025?",
            "aggregate_limit",
            {"basic_pay_paid": 204_000, "other_payments": 50_000, "certified": "no"},
        ),
        ("What's the hourly rate for an annual basic rate of $228,000?", "pay_conversion", {"amount": 228_000}),
        ("Certified agency: may we pay a career executive $225,000?", "salary_position", {"salary": 225_000}),
        (
            "New agency head since 14 September 2026, 30 days on detail: moratorium until when?",
            "moratorium",
            {"start": date(2026, 9, 14), "detail_days": 30},
        ),
    ],
)
def test_what_is_told_in_other_words_is_an_input(text: str, name: str, inputs: dict[str, Any]) -> None:
    """What was awarded, an annual rate and a salary that may be paid are each taken for what they are."""
    asked = heard(text)
    assert asked is not None
    assert asked.name == name
    assert {key: asked.inputs[key] for key in inputs} == inputs


def test_the_year_into_which_something_is_carried_is_not_the_one_asked_about() -> None:
    """What moves to January 2025 is worked out for 2024."""
    asked = heard(
        "In 2024 I was paid $204,000 and an award of $50,000, certified: how much is deferred to January 2025?"
    )
    assert asked is not None
    assert asked.on == date(2024, 12, 31)


def test_one_year_is_no_history() -> None:
    """Limits of a single year are a range, whatever they are wanted for."""
    asked = heard("For a pay history: SES minimum and maximum in 2009?")
    assert asked is None or asked.name != "history"


@pytest.mark.parametrize("count", ["all five ", "all 5 ", "the five "])
def test_the_number_of_elements_is_no_weight(count: str) -> None:
    """All five elements at 20 percent weigh 20 each, which is too little for the first one."""
    with pytest.raises(InvalidInputError, match="at least 25"):
        heard(f"FY2026 plan: can I weigh {count}critical elements 20 percent each?")


@pytest.mark.parametrize(
    "text",
    [
        "When may I be rated again if the new administration started on 20 January 2025?",
        "How soon after the inauguration of 20 January 2025 may they appraise me?",
    ],
)
def test_the_bar_on_ratings_is_not_the_one_on_moves(text: str) -> None:
    """A rating after a new administration is another rule than a move after a new head."""
    assert heard(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "How much notice do I get when it is in the same metro area, and how much when it is far away?",
        "What notice do I get when they cut my pay?",
    ],
)
def test_when_that_sets_a_condition_asks_for_no_day(text: str) -> None:
    """How long a notice is in some case is told by text: no date is asked for."""
    assert heard(text) is None


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ("I was rated unacceptable", 1),
        ("I was not rated fully successful", 2),
        ("rated less than fully successful", 2),
        ("I was rated fully successful", 3),
        ("rated exceeds fully successful", 4),
    ],
)
def test_a_rating_that_bars_an_award_is_heard(told: str, level: int) -> None:
    """Every name of a level counts, and so does what a rating was not."""
    asked = heard(f"My salary is $200,000 and {told}. How big may my performance award be?")
    assert asked is not None
    assert asked.inputs["rating"] == level
