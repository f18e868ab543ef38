"""Recruitment, relocation and retention incentives at most: 5 U.S.C. 5753 and 5754."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Decimal

from assistant.links import link
from assistant.rules.annual_pay import range_notices, require_annual
from assistant.rules.fields import (
    APPOINTMENT,
    BASIC_PAY,
    Calculator,
    Field,
    InvalidInputError,
    MissingInputError,
    echo,
)
from assistant.rules.law import Amounts, Inputs, Law, forbidden, law, law_notices
from assistant.rules.money import money, plain, rounded, share
from assistant.types import Calculation, Notice, Reference, Step

INCENTIVES = ("recruitment", "relocation", "retention", "group_retention")
BARRED = {
    section: Reference("5 U.S.C.", f"section {section}(a)(2)(B)", link("usc/5", f"section {section}"))
    for section in ("5753", "5754")
}
COUNTS = Notice(
    "general_information",
    "These incentives are not basic pay, they count toward the aggregate limit on pay, and noncareer appointees cannot"
    " receive them.",
)

INCENTIVE = Field("incentive", "kind of incentive", "choice", "recruitment", required=True, choices=INCENTIVES)
YEARS = Field("years", "years of service agreed to", "number", "2")


def incentive(
    on: date,
    *,
    incentive: str,
    basic_pay: Decimal,
    years: Decimal | None = None,
    appointment: str | None = None,
) -> Calculation:
    """Return the most that an incentive may come to, by the standard rule and under a critical-need waiver.

    Recruitment and relocation in dollars for the whole service agreement of ``years``; retention in dollars a year.
    "No" for a noncareer appointee. Raise ``MissingInputError`` without the years of a recruitment or relocation
    incentive, ``InvalidInputError`` for none or more than four of them or pay that cannot be.
    """
    inputs = echo(on, incentive=incentive, basic_pay=basic_pay, years=years, appointment=appointment)
    require_annual(basic_pay, on)
    longest = law("service_incentive_years", on)
    retains = incentive in ("retention", "group_retention")
    if years is not None:
        _require_agreement(years, longest)
    if appointment == "noncareer":
        told = f"A noncareer appointee cannot receive a {_spoken(incentive)} incentive"
        return forbidden("incentive", inputs, on, told, BARRED["5754" if retains else "5753"])
    if retains:
        return _retention(on, inputs, incentive, basic_pay)
    if years is None:
        raise MissingInputError((YEARS,))
    return _service(on, inputs, incentive, basic_pay, years)


def _spoken(incentive: str) -> str:
    return incentive.replace("_", " ")


def _require_agreement(years: Decimal, longest: Law) -> None:
    if not 0 < years <= longest.amount:
        raise InvalidInputError(
            f"A service agreement of {plain(years)} years cannot be: it is more than none and at most {longest.amount}"
            f" years ({longest.cited})."
        )


def _service(on: date, inputs: Inputs, incentive: str, basic_pay: Decimal, years: Decimal) -> Calculation:
    """Return a recruitment or relocation incentive: a share of basic pay for each year agreed to."""
    yearly, waived, total = (law(f"service_incentive_{name}percent", on) for name in ("", "waiver_", "waiver_total_"))
    standard = share(basic_pay * years, yearly.amount, ROUND_DOWN)
    uncapped, cap = (share(basic_pay * by, rate.amount, ROUND_DOWN) for by, rate in ((years, waived), (1, total)))
    waiver = min(uncapped, cap)
    term = f"{plain(years)} {'year' if years == 1 else 'years'}"
    times = f"{money(basic_pay)} × {plain(years)}"
    steps = (
        _step(f"{yearly.amount} percent for each year", yearly, basic_pay * years, times, standard),
        _step(f"With a waiver {waived.amount} percent", waived, basic_pay * years, times, uncapped),
        Step(
            f"But never above {total.amount} percent of annual basic pay ({total.cited})",
            f"min({money(uncapped)}, {money(cap)})",
            money(waiver),
        ),
    )
    sentence = (
        f"A {incentive} incentive for a service agreement of {term} on basic pay of {money(basic_pay)} is at most"
        f" {money(standard)} in all, and at most {money(waiver)} under a critical-need waiver."
    )
    references = (yearly.reference, law("service_incentive_years", on).reference, waived.reference)
    return _calculation(on, inputs, basic_pay, (standard, waiver), "USD", steps, references, sentence)


def _retention(on: date, inputs: Inputs, incentive: str, basic_pay: Decimal) -> Calculation:
    """Return a retention incentive, for one person or for each member of a group: a share of basic pay a year."""
    rate, waived = law(f"{incentive}_percent", on), law("retention_waiver_percent", on)
    standard, waiver = (share(basic_pay, found.amount, ROUND_DOWN) for found in (rate, waived))
    steps = tuple(
        _step(f"{label}{found.amount} percent", found, basic_pay, money(basic_pay), amount)
        for label, found, amount in (("", rate, standard), ("With a waiver ", waived, waiver))
    )
    sentence = (
        f"A {_spoken(incentive)} incentive on basic pay of {money(basic_pay)} is at most {money(standard)} a year"
        f" ({rate.amount} percent), and at most {money(waiver)} a year under a critical-need waiver"
        f" ({waived.amount} percent)."
    )
    references = (rate.reference, waived.reference)
    return _calculation(on, inputs, basic_pay, (standard, waiver), "USD/year", steps, references, sentence)


def _step(label: str, rate: Law, base: Decimal, working: str, most: Decimal) -> Step:
    """Return the step that takes a share of ``base``, in words ``working``."""
    label = f"{label} ({rate.cited}){rounded(base, rate.amount, most)}"
    return Step(label, f"{rate.amount}% × {working}", money(most))


def _calculation(
    on: date,
    inputs: Inputs,
    basic_pay: Decimal,
    most: tuple[Decimal, Decimal],
    unit: str,
    steps: tuple[Step, ...],
    references: tuple[Reference, ...],
    sentence: str,
) -> Calculation:
    value: Amounts = {"allowed": "yes", "standard": most[0], "waiver": most[1]}
    return Calculation(
        name="incentive",
        inputs=inputs,
        on=on,
        value=value,
        unit=unit,
        steps=steps,
        references=references,
        sentence=sentence,
        notices=(COUNTS, *range_notices(basic_pay, on), *law_notices(on)),
    )


INCENTIVE_CALCULATOR = Calculator(
    "incentive",
    "The most that a recruitment, relocation or retention incentive may be",
    (INCENTIVE, BASIC_PAY, YEARS, APPOINTMENT),
    incentive,
)
