"""What kind of thing a question wants, and texts that certainly have none of it."""

from __future__ import annotations

import pytest

from assistant.wanted import lacking


@pytest.mark.parametrize(
    ("question", "text", "kind"),
    [
        ("What is the salary of the Chief Hydrographer?", "Posts to fill: Chief Hydrographer.", "an amount of money"),
        ("What does the shuttle cost?", "The shuttle runs every 20 minutes.", "an amount of money"),
        ("What's the charge for a locker?", "Lockers stand in the hall.", "an amount of money"),
        ("whats the most a Tier C ranger can earn", "Tier C: rangers and wardens.", "an amount of money"),
        ("How much is the fee for a permit?", "Permits are given by lot.", "an amount of money"),
        ("How long may a visitor stay?", "Visitors park in lot C.", "a number"),
        ("How many days a week may I telework?", "Telework is open to staff with an agreement.", "a number"),
        ("What share of payroll goes into the pool?", "Pools differ between offices.", "a number"),
        ("When is the review due?", "The supervisor writes the review.", "a time"),
    ],
)
def test_a_text_without_a_figure_gives_none(question: str, text: str, kind: str) -> None:
    """What has no sum, number or time at all cannot answer a question that wants one."""
    assert lacking(question, text) == kind


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How much did the lathe cost?", "The board approved 4,800 euros for a lathe."),
        ("What does the shuttle cost?", "The ride is free."),
        ("What is the salary?", "Pay is set within the range."),
        ("How much leave may I give?", "Leave may be given."),
        ("How long does it take?", "It takes half a year."),
        ("How often is it cleaned?", "It is cleaned weekly."),
        ("How many people work there?", "A single one does."),
        ("When are awards paid?", "In the first pay period of January."),
        ("When do I get it?", "As soon as the form is signed."),
        ("Who decides on the fee?", "The Director does."),
        ("May I park here?", "Visitors park in lot C."),
    ],
)
def test_what_may_answer_is_left_to_the_ranking(question: str, text: str) -> None:
    """A figure in words, a free ride, or a question that wants none is never held against a text."""
    assert lacking(question, text) is None
