"""Figures of several cases asked for in one turn: which questions it comes to, one a case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.spoken.amounts import Amount, in_figures, read_amounts
from assistant.spoken.slots import LEAST_SALARY
from assistant.types import Question, Spoken, Turn
from assistant.words import sentences_of

_NEXT = re.compile(
    r"(?: (?:a year|hours?|hrs|dollars))?(?:,? (?:and|or|vs\.?|versus|compared (?:to|with)|then)|,| ?/)"
    r"(?: (?:at|on|for|with|of|one of|another of|a salary of|a balance of))? ?\$?"
)
"""What stands between two amounts of one list: "at 190,000 and at 210,000"."""

_SPAN = re.compile(r"\b(?:between|from) \$?$")
"""What opens two amounts that are the ends of one span."""

_BOTH_LEAVES = re.compile(
    r"\b(?:annual(?: leave)?,? (?:and|as well as|plus|&) (?:\w+ ){0,2}?sick"
    r"|sick(?: leave)?,? (?:and|as well as|plus|&) (?:\w+ ){0,2}?annual) leave\b",
    re.I,
)
"""How both kinds of leave are asked for at once; each has a calculator."""

_LEAVES = ("annual", "sick")

_HOURS_OF_A_KIND = re.compile(
    r"(?P<hours>\d[\d,.]*) ?(?:h|hrs?|hours?) (?:of )?(?:\w+ )?(?P<kind>annual|sick)(?: leave)?(?: hours)?\b"
    r"|(?P<bare>\d[\d,.]*) (?P<of>annual|sick)(?: leave)? (?:hours|hrs)\b",
    re.I,
)
"""A balance of one kind of leave: "300 h sick"."""


def cases(question: Question, asked: Spoken) -> tuple[Question, ...]:
    """Return the questions that the last turn of ``question`` comes to, a case each; none when it has but one.

    Amounts in one list are taken one by one where ``asked`` has taken one of them alone; a sentence that asks again
    with a number goes on from those before it.
    """
    return tuple(_listed(question, asked)) or of_both_leaves(question) or _asked_again(question)


def sums(text: str) -> tuple[Decimal, ...]:
    """Return the sums of money in ``text`` that may be somebody's pay of a year, each once."""
    found = read_amounts(in_figures(text))
    return tuple(dict.fromkeys(amount.value for amount in found if _is_yearly(amount)))


def _is_yearly(amount: Amount) -> bool:
    return amount.unit in ("money", "number") and amount.per in (None, "year") and amount.value >= LEAST_SALARY


def _listed(question: Question, asked: Spoken) -> Iterator[Question]:
    text = in_figures(question.text)
    run = _run(text, [amount for amount in read_amounts(text) if amount.unit in ("hours", "number", "money")])
    taken = [amount for amount in run if amount.value in asked.inputs.values()]
    if len(run) == 1 or len(taken) != 1 or _SPAN.search(text[: run[0].start]) or _is_small(run):
        return
    for amount in run:
        said = f"{text[: run[0].start]}{text[amount.start : amount.end]}{text[run[-1].end :]}"
        yield replace(question, text=said)


def _is_small(run: list[Amount]) -> bool:
    """Say whether amounts may be no cases of their own: levels, counts, an award."""
    return run[-1].unit != "hours" and any(amount.value < LEAST_SALARY for amount in run)


def of_both_leaves(question: Question) -> tuple[Question, ...]:
    """Return the question on annual leave and that on sick leave where both are asked for, else none."""
    balances = list(_HOURS_OF_A_KIND.finditer(question.text))
    if len({_kind(balance) for balance in balances}) == len(balances) == len(_LEAVES):
        start, end = balances[0].start(), balances[1].end()
        told = [f"{balance['hours'] or balance['bare']} hours of {_kind(balance)} leave" for balance in balances]
        return tuple(replace(question, text=f"{question.text[:start]}{said}{question.text[end:]}") for said in told)
    kinds = _LEAVES if _BOTH_LEAVES.search(question.text) else ()
    return tuple(replace(question, text=_BOTH_LEAVES.sub(f"{kind} leave", question.text)) for kind in kinds)


def _kind(balance: re.Match[str]) -> str:
    return (balance["kind"] or balance["of"]).lower()


def _run(text: str, amounts: list[Amount]) -> list[Amount]:
    """Return the first two or more amounts that follow each other in a list, else the last one."""
    run = amounts[:1]
    for before, after in pairwise(amounts):
        if _NEXT.fullmatch(text[before.end : after.start]):
            run.append(after)
        elif len(run) > 1:
            break
        else:
            run = [after]
    return run


def _asked_again(question: Question) -> tuple[Question, ...]:
    found: list[Question] = []
    told, history = "", question.history
    for sentence in sentences_of(question.text):
        told = f"{told} {sentence}".strip()
        if sentence.endswith("?"):
            if not re.search(r"\d", in_figures(told)):
                return ()
            found.append(replace(question, text=told, history=history))
            told, history = "", (*history, Turn(told))
    return tuple(found) if len(found) > 1 else ()
