"""How many noncareer and limited appointees there may be, and how long a limited one may serve.

5 U.S.C. 3134(b), (d), (e), 3395(c).
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal

from assistant.links import link
from assistant.rules.fields import Calculator, Field, InvalidInputError, echo
from assistant.rules.law import held, law_notices, looked_up
from assistant.rules.money import in_months, plain
from assistant.types import Calculation, Notice, Reference, Step

SHARES = (Reference("5 U.S.C.", "section 3134(b), (d), (e)", link("usc/5", "section 3134")),)
SERVICE = (Reference("5 U.S.C.", "section 3395(c)", link("usc/5", "section 3395")),)
SCOPES = ("government", "agency")
NUMBER_OF_1978 = (
    "If the agency's number of 1978 was greater than this share of its positions, that number is its limit instead; it"
    " is not known here."
)


def appointment_limits(on: date, *, positions: int, scope: str | None = None) -> Calculation:
    """Return how many of ``positions`` SES positions may be filled by noncareer and by limited appointees.

    In the whole government 10 and 5 percent, in one agency 25 percent noncareer, all rounded down; an agency with fewer
    than 4 positions is excepted (the value is then ``"no limit"``). Raise ``InvalidInputError`` for no positions,
    ``NotInForceError`` before 11 January 2004.
    """
    if positions < 1:
        raise InvalidInputError("The number of SES positions is at least 1.")
    return _of_agency(on, positions) if scope == "agency" else _of_government(on, positions)


def _of_government(on: date, positions: int) -> Calculation:
    steps: list[Step] = []
    noncareer = _share("noncareer_percent_government", on, positions, steps)
    limited = _share("limited_percent_government", on, positions, steps)
    return Calculation(
        name="appointment_limits",
        inputs=echo(on, positions=positions, scope="government"),
        on=on,
        value={"noncareer": noncareer, "limited": limited},
        unit="positions",
        steps=tuple(steps),
        references=SHARES,
        sentence=(
            f"Of {positions:,} SES positions in the government at most {plain(noncareer)} may be filled by noncareer"
            f" appointees and at most {plain(limited)} by limited term and limited emergency appointees together."
        ),
        notices=law_notices(on),
    )


def _of_agency(on: date, positions: int) -> Calculation:
    least = held("noncareer_least_positions", on)
    excepted = positions < least.amount
    steps = [looked_up("noncareer_least_positions", least)]
    noncareer = "no limit" if excepted else _share("noncareer_percent_agency", on, positions, steps)
    return Calculation(
        name="appointment_limits",
        inputs=echo(on, positions=positions, scope="agency"),
        on=on,
        value={"noncareer": noncareer},
        unit="positions",
        steps=tuple(steps),
        references=SHARES,
        sentence=_agency_sentence(positions, noncareer, least.amount),
        notices=(*(() if excepted else (Notice("general_information", NUMBER_OF_1978),)), *law_notices(on)),
    )


def _agency_sentence(positions: int, noncareer: Decimal | str, least: Decimal) -> str:
    if isinstance(noncareer, str):
        return f"An agency with fewer than {least} SES positions is excepted from the limit on noncareer appointees."
    return (
        f"Of an agency's {positions:,} SES positions at most {plain(noncareer)} may be filled by noncareer appointees,"
        " or the agency's number of 1978 if that is greater."
    )


def _share(name: str, on: date, positions: int, steps: list[Step]) -> Decimal:
    """Return the share of ``positions`` rounded down, and add its working to ``steps``."""
    percent = held(name, on)
    exact = positions * percent.amount / 100
    most = exact.to_integral_value(ROUND_FLOOR)
    steps.append(looked_up(name, percent))
    steps.append(Step("Share, rounded down", f"{percent.amount}% × {positions:,} = {plain(exact)}", plain(most)))
    return most


def limited_service(on: date, *, months_served: Decimal) -> Calculation:
    """Return how many months a person may still serve under limited appointments: 36 in any 48.

    ``months_served`` are those within the last 48 months. Raise ``InvalidInputError`` for months that the 48 cannot
    hold, ``NotInForceError`` before 11 January 2004.
    """
    most, window = held("limited_service_months", on), held("limited_service_window", on)
    if not 0 <= months_served <= window.amount:
        raise InvalidInputError(
            f"The months served within the {window.amount}-month period are 0 to {window.amount}, not"
            f" {plain(months_served)}."
        )
    left = max(most.amount - months_served, Decimal(0))
    return Calculation(
        name="limited_service",
        inputs=echo(on, months_served=months_served),
        on=on,
        value={"months_left": left, "allowed": "yes" if left else "no"},
        unit="months",
        steps=(
            looked_up("limited_service_months", most),
            looked_up("limited_service_window", window),
            Step("Months left, never below 0", f"{most.amount} − {plain(months_served)}", in_months(left)),
        ),
        references=SERVICE,
        sentence=_service_sentence(months_served, left, most.amount, window.amount),
        notices=law_notices(on),
    )


def _service_sentence(served: Decimal, left: Decimal, most: Decimal, window: Decimal) -> str:
    rule = f"no one may serve more than {most} months in any {window} under limited appointments"
    if not left:
        return f"No. After {in_months(served)} under limited appointments none is left: {rule} (5 U.S.C. 3395(c))."
    return f"After {in_months(served)} under limited appointments {in_months(left)} may still be served, as {rule}."


APPOINTMENTS = (
    Calculator(
        "appointment_limits",
        "How many noncareer and limited appointees there may be",
        (
            Field("positions", "number of SES positions", "count", "8,000", required=True),
            Field("scope", "whether the whole government or one agency is meant", "choice", "agency", choices=SCOPES),
        ),
        appointment_limits,
    ),
    Calculator(
        "limited_service",
        "How much limited service is left",
        (
            Field(
                "months_served",
                "months served under limited appointments in the last 48",
                "number",
                "20",
                required=True,
            ),
        ),
        limited_service,
    ),
)
