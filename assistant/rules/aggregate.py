"""The aggregate limit on pay of a calendar year: 5 U.S.C. 5307(a), (d); 5 CFR 530.201-204."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.links import link
from assistant.rules.fields import CERTIFIED, Calculator
from assistant.rules.money import money
from assistant.rules.parameters import Value, parameter
from assistant.rules.tables import table_notices, value_on
from assistant.types import Calculation, Reference, Step

REFERENCES = (
    Reference("5 U.S.C.", "section 5307(a), (d)(1)", link("usc/5", "section 5307")),
    Reference("3 U.S.C.", "section 104", link("usc/3", "section 104")),
    Reference("5 CFR", "section 530.201", link("cfr/5", "section 530.201")),
)


def aggregate_limit(on: date, *, certified: bool | None = None, year_named: bool = False) -> Calculation:
    """Return the limit of the calendar year of ``on``: the rates in force on its last day.

    With a certified appraisal system it is the Vice President's official salary, else EX-I; both when ``certified`` is
    not known. Raise ``NotInForceError`` for a date without a table, as ``pay_range`` does.
    """
    value_on(parameter("vice_president"), on, year_named=year_named)
    last_day = date(on.year, 12, 31)
    vice, ex_i = (parameter(name).on(last_day) for name in ("vice_president", "executive_schedule_1"))
    parts: list[tuple[str, str, Value]] = []
    if certified is not False:
        parts.append(("certified", "with a certified appraisal system (the Vice President's official salary)", vice))
    if certified is not True:
        parts.append(("not_certified", "without a certified appraisal system (EX-I)", ex_i))
    told = " and ".join(f"{money(rate.amount)} {words}" for _, words, rate in parts)
    value: dict[str, Decimal | str | None] = {f"limit_{name}": rate.amount for name, _, rate in parts}
    return Calculation(
        name="aggregate_limit",
        inputs={"on": on.isoformat(), "certified": certified},
        on=on,
        value=value,
        unit="USD/calendar year",
        steps=tuple(Step(f"Limit {words}", rate.reference, money(rate.amount)) for _, words, rate in parts),
        references=REFERENCES,
        sentence=f"For calendar year {on.year} the aggregate limit on an SES member's total pay is {told}.",
        notices=table_notices([rate for _, _, rate in parts], on),
    )


AGGREGATE_LIMIT = Calculator("aggregate_limit", "The aggregate limit on pay of a year", (CERTIFIED,), aggregate_limit)
