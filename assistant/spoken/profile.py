"""Five ratings or weights as far as a conversation has said them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant.rules.fields import InvalidInputError

FEWEST = 2
"""Weights from which those of the other elements are asked for."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Ratings or weights as far as said: by place, what the others have, or a list of another length as it came.

    ``split`` shares what is left to 100 among the others. ``loose`` is a number said of no element; ``last`` the place
    that was named alone, which a loose number then belongs to.
    """

    given: Mapping[int, Decimal] = field(default_factory=dict)
    rest: Decimal | None = None
    split: bool = False
    raw: tuple[Decimal, ...] | None = None
    loose: Decimal | None = None
    last: int | None = None

    @property
    def is_solid(self) -> bool:
        """Say whether enough is said to be a set of numbers, not a number in passing."""
        shared = self.split and len(self.given) >= 1
        return len(self.raw or ()) >= 4 or len(self.given) >= 3 or self.rest is not None or shared

    def then(self, newer: Profile) -> Profile:
        """Return this profile with what a later turn says of it."""
        if newer.raw is not None or len(newer.given) == 5 or newer.split or newer.rest is not None:
            return newer
        if newer.loose is not None:
            if self.last is None:
                raise InvalidInputError("Which element is meant? Name it with its number, such as Leading People 15.")
            newer = Profile({self.last: newer.loose}, last=self.last)
        given = dict(enumerate(self.raw)) if self.raw is not None and len(self.raw) == 5 else dict(self.given)
        return replace(self, given=given | dict(newer.given), raw=None, loose=None, last=newer.last)

    def complete(self, what: str, elements: tuple[str, ...]) -> tuple[Decimal, ...] | None:
        """Return the five numbers, ``None`` when nothing was said. Raise ``InvalidInputError`` for a gap."""
        if self.raw is not None:
            return self.raw
        absent = [place for place in range(5) if place not in self.given]
        rest = self.rest
        if self.split and absent and rest is None:
            rest = (100 - sum(self.given.values(), Decimal(0))) / len(absent)
        if absent and rest is None:
            if len(self.given) < FEWEST and (what == "weight" or not self.given):
                return None  # one weight alone is said in passing
            raise InvalidInputError(
                f"There is no {what} for {' and '.join(elements[place] for place in absent)}: each of the five elements"
                f" needs one, none counts twice or stays out."
            )
        return tuple(self.given.get(place, rest or Decimal(0)) for place in range(5))
