"""Dates in a question."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dates import Dated, ImpossibleDateError, by_year, day_spans, read_dates, swap_year
from assistant.years import each_told, with_years

ON = date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        "2019-03-01",
        "1 March 2019",
        "1st March 2019",
        "1st of March 2019",
        "1 Mar 2019",
        "1 mar. 2019",
        "March 1, 2019",
        "March 1 2019",
        "March 1st, 2019",
        "Mar. 1, 2019",
        "MARCH 1, 2019",
        "3/1/2019",
        "03/01/2019",
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(text: str) -> None:
    """ISO, British, American and slashed days all give the same day, slashes month first."""
    assert read_dates(f"What was the maximum on {text}, please?", ON) == Dated(date(2019, 3, 1), (2019,))


@pytest.mark.parametrize(
    "text",
    [
        "Sept. 30, 2025",
        "30 Sept 2025",
        "Sep 30, 2025",
        "September 30, 2025",
        "Sep. 30, 2025",
    ],
)
def test_september_has_two_abbreviations(text: str) -> None:
    """Sep and Sept both mean September, the month in which the older ECQs ended."""
    assert read_dates(f"Which ECQs held on {text}?", ON) == Dated(date(2025, 9, 30), (2025,))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("March 2019", date(2019, 3, 31)),
        ("February 2024", date(2024, 2, 29)),
        ("february 2023", date(2023, 2, 28)),
        ("Dec 2025", date(2025, 12, 31)),
        ("May of 2020", date(2020, 5, 31)),
    ],
)
def test_a_month_alone_means_its_last_day(text: str, last: date) -> None:
    """A month with a year but without a day gives the last day of that month."""
    assert read_dates(f"What held in {text}?", ON) == Dated(last, (last.year,))


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_name_is_known(month: int) -> None:
    """Each month is read by its full name and by its first three letters."""
    for name in (f"{date(2000, month, 1):%B}", f"{date(2000, month, 1):%b}"):
        assert read_dates(f"on 1 {name} 2019", ON).on == date(2019, month, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What was the range in 2022?", Dated(date(2022, 12, 31), (2022,))),
        ("2022 SES pay", Dated(date(2022, 12, 31), (2022,))),
        ("In 2022, what was the range?", Dated(date(2022, 12, 31), (2022,))),
        ("the range in 2026", Dated(ON, (2026,))),
        ("from 2019 to 2022", Dated(date(2019, 12, 31), (2019, 2022))),
        ("2022 or 2022", Dated(date(2022, 12, 31), (2022,))),
        ("will it rise in 2027?", Dated(date(2027, 12, 31), (2027,))),
    ],
)
def test_a_bare_year_means_its_last_day_but_the_year_of_on_means_on(text: str, expected: Dated) -> None:
    """A year gives its last day and is remembered; the year in which one asks gives the day on which one asks."""
    assert read_dates(text, ON) == expected


@pytest.mark.parametrize(
    "text", ["FY23", "FY 23", "FY2023", "fy 2023", "FY-23", "FY'23", "fiscal year 2023", "fiscal 2023"]
)
def test_a_fiscal_year_ends_in_september(text: str) -> None:
    """A fiscal year in any spelling gives the thirtieth of September of its year."""
    assert read_dates(f"bonus pool for {text}", ON) == Dated(date(2023, 9, 30), (2023,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("last year", Dated(date(2025, 12, 31), (2025,))),
        ("Last year's", Dated(date(2025, 12, 31), (2025,))),
        ("the previous year", Dated(date(2025, 12, 31), (2025,))),
        ("at last yearly review", Dated(ON)),
        ("this year", Dated(ON, (2026,))),
        ("the current year", Dated(ON, (2026,))),
        ("next year's", Dated(date(2027, 12, 31), (2027,))),
    ],
)
def test_relative_years_count_from_on(text: str, expected: Dated) -> None:
    """Last, this and next year are counted from the day on which the law is wanted."""
    assert read_dates(f"What was the range {text}?", ON) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Is $198,000 within the range?",
        "Is $2,022 a lot?",
        "Is $2022 a lot?",
        "a salary of 198,000",
        "2,000 hours a year",
        "a raise of 2000.50 dollars",
        "section 5382(a)",
        "5 CFR 534.403",
        "the 120 percent rule",
        "GS-15",
        "form 12022 or 20221",
        "What is the range?",
        "",
    ],
)
def test_amounts_and_sections_are_no_years(text: str) -> None:
    """Salaries, hours, sections and longer numbers name no year, so the day stays the one asked for."""
    assert read_dates(text, ON) == Dated(ON)


@pytest.mark.parametrize(
    "text",
    [
        "Why is the hourly rate the annual rate divided by 2087?",
        "a work year of 2080 hours",
    ],
)
def test_payroll_divisors_are_no_years(text: str) -> None:
    """The 2087 and 2080 hours of the pay rules are hours, not years."""
    assert read_dates(text, ON) == Dated(ON)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("on 30 February 2026", "30 February 2026"),
        ("on February 30, 2026", "February 30, 2026"),
        ("on 2026-02-30", "2026-02-30"),
        ("on 02/30/2026", "02/30/2026"),
        ("on 29 February 2025", "29 February 2025"),
        ("on 31 April 2026", "31 April 2026"),
        ("on 13/01/2026", "13/01/2026"),
        ("on 2026-13-01", "2026-13-01"),
        ("on 0 March 2026", "0 March 2026"),
        ("before 1 January 0001", "the one before 0001-01-01"),
    ],
)
def test_an_impossible_day_is_refused_by_name(text: str, named: str) -> None:
    """A day that no calendar has is refused, in the words in which it was given."""
    with pytest.raises(ImpossibleDateError) as refusal:
        read_dates(text, ON)
    assert str(refusal.value) == named


def test_a_year_beyond_the_calendar_is_refused() -> None:
    """Last year on the first day there is, and tomorrow on the last, are no dates."""
    with pytest.raises(ImpossibleDateError):
        read_dates("What was it last year?", date.min)
    with pytest.raises(ImpossibleDateError):
        day_spans("tomorrow", date.max)


@pytest.mark.parametrize(
    ("text", "year"), [("pay in 2051?", 2051), ("the minimum for 1949", 1949), ("since 2050", 2050)]
)
def test_a_year_far_off_is_one_where_a_word_says_so(text: str, year: int) -> None:
    """A question on 2051 is not answered with the table of today; 2,087 stays a number of hours."""
    assert read_dates(text, ON).years == (year,)
    assert read_dates("divided by 2087", ON).years == ()


@pytest.mark.parametrize("text", ["the limit for 1200 executives", "for 2050 people", "how many for 1999 members"])
def test_a_number_of_people_is_no_year(text: str) -> None:
    """What is asked for so many people is asked of today."""
    assert read_dates(text, ON) == Dated(ON)


def test_a_leap_day_is_possible() -> None:
    """The twenty-ninth of February of a leap year is a day."""
    assert read_dates("on 29 February 2024", ON).on == date(2024, 2, 29)


def test_a_full_day_wins_over_a_bare_year() -> None:
    """Where a day is given, another year in the words does not move it."""
    assert read_dates("the 2022 table on 1 March 2019", ON).on == date(2019, 3, 1)


@settings(max_examples=60, deadline=None)
@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_from_every_notation(day: date) -> None:
    """Any day between 1950 and 2099 comes back from each way of writing it."""
    name = f"{day:%B}"
    for text in (
        day.isoformat(),
        f"{day.day} {name} {day.year}",
        f"{name} {day.day}, {day.year}",
        f"{day.month}/{day.day}/{day.year}",
    ):
        assert read_dates(f"What held on {text}?", ON) == Dated(day, (day.year,))


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=10_000, max_value=999_999))
def test_no_salary_is_ever_a_year(amount: int) -> None:
    """No amount of five or six figures, with or without dollar sign and comma, names a year."""
    for text in (f"${amount:,}", f"${amount}", f"{amount:,}", str(amount)):
        assert read_dates(f"Is {text} allowed?", ON) == Dated(ON)


def test_next_year_is_another_day_only_of_what_will_be() -> None:
    """What will be next year asks for another day's law; what is carried into next year does not."""
    assert read_dates("What will the range be next year?", ON) == Dated(date(2027, 12, 31), (2027,))
    assert read_dates("How much leave can I carry into next year?", ON) == Dated(ON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the cap in 2019 and what is it now?", Dated(date(2019, 12, 31), (2019, 2026))),
        ("the cap in 2019 compared to today", Dated(date(2019, 12, 31), (2019, 2026))),
        ("In 2019 I wrote essays. What do I hand in now?", Dated(ON)),
        ("What was it in 2019? And what is it now?", Dated(date(2019, 12, 31), (2019, 2026))),
        ("How did it look in 2019, and how does it look today?", Dated(date(2019, 12, 31), (2019, 2026))),
        ("In 2012 there were five elements. What are they now?", Dated(ON)),
        ("ok now what about 2019?", Dated(date(2019, 12, 31), (2019,))),
        ("What is it now?", Dated(ON)),
        ("Did it rise this January?", Dated(ON, (2026,))),
        ("Did it rise this May?", Dated(ON, (2026,))),
        ("Is it true that this may end?", Dated(ON)),
    ],
)
def test_now_beside_a_year_asks_for_both(text: str, expected: Dated) -> None:
    """Then and now are two days; "now" in a question behind a statement on the past means today alone."""
    assert read_dates(text, ON) == expected


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("I was certified in 2018. Does that still count?", ON),
        ("We lost our certification in 2022. What may we pay?", ON),
        ("She was certified in 2019. Which ECQs was she judged by?", date(2019, 12, 31)),
        ("My file is from 2013. Which amounts could be set then?", date(2013, 12, 31)),
        ("Calendar year 2009. What does the cap come to?", date(2009, 12, 31)),
        ("I was certified in 2018. Does it count in 2020?", date(2018, 12, 31)),
        ("I joined two years ago, what is the maximum pay?", ON),
        ("Hi, I retired in 2020, can I come back?", ON),
        ("When I joined in 2022, what is the cap?", date(2022, 12, 31)),
        ("In 2022, what is the most that I can earn?", date(2022, 12, 31)),
        ("I was paid the maximum in 2019, how much was that at the time?", date(2019, 12, 31)),
        ("I need the 2022 figures. What is the minimum?", date(2022, 12, 31)),
        ("I'm looking for the 2022 figures, what is the minimum?", date(2022, 12, 31)),
    ],
)
def test_the_year_of_a_story_is_not_the_one_asked_about(text: str, on: date) -> None:
    """A question in the present behind somebody's story asks for today; one on the past asks for the story's time."""
    assert read_dates(text, ON).on == on


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("the range of twenty seventeen", "the range of 2017"),
        ("in nineteen ninety-eight", "in 1998"),
        ("in twenty twenty four", "in 2024"),
        ("in two thousand and nine", "in 2009"),
        ("for twenty ten hours", "for twenty ten hours"),
        ("two thousand dollars", "two thousand dollars"),
        ("twenty five executives", "twenty five executives"),
    ],
)
def test_a_year_in_words_is_one_in_figures(text: str, figures: str) -> None:
    """A year may be said in words; what counts hours, dollars or people is none."""
    assert with_years(text, (), ON) == figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the set used before October 2025", Dated(date(2025, 9, 30))),
        ("the rule before 15 October 2025", Dated(date(2025, 10, 14))),
        ("what was it before 2025?", Dated(date(2024, 12, 31), (2024,))),
        ("prior to the year 2004", Dated(date(2003, 12, 31), (2003,))),
    ],
)
def test_before_a_day_means_the_day_before(text: str, expected: Dated) -> None:
    """What held before a day, month or year held on its eve."""
    assert read_dates(text, ON) == expected


def test_what_goes_on_since_a_year_is_asked_of_today() -> None:
    """A balance that has stood since a year, or is from before something, is asked about as it stands."""
    assert read_dates("Are hours that I have had since 1993 safe?", ON) == Dated(ON, (1993,))
    assert read_dates("Are hours from before the 1994 ceiling protected?", ON) == Dated(date(1994, 12, 31), (1994,))
    assert read_dates("Is an hour worth 1/2000 of the salary?", ON) == Dated(ON)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Could the rest crowd out next year's award?", ()),
        ("I will need treatment next year. How many days of sick leave do I have by then?", ()),
        ("What is next year's maximum salary?", (2027,)),
        ("What will the SES maximum be next year?", (2027,)),
        ("Will the pay table change next year?", (2027,)),
    ],
)
def test_only_pay_is_asked_of_next_year(text: str, years: tuple[int, ...]) -> None:
    """The pay of a year to come is not known; a rule that will meet somebody next year is that of today."""
    assert read_dates(text, ON).years == years


def test_the_middle_of_a_year_is_that_year() -> None:
    """The year in "mid-2013" counts; the number of a job series does not."""
    assert read_dates("pay in mid-2013", ON).years == (2013,)
    assert read_dates("the GS-2010 series", ON).years == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the limits from 2019 to 2022", Dated(date(2022, 12, 31), (2019, 2020, 2021, 2022))),
        ("the limits of 2019–2021", Dated(date(2021, 12, 31), (2019, 2020, 2021))),
        ("between 2020 and 2022", Dated(date(2022, 12, 31), (2020, 2021, 2022))),
        ("since 2023", Dated(ON, (2023, 2024, 2025, 2026))),
        ("after 2023", Dated(ON, (2024, 2025, 2026))),
        ("from 2024 on", Dated(ON, (2024, 2025, 2026))),
        ("from 2025 to today", Dated(ON, (2025, 2026))),
        ("in 2020 and 2022", Dated(date(2020, 12, 31), (2020, 2022))),
        ("2022 to 2019", Dated(date(2022, 12, 31), (2022, 2019))),
        ("from 2024", Dated(date(2024, 12, 31), (2024,))),
        ("since 1951", Dated(ON, (1951,))),
    ],
)
def test_every_year_of_a_span_is_meant(text: str, expected: Dated) -> None:
    """Each year of a span is asked for, and its last day counts; two years beside each other stay."""
    assert each_told(read_dates(text, ON), text, ON) == expected


def test_a_year_is_swapped_as_a_whole_number() -> None:
    """Another year takes the place of the one named, and not of the same digits within another number."""
    assert swap_year("Pub. L. 120244 in 2024", 2024, 2023) == "Pub. L. 120244 in 2023"
    assert swap_year("the pay of last year", 2025, 2023) == "the pay of in 2023"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SES pay in January 2026", "SES pay in 2026"),
        ("SES pay range on 5 January 2026?", "SES pay range on 2026?"),
        ("Highest salary as of 2025-01-11", "Highest salary as of 2025"),
        ("When did the pay of January 2026 begin?", "When did the pay of January 2026 begin?"),
        ("Did the cycle of FY2026 open on 1 October 2025?", "Did the cycle of FY2026 open on 1 October 2025?"),
    ],
)
def test_a_day_of_which_pay_is_asked_is_searched_for_as_its_year(text: str, expected: str) -> None:
    """The name of a month leads away from the tables; a question on a day keeps its day."""
    assert by_year(text) == expected
