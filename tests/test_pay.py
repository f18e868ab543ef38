"""The SES pay range against the published figures."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.rules.money import money
from assistant.rules.parameters import names, parameter
from assistant.rules.pay import bounds, pay_range
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation

FACTS = Path(__file__).resolve().parents[2] / "shared" / "facts"
FIRST, LAST = date(2004, 1, 11), date(2026, 1, 11)
COLUMNS = {
    "EX_I": "executive_schedule_1",
    "EX_II": "executive_schedule_2",
    "EX_III": "executive_schedule_3",
    "EX_IV": "executive_schedule_4",
    "EX_V": "executive_schedule_5",
    "GS15_step1_base": "gs15_step1",
    "SES_min": "ses_minimum",
    "aggregate_cap_certified_VP_official": "vice_president",
}
MARKS = {"GS15_step1_base": "GS15_step1_mark", "aggregate_cap_certified_VP_official": "VP_mark"}
STATUS = {"verified": "enacted", "derived": "derived", "recalled": "assumption"}
ALWAYS = [
    (date(2004, 6, 1), 87439, 104927, 145600, 158100, "2004-01-11"),
    (date(2016, 6, 1), 102646, 123175, 170400, 185100, "2016-01-10"),
    (date(2020, 6, 1), 109366, 131239, 181500, 197300, "2020-01-05"),
    (date(2022, 6, 1), 112890, 135468, 187300, 203700, "2022-01-02"),
    (date(2026, 6, 1), 126384, 151661, 209600, 228000, "2026-01-11"),
]


@cache
def rows() -> list[dict[str, str]]:
    """Return the published pay table, empty where the fact pack is not here."""
    if not (FACTS / "pay.csv").is_file():
        return []
    with (FACTS / "pay.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells() -> list[tuple[str, str]]:
    """Return year and column of every published figure."""
    return [(row["year"], column) for row in rows() for column in COLUMNS]


def row_of(year: str) -> dict[str, str]:
    """Return the row of a year."""
    return next(row for row in rows() if row["year"] == year)


def mid(year: str) -> date:
    """Return a day on which the table of ``year`` surely holds."""
    return date(int(year), 7, 1)


needs_facts = pytest.mark.skipif(not rows(), reason="the fact pack is not beside this checkout")


@needs_facts
def test_the_fact_pack_covers_every_year_of_the_tables() -> None:
    """One row a year from 2004 to 2026, and a table for each of them."""
    assert [int(row["year"]) for row in rows()] == list(range(2004, 2027))
    assert [value.start.year for value in parameter("gs15_step1").values] == list(range(2004, 2027))


@needs_facts
def test_every_published_figure_is_ours() -> None:
    """Each cell of the published table is the parameter's value that year, with the standing that its mark gives."""
    for year, column in cells():
        row, value = row_of(year), parameter(COLUMNS[column]).on(mid(year))
        assert value.amount == Decimal(row[column]), (year, column)
        assert value.status == STATUS[row[MARKS.get(column, f"{column}_mark")]], (year, column)


@pytest.mark.parametrize("column", COLUMNS)
@needs_facts
def test_every_published_start_is_ours(column: str) -> None:
    """Each table starts on its published day, marked derived where the day was only counted."""
    for row in rows():
        value = parameter(COLUMNS[column]).on(mid(row["year"]))
        assert value.start == date.fromisoformat(row["effective_date"])
        assert value.start_status == ("enacted" if row["effective_date_mark"].startswith("verified") else "derived")


@pytest.mark.parametrize("year", [row["year"] for row in rows()])
def test_every_published_range_is_computed(year: str) -> None:
    """Minimum, both maxima and the effective date come out as published, each year."""
    row, value = row_of(year), pay_range(mid(year)).value
    assert value["minimum"] == Decimal(row["SES_min"])
    assert value["maximum_not_certified"] == Decimal(row["SES_max_not_certified"]) == Decimal(row["EX_III"])
    assert value["maximum_certified"] == Decimal(row["SES_max_certified"]) == Decimal(row["EX_II"])
    assert value["effective"] == row["effective_date"]


@needs_facts
def test_every_test_vector_of_the_fact_pack_holds() -> None:
    """The product, the minimum and the maxima of each published vector come out exactly."""
    vectors: list[dict[str, Any]] = yaml.safe_load((FACTS / "calculators.yaml").read_text(encoding="utf-8"))[
        "pay_range"
    ]["test_vectors"]
    assert len(vectors) >= 6
    for vector in vectors:
        found = bounds(mid(str(vector["year"])))
        assert found.gs15.amount == vector["gs15_step1"]
        assert found.gs15.amount * found.percent.amount / 100 == Decimal(str(vector["product"]))
        assert found.minimum == vector["ses_min"]
        assert found.level_ii.amount == vector.get("max_cert", found.level_ii.amount)
        assert found.level_iii.amount == vector.get("max_not_cert", found.level_iii.amount)


@needs_facts
def test_the_frozen_rates_of_political_officials_are_nowhere() -> None:
    """No parameter of 2014 or later holds a frozen payable rate in the place of the official one."""
    with (FACTS / "frozen_political_rates.csv").open(encoding="utf-8", newline="") as file:
        frozen = list(csv.DictReader(file))
    columns = {"VP": "vice_president"} | {name: COLUMNS[name] for name in COLUMNS if name.startswith("EX_")}
    for row, first in zip(frozen, (2014, 2019), strict=True):
        for column, name in columns.items():
            assert Decimal(row[column]) not in {v.amount for v in parameter(name).values if v.start.year >= first}


@pytest.mark.parametrize(("on", "base", "minimum", "without", "with_", "effective"), ALWAYS)
def test_known_years_come_out(on: date, base: int, minimum: int, without: int, with_: int, effective: str) -> None:
    """Typed-in figures of five years are met, with or without the fact pack."""
    found = bounds(on)
    assert (found.gs15.amount, found.minimum) == (base, minimum)
    assert (found.level_iii.amount, found.level_ii.amount) == (without, with_)
    assert pay_range(on).value["effective"] == effective


@pytest.mark.parametrize("start", [value.start for value in parameter("gs15_step1").values[1:]])
def test_a_table_holds_from_its_day_on(start: date) -> None:
    """On the day before a change the old range runs, on the day itself the new one."""
    before, after = bounds(start - timedelta(days=1)), bounds(start)
    assert after.gs15.start == start
    assert before.gs15.start < start
    assert pay_range(start).value["minimum"] == after.minimum
    assert pay_range(start - timedelta(days=1)).value["minimum"] == before.minimum


def test_the_change_of_2026_is_met_to_the_day() -> None:
    """On 10 January 2026 the range of 2025 runs, on 11 January that of 2026."""
    old, new = pay_range(date(2026, 1, 10)).value, pay_range(date(2026, 1, 11)).value
    assert (old["minimum"], old["maximum_not_certified"], old["maximum_certified"]) == (150160, 207500, 225700)
    assert (new["minimum"], new["maximum_not_certified"], new["maximum_certified"]) == (151661, 209600, 228000)


@pytest.mark.parametrize(
    ("certified", "there", "absent"),
    [
        (True, {"maximum_certified"}, {"maximum_not_certified"}),
        (False, {"maximum_not_certified"}, {"maximum_certified"}),
        (None, {"maximum_certified", "maximum_not_certified"}, set()),
    ],
)
def test_certification_decides_which_maximum_is_given(
    certified: bool | None, there: set[str], absent: set[str]
) -> None:
    """A certified agency gets EX-II, another one EX-III, an unknown one both."""
    found = pay_range(date(2026, 6, 1), certified=certified)
    assert there <= found.value.keys()
    assert not absent & found.value.keys()
    assert found.inputs["certified"] is certified
    working = " ".join(step.label for step in found.steps)
    assert ("EX-II" in working.split()) == ("maximum_certified" in there)
    assert ("EX-III" in working.split()) == ("maximum_not_certified" in there)
    assert ("$228,000" in found.sentence, "$209,600" in found.sentence) == (
        "maximum_certified" in there,
        "maximum_not_certified" in there,
    )


@pytest.mark.parametrize("on", [date(2004, 1, 10), date(2003, 12, 31), date(1999, 12, 31), date.min])
def test_before_the_open_range_there_is_no_table(on: date) -> None:
    """A day before 11 January 2004 is refused, naming the first day of the open range."""
    with pytest.raises(NotInForceError, match="11 January 2004"):
        pay_range(on)


def test_the_first_day_of_the_open_range_has_one() -> None:
    """On 11 January 2004 the first range runs, with no year before it."""
    found = pay_range(FIRST)
    assert found.value["minimum"] == 104927
    assert not any("comparison" in step.label for step in found.steps)


def test_a_named_year_without_a_table_is_refused() -> None:
    """A year that the question names and that has no table is refused, naming both years."""
    with pytest.raises(NotInForceError, match="2027") as refusal:
        pay_range(date(2027, 12, 31), year_named=True)
    assert "2026" in str(refusal.value)


@pytest.mark.parametrize(
    ("on", "outdated"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True), (date(2030, 1, 1), True)]
)
def test_an_undated_question_after_the_last_table_gets_a_notice(on: date, outdated: bool) -> None:
    """After the last table's year its figures still come, with a notice that they are the last known."""
    found = pay_range(on)
    assert found.value["minimum"] == 151661
    assert ("outdated" in {notice.kind for notice in found.notices}) is outdated


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 6, 1), None),
        (date(2022, 6, 1), None),
        (date(2025, 6, 1), "derived"),
        (date(2004, 6, 1), "recalled"),
        (date(2009, 6, 1), "derived"),
    ],
)
def test_a_range_that_rests_on_unseen_cells_says_so(on: date, said: str | None) -> None:
    """A derived or recalled rate is announced; a range seen in full is not."""
    told = [notice.text for notice in pay_range(on).notices if notice.kind == "assumption"]
    assert (any(said in text for text in told)) if said else not told


def test_a_counted_day_says_so() -> None:
    """An effective date that was counted, not seen, is announced."""
    assert any("12 January 2025" in notice.text for notice in pay_range(date(2025, 6, 1)).notices)
    assert not any("11 January 2026" in notice.text for notice in pay_range(date(2026, 6, 1)).notices)


def figures(found: Calculation) -> set[str]:
    """Return every amount of a calculation, as they are written."""
    return {money(value) for value in found.value.values() if isinstance(value, Decimal)}


@settings(max_examples=40, deadline=None)
@given(st.dates(min_value=FIRST, max_value=date(2028, 12, 31)), st.sampled_from([True, False, None]))
def test_sentence_and_value_say_the_same(on: date, certified: bool | None) -> None:
    """On any day the sentence holds each figure of the range and its effective date, and no other amount."""
    found = pay_range(on, certified=certified)
    effective = date.fromisoformat(str(found.value["effective"]))
    assert set(re.findall(r"\$[\d,]+", found.sentence)) == figures(found)
    assert f"{effective.day} {effective:%B %Y}" in found.sentence
    assert effective <= on


@settings(max_examples=40, deadline=None)
@given(st.dates(min_value=FIRST, max_value=date(2028, 12, 31)), st.sampled_from([True, False, None]))
def test_no_float_reaches_a_value(on: date, certified: bool | None) -> None:
    """On any day every amount is an exact whole decimal, the maximum with certification above the one without."""
    for value in pay_range(on, certified=certified).value.values():
        assert type(value) in (Decimal, str)
        assert not isinstance(value, Decimal) or value == value.to_integral_value()
    found = bounds(on)
    assert found.minimum < found.level_iii.amount < found.level_ii.amount


@pytest.mark.parametrize("name", names())
def test_no_float_reaches_a_parameter(name: str) -> None:
    """Amounts of the tables are exact decimals."""
    assert {type(value.amount) for value in parameter(name).values} == {Decimal}


def test_every_step_ends_in_a_figure_of_the_range() -> None:
    """The working shows the base rate and then each bound, with the law beside it."""
    found = pay_range(date(2026, 6, 1))
    assert [step.value for step in found.steps[:4]] == ["$126,384", "$151,661", "$228,000", "$209,600"]
    assert "151,660.8" in found.steps[1].expression
    assert {(ref.authority, ref.locator.split("(")[0]) for ref in found.references} == {
        ("5 U.S.C.", "section 5382"),
        ("5 U.S.C.", "section 5376"),
        ("5 CFR", "section 534.403"),
    }


def test_the_computed_minimum_is_the_posted_one() -> None:
    """The minimum worked out each year is the one that was posted or derived for that year."""
    for value in parameter("ses_minimum").values:
        assert bounds(value.start).minimum == value.amount


@pytest.mark.parametrize(
    ("amount", "written"), [("209600", "$209,600"), ("0", "$0"), ("1234.5", "$1,234.50"), ("90.00", "$90")]
)
def test_money_is_written_with_cents_only_where_there_are_any(amount: str, written: str) -> None:
    """Dollars are grouped by thousands; cents appear only when they are not nought."""
    assert money(Decimal(amount)) == written


def test_a_day_before_the_years_table_begins_has_no_unknown_table() -> None:
    """In the first days of a year the table of the year before holds, and that of the year is known."""
    texts = [notice.text for notice in pay_range(date(2026, 1, 5)).notices]
    assert not any("No table for 2026" in text for text in texts)
    assert any("No table for 2027" in notice.text for notice in pay_range(date(2027, 1, 5)).notices)
