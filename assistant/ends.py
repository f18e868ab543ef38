"""Ends of the path other than an answer: each a status with its reason and the sentence that says so."""

from __future__ import annotations

from assistant import messages
from assistant.dates import ImpossibleDateError
from assistant.types import Need, Reason, Status


class End(Exception):  # noqa: N818  an end of the path, not a fault
    """Leaves the path with a status other than answered."""

    def __init__(self, status: Status, reason: Reason, text: str, needs: tuple[Need, ...] = ()) -> None:
        """Take the status, why it is so, the sentence for the reader, and what inputs are wanted."""
        super().__init__(text)
        self.status, self.reason, self.text, self.needs = status, reason, text, needs


def abstained(reason: Reason, **facts: object) -> End:
    """Return the end without an answer to stand behind."""
    return End("abstained", reason, messages.abstention(reason, **facts))


def out_of_scope(reason: Reason, **facts: object) -> End:
    """Return the end for what is not about the federal SES."""
    return End("out_of_scope", reason, messages.abstention(reason, **facts))


def missing(needs: tuple[Need, ...]) -> End:
    """Return the end that asks for the inputs a calculation wants."""
    return End(
        "needs_input", "missing_input", messages.abstention("missing_input", wanted=messages.wanted(needs)), needs
    )


def invalid(problem: str) -> End:
    """Return the end that asks for another input."""
    return End("needs_input", "invalid_input", messages.abstention("invalid_input", problem=problem))


def impossible(error: ImpossibleDateError) -> End:
    """Return the end for a day that no calendar has."""
    return invalid(f"There is no such day as {error}: please give the date again.")
