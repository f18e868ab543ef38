"""The aggregate limit on pay of a calendar year: 5 U.S.C. 5307(a), (b), (d); 5 CFR 530.201-204."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.links import link
from assistant.rules.annual_pay import require_annual, require_paid
from assistant.rules.certification import CERTIFIED, Certification, spoken, wanted
from assistant.rules.fields import Calculator, Field, MissingInputError, echo
from assistant.rules.law import Amounts
from assistant.rules.money import money
from assistant.rules.parameters import Value, parameter
from assistant.rules.rank_awards import RANKS, rank_award
from assistant.rules.tables import table_notices, value_on
from assistant.types import Calculation, Notice, Reference, Step

REFERENCES = (
    Reference("5 U.S.C.", "section 5307(a), (d)(1)", link("usc/5", "section 5307")),
    Reference("3 U.S.C.", "section 104", link("usc/3", "section 104")),
    Reference("5 CFR", "section 530.201", link("cfr/5", "section 530.201")),
)
PAYMENT_REFERENCES = (
    Reference("5 U.S.C.", "section 5307(b)", link("usc/5", "section 5307")),
    Reference("5 CFR", "section 530.202", link("cfr/5", "section 530.202")),
    Reference("5 CFR", "section 530.203-204", link("cfr/5", "section 530.203")),
)
COUNTED = Notice(
    "general_information",
    "What counts (5 CFR 530.202): basic and premium pay, performance, rank and other incentive awards, recruitment,"
    " relocation and retention incentives, differentials and allowances, and lump sums deferred from the year before."
    " What does not: FLSA overtime, severance pay, back pay for an unjustified action, the lump sum for annual leave.",
)

PAID = Field("basic_pay_paid", "basic pay actually paid in the calendar year", "money", "$221,900")
OTHER = Field(
    "other_payments", "other payments of the year that count, such as awards and incentives", "money", "$80,000"
)
RANK = Field(
    "rank",
    "Presidential rank paid in the year, counted with the other payments",
    "choice",
    "meritorious",
    choices=RANKS,
)
RATE = Field("annual_rate", "annual rate of basic pay, where what was paid is not known", "money", "$221,900")


@dataclass(frozen=True, slots=True)
class Limit:
    """The aggregate limit of a year, by whether the agency's appraisal system is certified on its last day."""

    suffix: Certification
    rate: Value

    @property
    def words(self) -> str:
        """Return the kind of agency in words."""
        return spoken(self.suffix)

    @property
    def source(self) -> str:
        """Return whose rate the limit is."""
        return "the Vice President's official salary" if self.suffix == "certified" else "EX-I"


@dataclass(frozen=True, slots=True)
class Payments:
    """What a year brings besides the limit, in dollars: basic pay, and other payments where they are known."""

    basic: Decimal
    other: Decimal | None

    def room(self, limit: Limit) -> Decimal:
        """Return what the limit leaves for other payments after basic pay, never below nought."""
        return max(Decimal(0), limit.rate.amount - self.basic)

    def now(self, limit: Limit) -> Decimal:
        """Return what of the other payments can be paid in the year."""
        return min(self.other or Decimal(0), self.room(limit))

    def deferred(self, limit: Limit) -> Decimal:
        """Return what of the other payments waits for the next year."""
        return (self.other or Decimal(0)) - self.now(limit)


def aggregate_limit(
    on: date,
    *,
    certified: bool | None = None,
    basic_pay_paid: Decimal | None = None,
    other_payments: Decimal | None = None,
    annual_rate: Decimal | None = None,
    rank: str | None = None,
    year_named: bool = False,
) -> Calculation:
    """Return the limit of the calendar year of ``on``, and how it divides other payments into now and next year.

    The limit is the rate in force on the year's last day: the Vice President's official salary with a certified
    appraisal system, else EX-I; both when ``certified`` is not known. Basic pay is what was actually paid; an
    ``annual_rate`` stands in for it with a notice. A ``rank`` adds its percentage of that rate, or of the pay where no
    rate is told, to the other payments. Raise ``MissingInputError`` for other payments without basic pay,
    ``NotInForceError`` for a date without a table, as ``pay_range`` does.
    """
    value_on(parameter("vice_president"), on, year_named=year_named)
    limits = _limits(on, certified)
    award = _rank_award(on, rank, annual_rate or basic_pay_paid)
    other = other_payments if award is None else (other_payments or Decimal(0)) + Decimal(str(award.value["amount"]))
    payments = _payments(on, basic_pay_paid, other, annual_rate)
    told = " and ".join(f"{money(limit.rate.amount)} {limit.words} ({limit.source})" for limit in limits)
    sentence = f"For calendar year {on.year} the aggregate limit on an SES member's total pay is {told}."
    if payments is not None:
        sentence = " ".join((sentence, *_counted(award), _divided(payments, limits, on.year)))
    notices = table_notices([limit.rate for limit in limits], on)
    return Calculation(
        name="aggregate_limit",
        inputs=echo(
            on,
            certified=certified,
            basic_pay_paid=basic_pay_paid,
            other_payments=other_payments,
            annual_rate=annual_rate,
            rank=rank,
        ),
        on=on,
        value=_values(limits, payments),
        unit="USD/calendar year",
        steps=(*(award.steps if award else ()), *_steps(limits, payments)),
        references=(*REFERENCES, *(PAYMENT_REFERENCES if payments else ()), *(award.references if award else ())),
        sentence=sentence,
        notices=(*_payment_notices(payments, basic_pay_paid, on), *notices),
    )


def _limits(on: date, certified: bool | None) -> tuple[Limit, ...]:
    rates = {"certified": "vice_president", "not_certified": "executive_schedule_1"}
    last_day = date(on.year, 12, 31)
    return tuple(Limit(case, parameter(rates[case]).on(last_day)) for case in wanted(certified))


def _rank_award(on: date, rank: str | None, pay: Decimal | None) -> Calculation | None:
    """Return what a rank brings. Raise ``MissingInputError`` for a rank without pay."""
    if rank is not None and pay is None:
        raise MissingInputError((PAID,))
    return None if rank is None else rank_award(on, rank=rank, basic_pay=pay)


def _payments(on: date, paid: Decimal | None, other: Decimal | None, rate: Decimal | None) -> Payments | None:
    """Return what the year brings, ``None`` when nothing was told of it."""
    if other is not None:
        require_paid(other, OTHER.label, least=Decimal(0))
    if paid is not None:
        require_paid(paid, PAID.label)
        return Payments(paid, other)
    if rate is not None:
        require_annual(rate, on)
        return Payments(rate, other)
    if other is not None:
        raise MissingInputError((PAID,))
    return None


def _counted(award: Calculation | None) -> tuple[str, ...]:
    """Say that a rank award counts."""
    return () if award is None else (f"{award.sentence} It counts with the other payments.",)


def _values(limits: tuple[Limit, ...], payments: Payments | None) -> Amounts:
    value: Amounts = {f"limit_{limit.suffix}": limit.rate.amount for limit in limits}
    if payments is not None and payments.other is not None:
        for limit in limits:
            value[f"payable_now_{limit.suffix}"] = payments.now(limit)
            value[f"deferred_{limit.suffix}"] = payments.deferred(limit)
    return value


def _steps(limits: tuple[Limit, ...], payments: Payments | None) -> tuple[Step, ...]:
    steps = []
    for limit in limits:
        top = money(limit.rate.amount)
        steps.append(Step(f"Limit {limit.words} ({limit.source})", limit.rate.reference, top))
        if payments is None:
            continue
        room = money(payments.room(limit))
        basic = f"max($0, {top} − {money(payments.basic)})"
        steps.append(Step(f"Room after basic pay, {limit.words} (5 U.S.C. 5307(a))", basic, room))
        if payments.other is None:
            continue
        other, now = money(payments.other), money(payments.now(limit))
        steps.append(Step("Other payments payable in the year (derived: 5 CFR 530.203)", f"min({other}, {room})", now))
        rest = money(payments.deferred(limit))
        steps.append(Step("Deferred to the next year (5 U.S.C. 5307(b))", f"{other} − {now}", rest))
    return tuple(steps)


def _divided(payments: Payments, limits: tuple[Limit, ...], year: int) -> str:
    """Say what the limit leaves, or how it divides the other payments."""
    after = f"After basic pay of {money(payments.basic)}"
    if payments.other is None:
        rooms = " and ".join(f"{money(payments.room(limit))} {limit.words}" for limit in limits)
        return f"{after} it leaves room for other payments of {rooms}."
    parts = "; ".join(f"{limit.words}, {_fate(payments, limit, year)}" for limit in limits)
    told = f"{after}, other payments of {money(payments.other)} divide as follows: {parts}."
    if any(payments.deferred(limit) for limit in limits):
        told += (
            f" What is deferred is paid as a lump sum at the start of {year + 1} and counts toward that year's limit."
        )
    return told


def _fate(payments: Payments, limit: Limit, year: int) -> str:
    now, deferred = payments.now(limit), payments.deferred(limit)
    if not deferred:
        return f"all {money(now)} can be paid in {year}"
    if not now:
        return f"all {money(deferred)} is deferred"
    return f"{money(now)} can be paid in {year} and {money(deferred)} is deferred"


def _payment_notices(payments: Payments | None, paid: Decimal | None, on: date) -> tuple[Notice, ...]:
    if payments is None:
        return ()
    told = (
        f"The annual rate stands in for the basic pay actually paid in {on.year}, against which the limit is held;"
        " give what was paid for an exact result."
    )
    return (COUNTED,) if paid is not None else (Notice("assumption", told), COUNTED)


AGGREGATE_LIMIT = Calculator(
    "aggregate_limit",
    "The aggregate limit on pay of a year",
    (CERTIFIED, PAID, OTHER, RATE, RANK),
    aggregate_limit,
    yearly=True,
)
