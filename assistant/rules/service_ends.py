"""On which day a limited appointment or a probation ends: 5 U.S.C. 3132(a)(4)-(7), 3393(d)."""

from __future__ import annotations

from datetime import date

from assistant.links import link
from assistant.messages import say
from assistant.rules.day_count import FULL_MONTHS, counted, last_day, rule_on
from assistant.rules.fields import Calculator, Field, echo
from assistant.rules.law import law_notices, looked_up
from assistant.rules.parameters import Value
from assistant.types import Calculation, Reference, Step

KINDS = ("limited_term", "limited_emergency")
LIMITED = (Reference("5 U.S.C.", "section 3132(a)(4)-(7)", link("usc/5", "section 3132")),)
PROBATION = (Reference("5 U.S.C.", "section 3393(d)", link("usc/5", "section 3393")),)


def appointment_end(on: date, *, appointment: str, start: date) -> Calculation:
    """Return the last day of service of the longest limited appointment that begins on ``start``.

    3 years for a ``limited_term`` appointment, 18 months for a ``limited_emergency`` one. Errors as in ``rule_on``.
    """
    value = rule_on(f"{appointment}_months", start, on)
    end = last_day(start, int(value.amount))
    kind = appointment.replace("_", " ")
    return Calculation(
        name="appointment_end",
        inputs=echo(on, appointment=appointment, start=start),
        on=on,
        value={"last_day": end.isoformat()},
        unit="date",
        steps=_steps(f"{appointment}_months", value, start, end),
        references=LIMITED,
        sentence=(
            f"A {kind} appointment that begins on {say(start)} may last {_length(value)}, so its last day of service is"
            f" {say(end)} at the latest; it cannot be renewed."
        ),
        notices=(counted(FULL_MONTHS), *law_notices(on)),
    )


def probation_end(on: date, *, start: date) -> Calculation:
    """Return the last day of the one-year probation after a first career appointment on ``start``.

    Errors as in ``rule_on``.
    """
    value = rule_on("probation_months", start, on)
    end = last_day(start, int(value.amount))
    return Calculation(
        name="probation_end",
        inputs=echo(on, start=start),
        on=on,
        value={"last_day": end.isoformat()},
        unit="date",
        steps=_steps("probation_months", value, start, end),
        references=PROBATION,
        sentence=(
            f"The probation after a first career appointment on {say(start)} lasts {_length(value)}; its last day is"
            f" {say(end)}."
        ),
        notices=(counted(FULL_MONTHS), *law_notices(on)),
    )


def _steps(name: str, value: Value, start: date, end: date) -> tuple[Step, ...]:
    label = f"Last day, counted (derived): {FULL_MONTHS}"
    return looked_up(name, value), Step(label, f"{say(start)} + {value.amount} months − 1 day", say(end))


def _length(value: Value) -> str:
    years, months = divmod(int(value.amount), 12)
    return f"{value.amount} months" if months else "one year" if years == 1 else f"{years} years"


SERVICE_ENDS = (
    Calculator(
        "appointment_end",
        "The last day of a limited appointment",
        (
            Field("appointment", "kind of limited appointment", "choice", "limited term", required=True, choices=KINDS),
            Field("start", "date on which the appointment begins", "date", "2026-03-02", required=True),
        ),
        appointment_end,
    ),
    Calculator(
        "probation_end",
        "The last day of probation",
        (Field("start", "date of the first career appointment", "date", "2026-03-02", required=True),),
        probation_end,
    ),
)
