"""What the law sets once and for long: percentages, years, counts. Unlike a pay table it does not end with its year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.messages import say
from assistant.rules.money import plain
from assistant.rules.parameters import Value, parameter
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation, Notice, Reference, Step

Inputs = dict[str, str | bool | None]
Amounts = dict[str, Decimal | str | None]


@dataclass(frozen=True, slots=True)
class Law:
    """A quantity in force on a date, with the section that sets it."""

    amount: Decimal
    reference: Reference

    @property
    def cited(self) -> str:
        """Return the section that sets it, as it is cited."""
        return cite(self.reference)


def cite(reference: Reference) -> str:
    """Return a section as a lawyer writes it: ``5 U.S.C. 5384(b)(2)``."""
    return f"{reference.authority} {reference.locator.removeprefix('section ')}"


def law(name: str, on: date) -> Law:
    """Return the legal quantity ``name`` on ``on`` with its section; errors as in ``held``."""
    return Law(held(name, on).amount, parameter(name).reference)


def held(name: str, on: date) -> Value:
    """Return what the quantity ``name`` was on ``on``. Raise ``NotInForceError`` for a day before it is known."""
    table = parameter(name)
    first = table.values[0].start
    if on < first:
        told = f"{table.description}: this rule is known here from {say(first)}, and {say(on)} lies before that."
        raise NotInForceError(told)
    return table.on(on)


def looked_up(name: str, value: Value) -> Step:
    """Return the step that takes a quantity from the law: what it is, where it stands, how much, how sure."""
    table = parameter(name)
    unit = table.unit.split("/")[0]
    weak = "" if value.status == "enacted" else f" ({value.status})"
    return Step(table.description + weak, value.reference, f"{plain(value.amount)} {unit}")


def require_known(on: date) -> None:
    """Raise ``NotInForceError`` for a day before the open pay range, with which the law held here begins."""
    held("gs15_step1", on)


def law_notices(on: date) -> tuple[Notice, ...]:
    """Return what to mind about law asked for in a year after the last one that is known here."""
    last = parameter("gs15_step1").values[-1].start.year
    if on.year <= last:
        return ()
    return (Notice("outdated", f"The law of {on.year} is not known here; this is the law as known in {last}."),)


def assumed(text: str) -> Notice:
    """Return a notice that something rests on a derived or recalled figure."""
    return Notice("assumption", text)


def is_career(appointment: str | None) -> bool:
    """Say whether an appointee is a career appointee, or nothing else is known."""
    return appointment in (None, "career")


def forbidden(
    name: str, inputs: Inputs, on: date, because: str, reference: Reference, notices: tuple[Notice, ...] = ()
) -> Calculation:
    """Return the "No." of a calculation that the law forbids: no amounts, and ``because`` with the section."""
    return Calculation(
        name=name,
        inputs=inputs,
        on=on,
        value={"allowed": "no"},
        unit="",
        steps=(Step("Whether the law allows it", cite(reference), "no"),),
        references=(reference,),
        sentence=f"No. {because} ({cite(reference)}).",
        notices=(*notices, *law_notices(on)),
    )
