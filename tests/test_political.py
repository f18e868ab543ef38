"""The Vice President's official salary, and the frozen payable rates of political officials."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.rules.aggregate import aggregate_limit
from assistant.rules.fields import Calculator
from assistant.rules.pay import pay_range
from assistant.rules.political import FROZEN_RATES, VICE_PRESIDENT, frozen_rates, vice_president
from assistant.rules.tables import NotInForceError
from tests.facts import needs_facts, rows

COLUMNS = {"VP": "vice_president"} | {f"EX_{level}": f"level_{level}" for level in ("I", "II", "III", "IV", "V")}


@needs_facts
def test_every_published_frozen_rate_comes_out() -> None:
    """Both periods of the published table are met in each of their years."""
    first, second = rows("frozen_political_rates.csv")
    for year in range(2014, 2027):
        row = first if year < 2019 else second
        assert frozen_rates(date(year, 7, 1)).value == {key: Decimal(row[column]) for column, key in COLUMNS.items()}


@pytest.mark.parametrize("year", [row["year"] for row in rows("pay.csv")])
def test_every_published_salary_of_the_vice_president_comes_out(year: str) -> None:
    """Each year's official salary and its first day are those published."""
    row = next(row for row in rows("pay.csv") if row["year"] == year)
    found = vice_president(date(int(year), 7, 1))
    assert found.value["official"] == Decimal(row["aggregate_cap_certified_VP_official"])
    assert found.value["effective"] == row["effective_date"]
    assert (any("derived" in notice.text and "A rate" in notice.text for notice in found.notices)) == (
        row["VP_mark"] == "derived"
    )


def test_official_and_payable_stand_side_by_side() -> None:
    """In 2026 both figures are told, each by its name, with references."""
    found = VICE_PRESIDENT.calculate({}, date(2026, 6, 1))
    assert found.value == {"official": 292300, "payable": 235100, "effective": "2026-01-11"}
    assert "official salary is $292,300" in found.sentence
    assert "$235,100 is payable" in found.sentence
    assert [step.value for step in found.steps] == ["$292,300", "$235,100"]
    assert found.references[0].url


@pytest.mark.parametrize(("on", "payable"), [(date(2013, 12, 31), None), (date(2014, 1, 1), 230700)])
def test_before_the_freeze_nothing_but_the_official_salary_is_payable(on: date, payable: int | None) -> None:
    """Until 2013 there is no frozen rate, from 2014 on there is."""
    found = vice_president(on)
    assert found.value.get("payable") == payable
    assert ("freeze" in found.sentence) == (payable is not None)


def test_frozen_rates_begin_with_2014() -> None:
    """The last day of 2013 is refused, naming the first day; the first of 2014 is not."""
    with pytest.raises(NotInForceError, match="1 January 2014"):
        frozen_rates(date(2013, 12, 31))
    assert frozen_rates(date(2014, 1, 1)).value["level_I"] == 199700


@pytest.mark.parametrize("run", [FROZEN_RATES, VICE_PRESIDENT])
def test_a_date_without_a_table_is_refused(run: Calculator) -> None:
    """A day before all tables and a named later year are refused."""
    with pytest.raises(NotInForceError, match="11 January 2004"):
        run.calculate({}, date(2004, 1, 10))
    with pytest.raises(NotInForceError, match="2031"):
        run.calculate({}, date(2031, 6, 1), year_named=True)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 1, 30), False),
        (date(2026, 1, 31), True),
        (date(2026, 11, 21), True),
        (date(2028, 1, 1), True),
    ],
)
def test_after_what_was_seen_of_the_freeze_one_is_told_so(on: date, said: bool) -> None:
    """Until 30 January 2026 the freeze was seen; from the day after a notice says that it was not."""
    for found in (frozen_rates(on), vice_president(on)):
        assert any("30 January 2026" in notice.text for notice in found.notices) is said
    assert frozen_rates(on).value["vice_president"] == 235100


@pytest.mark.parametrize(("year", "said"), [(2018, True), (2019, False)])
def test_the_derived_rate_says_so(year: int, said: bool) -> None:
    """The Vice President's payable rate of 2014 to 2018 is derived, that of 2019 was seen."""
    assert any("derived" in notice.text for notice in frozen_rates(date(year, 7, 1)).notices) is said


def test_frozen_rates_say_that_they_set_no_limit() -> None:
    """The sentence names them as frozen, says that SES limits follow the official ones, and whom the freeze covers."""
    sentence = frozen_rates(date(2026, 6, 1)).sentence
    for words in ("frozen", "Since 2019", "official rates, not these", "noncareer", "no career members", "$158,500"):
        assert words in sentence
    assert "From 2014 to 2018" in frozen_rates(date(2015, 6, 1)).sentence


@pytest.mark.parametrize("year", range(2015, 2027))
def test_no_limit_is_ever_a_frozen_rate(year: int) -> None:
    """From 2015 on neither the pay range nor the aggregate limit uses any of the year's frozen rates."""
    on = date(year, 7, 1)
    frozen = set(frozen_rates(on).value.values())
    assert not frozen & set(pay_range(on).value.values())
    assert not frozen & set(aggregate_limit(on).value.values())
