"""Dated legal quantities and the strictness with which they are read."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from assistant.errors import ParameterError
from assistant.rules.parameters import ValueStatus, names, parameter, read_parameter

GOOD = """\
description: A quantity
unit: USD/year
reference:
  authority: "5 U.S.C."
  locator: section 5382(a)
values:
  - from: 2020-01-05
    value: 100
    status: enacted
    reference: table of 2020
  - from: 2021-01-03
    value: "100.50"
    status: derived
    from_status: derived
    reference: table of 2021
"""


def read(tmp_path: Path, text: str) -> object:
    """Write ``text`` as a parameter file and read it."""
    file = tmp_path / "quantity.yaml"
    file.write_text(text, encoding="utf-8")
    return read_parameter("quantity", file)


def changes() -> list[tuple[str, int]]:
    """Return every change of every shipped parameter."""
    return [(name, place) for name in names() for place in range(1, len(parameter(name).values))]


def test_there_are_parameters() -> None:
    """The quantities of the pay range are all shipped."""
    assert {f"executive_schedule_{level}" for level in range(1, 6)} <= set(names())
    assert {"gs15_step1", "ses_minimum", "ses_minimum_percent", "vice_president"} <= set(names())


@pytest.mark.parametrize("name", names())
def test_every_parameter_file_is_complete(name: str) -> None:
    """Each file has description, unit and legal reference; each value a status, a source and an exact amount."""
    found = parameter(name)
    assert found.name == name
    assert found.description.strip()
    assert found.unit.strip()
    assert found.reference.authority.strip()
    assert found.reference.locator.strip()
    assert found.reference.url is None or found.reference.url.startswith("https://")
    assert found.values
    for value in found.values:
        assert type(value.amount) is Decimal
        assert value.amount >= 0
        assert value.status in get_args(ValueStatus)
        assert value.start_status in get_args(ValueStatus)
        assert value.reference.strip()


def test_values_stand_in_the_order_of_their_days() -> None:
    """No two values start on the same day and none stands before an earlier one."""
    starts = {name: [value.start for value in parameter(name).values] for name in names()}
    assert starts == {name: sorted(set(days)) for name, days in starts.items()}


@pytest.mark.parametrize("name", names())
def test_a_day_before_the_table_is_refused(name: str) -> None:
    """Asked for the day before its first, a parameter names that day instead of giving a value."""
    found = parameter(name)
    first = found.values[0].start
    assert found.on(first) == found.values[0]
    with pytest.raises(ParameterError, match=str(first - timedelta(days=1))):
        found.on(first - timedelta(days=1))


def test_a_change_holds_from_its_day_on() -> None:
    """The day before a change has the old value, the day itself the new one."""
    assert len(changes()) > 100
    for name, place in changes():
        old, new = parameter(name).values[place - 1 : place + 1]
        assert parameter(name).on(new.start - timedelta(days=1)) == old, (name, new.start)
        assert parameter(name).on(new.start) == new, (name, new.start)
        assert parameter(name).before(new) == old, (name, new.start)


def test_the_last_value_holds_on() -> None:
    """After the last change its value holds, and the first has none before it."""
    for name in names():
        found = parameter(name)
        assert found.on(date(2999, 1, 1)) == found.values[-1], name
        assert found.before(found.values[0]) is None, name


def test_a_good_file_is_read_exactly(tmp_path: Path) -> None:
    """Whole and quoted decimal amounts come out exact, with the status of value and day."""
    found = read(tmp_path, GOOD)
    values = found.values  # type: ignore[attr-defined]
    assert [value.amount for value in values] == [Decimal(100), Decimal("100.50")]
    assert [value.status for value in values] == ["enacted", "derived"]
    assert [value.start_status for value in values] == ["enacted", "derived"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("unit: USD/year", "unit: USD/year\nnote: x", "unknown key note"),
        ("    status: enacted\n", "    status: enacted\n    source: x\n", "unknown key source"),
        ("description: A quantity\n", "", "missing key description"),
        ("unit: USD/year\n", "", "missing key unit"),
        ("    reference: table of 2020\n", "", "missing key reference"),
        ("    status: enacted\n", "", "missing key status"),
        ("  - from: 2020-01-05\n    value: 100", "  - value: 100", "missing key from"),
        ("    value: 100\n", "", "missing key value"),
        ("reference: table of 2020", 'reference: "  "', "reference"),
        ("status: enacted", "status: certain", "unknown status 'certain'"),
        ("from_status: derived", "from_status: guessed", "unknown status 'guessed'"),
        ("from: 2020-01-05", "from: 2022-01-02", "order"),
        ("from: 2021-01-03", "from: 2020-01-05", "same day"),
        ("value: 100\n", "value: 100.5\n", "decimal"),
        ("from: 2020-01-05", "from: soon", "date"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, old: str, new: str, told: str) -> None:
    """An unknown or missing key, an odd status, dates out of order or a float are refused, naming file and fault."""
    assert GOOD.count(old) >= 1
    with pytest.raises(ParameterError) as refusal:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert "quantity.yaml" in str(refusal.value)
    assert told in str(refusal.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('reference:\n  authority: "5 U.S.C."\n  locator: section 5382(a)\n', ""),
        ('  authority: "5 U.S.C."\n', ""),
        ("  locator: section 5382(a)\n", ""),
        ("reference: table of 2020", "reference:"),
        ("value: 100\n", "value: about 100\n"),
        ("value: 100\n", "value: true\n"),
    ],
)
def test_a_missing_reference_or_amount_is_refused_by_name(tmp_path: Path, old: str, new: str) -> None:
    """No reference, half a reference, an empty one, or an amount that is no number is refused, naming the file."""
    assert GOOD.count(old) >= 1
    with pytest.raises(ParameterError, match=r"quantity\.yaml"):
        read(tmp_path, GOOD.replace(old, new, 1))


@pytest.mark.parametrize("text", ["", "- a list\n", "just words\n"])
def test_a_file_that_is_no_mapping_is_refused_by_name(tmp_path: Path, text: str) -> None:
    """A file of another shape is refused, naming the file."""
    with pytest.raises(ParameterError, match=r"quantity\.yaml"):
        read(tmp_path, text)


def test_broken_yaml_is_refused_by_name(tmp_path: Path) -> None:
    """A file that is no YAML is refused like any other fault, naming the file."""
    with pytest.raises(ParameterError, match=r"quantity\.yaml"):
        read(tmp_path, "description: [unclosed\n")


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    """A parameter without any value is refused, naming the file."""
    with pytest.raises(ParameterError, match=r"quantity\.yaml"):
        read(tmp_path, GOOD.split("values:")[0] + "values: []\n")


def test_an_unknown_parameter_is_named() -> None:
    """Asking for a quantity that is not shipped says which one."""
    with pytest.raises(ParameterError, match="no_such_quantity"):
        parameter("no_such_quantity")
