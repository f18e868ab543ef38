"""Summary ratings under the systems of 2012 and FY2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.appraisal_system import ELEMENTS, LEVEL_NAMES, smallest_change, summary, system
from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import InvalidInputError, MissingInputError
from assistant.rules.tables import NotInForceError
from assistant.types import Calculation

ON = {"appraisal_2012": date(2024, 6, 1), "appraisal_2026": date(2026, 6, 1)}
FACTS = Path(__file__).resolve().parents[2] / "shared" / "facts" / "calculators.yaml"
needs_facts = pytest.mark.skipif(not FACTS.is_file(), reason="the fact pack is not beside this checkout")
EVEN = (20, 20, 20, 20, 20)
EXAMPLE = (10, 10, 10, 10, 60)
NEW = (25, 15, 20, 20, 20)

levels = st.lists(st.integers(1, 5), min_size=5, max_size=5)


@st.composite
def shares(draw: st.DrawFn) -> list[int]:
    """Draw weights that the 2012 system allows."""
    others = draw(st.lists(st.integers(5, 20), min_size=4, max_size=4))
    return [*others, 100 - sum(others)] if 100 - sum(others) >= max(others) else list(EVEN)


def work(ratings: object, weights: object, on: date | None = None, name: str = "appraisal_2012") -> Calculation:
    """Run an appraisal, by default on a day of its own system."""
    return CALCULATORS[name].calculate({"ratings": ratings, "weights": weights}, on or ON[name])


def published() -> dict[str, Any]:
    """Return the fact pack's part on the 2012 system."""
    found: dict[str, Any] = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["appraisal_legacy"]
    return found


@needs_facts
def test_every_vector_of_the_fact_pack_holds() -> None:
    """Each published score and level comes out, and each published error is refused for its reason."""
    reasons = {
        "an element outweighs Results Driven": "outweigh",
        "weights sum to 110": "sum to 110",
        "an element is below 5": "at least 5",
    }
    vectors = published()["test_vectors"]
    assert len(vectors) >= 10
    for vector in vectors:
        if "error" in vector:
            with pytest.raises(InvalidInputError, match=reasons[vector["error"]]):
                work(vector["levels"], vector["weights"])
        else:
            value = work(vector["levels"], vector["weights"]).value
            assert (value["score"], value["level"]) == (vector["score"], vector["summary"])


@needs_facts
def test_elements_levels_and_limits_are_those_of_the_fact_pack() -> None:
    """Names, least weights and bands of both systems are the published ones, in the published order."""
    old, new = published(), yaml.safe_load(FACTS.read_text(encoding="utf-8"))["appraisal_fy2026"]
    assert list(ELEMENTS["2012"]) == old["elements"]
    assert list(ELEMENTS["2026"]) == new["elements"]
    assert old["element_levels"] == LEVEL_NAMES
    least = [old["weights"]["other_min"]] * 4 + [old["weights"]["results_driven_min"]]
    assert [value.amount for value in system("2012").least] == least
    further = new["weights"]["elements2_to_5_min"]
    assert [value.amount for value in system("2026").least] == [new["weights"]["element1_min"], *[further] * 4]
    assert {f"level{level}": least.amount for level, least in system("2012").bands} == {
        name: low for name, (low, _) in old["bands"].items()
    }


@pytest.mark.parametrize(
    ("ratings", "weights", "score", "level", "change"),
    [
        ((4, 5, 3, 4, 4), EXAMPLE, 400, 4, "none"),
        ((5, 5, 5, 5, 5), EVEN, 500, 5, "none"),
        ((5, 5, 5, 4, 5), (15, 15, 20, 20, 30), 480, 5, "none"),
        ((5, 5, 5, 5, 4), (5, 5, 5, 5, 80), 420, 4, "Results Driven from Level 4 to Level 5 (500 points, Level 5)"),
        ((3, 3, 3, 3, 3), EVEN, 300, 3, "none"),
        ((2, 3, 3, 3, 3), EVEN, 280, 2, "Leading Change from Level 2 to Level 3 (300 points, Level 3)"),
        ((3, 2, 3, 3, 3), (15, 10, 15, 20, 40), 290, 2, "Leading People from Level 2 to Level 3 (300 points, Level 3)"),
        ((4, 4, 4, 4, 3), (10, 10, 10, 10, 60), 340, 3, "Results Driven from Level 3 to Level 4 (400 points, Level 4)"),
        ((5, 5, 5, 5, 1), EXAMPLE, 260, 1, "Results Driven from Level 1 to Level 2 (320 points, Level 3)"),
        ((1, 5, 5, 5, 5), EXAMPLE, 460, 1, "Leading Change from Level 1 to Level 2 (470 points, Level 4)"),
        ((1, 5, 5, 5, 1), EXAMPLE, 220, 1, "none"),
    ],
)
def test_known_appraisals_come_out(
    ratings: tuple[int, ...], weights: tuple[int, ...], score: int, level: int, change: str
) -> None:
    """Score, level, its name and the smallest change to a higher level, worked out by hand."""
    found = work(ratings, weights)
    assert found.value == {
        "score": score,
        "level": level,
        "level_name": LEVEL_NAMES[level],
        "next_level_change": change,
    }
    assert f"{score} points" in found.sentence
    assert LEVEL_NAMES[level] in found.sentence
    if change != "none":
        assert change.split(" (")[0] in found.sentence
    else:
        assert ("highest level" in found.sentence) is (level == 5)
        assert ("No single change" in found.sentence) is (level != 5)


@pytest.mark.parametrize(
    ("ratings", "weights", "score", "level"),
    [
        ((5, 5, 5, 5, 4), (19, 18, 19, 18, 26), 474, 4),
        ((5, 5, 5, 5, 4), (19, 18, 19, 19, 25), 475, 5),
        ((4, 4, 4, 3, 4), (10, 10, 10, 5, 65), 395, 3),
        ((5, 4, 4, 3, 4), (5, 10, 10, 6, 69), 399, 3),
        ((5, 4, 4, 3, 4), (6, 10, 10, 6, 68), 400, 4),
        ((4, 3, 3, 2, 3), (5, 10, 10, 6, 69), 299, 2),
        ((4, 3, 3, 2, 3), (6, 10, 10, 6, 68), 300, 3),
        ((2, 2, 2, 2, 2), EVEN, 200, 2),
    ],
)
def test_both_sides_of_every_band(ratings: tuple[int, ...], weights: tuple[int, ...], score: int, level: int) -> None:
    """474 and 475, 399 and 400, 299 and 300 points fall on their own sides."""
    value = work(ratings, weights).value
    assert (value["score"], value["level"]) == (score, level)


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize(("name", "weights"), [("appraisal_2012", EVEN), ("appraisal_2026", NEW)])
def test_level_1_in_any_element_overrides_the_score(name: str, weights: tuple[int, ...], place: int) -> None:
    """Whatever the score, an element at Level 1 makes the summary Level 1 and is named."""
    ratings = [5] * 5
    ratings[place] = 1
    found = work(ratings, weights, name=name)
    assert (found.value["level"], found.value["level_name"]) == (1, "Unsatisfactory")
    assert "rated Level 1" in found.sentence
    assert ELEMENTS["2012" if name.endswith("2") else "2026"][place] in found.sentence


@pytest.mark.parametrize(
    ("ratings", "weights", "said"),
    [
        ((4, 4, 4, 4, 6), EVEN, "Results Driven is a whole level from 1 to 5, not 6"),
        ((0, 4, 4, 4, 4), EVEN, "Leading Change is a whole level from 1 to 5, not 0"),
        ((4, 3.5, 4, 4, 4), EVEN, "Leading People is a whole level from 1 to 5, not 3.5"),
        ((-4, 4, 4, 4, 4), EVEN, "not -4"),
        (("1e999999999", 4, 4, 4, 4), EVEN, "more digits than any figure"),
        ((4, 4, 4, 4), EVEN, "Five ratings are needed.*4 came"),
        ((4, 4, 4, 4, 4, 4), EVEN, "Five ratings are needed.*6 came"),
        ((4, 4, 4, 4, 4), (25, 25, 50), "Five weights are needed.*3 came"),
        ((4, 4, 4, 4, 4), (15, 15, 20, 20, 40), "sum to 110; they must sum to 100"),
        ((4, 4, 4, 4, 4), (15, 15, 20, 20, 20), "sum to 90;"),
        ((4, 4, 4, 4, 4), (25, 25, 20, 10, 20), r"outweigh Results Driven \(20\); Leading Change weighs 25"),
        ((4, 4, 4, 4, 4), (21, 20, 19, 20, 20), "Leading Change weighs 21"),
        ((4, 4, 4, 4, 4), (21, 20, 20, 20, 19), "Results Driven must weigh at least 20; it is given 19"),
        ((4, 4, 4, 4, 4), (3, 27, 20, 20, 30), "Leading Change must weigh at least 5; it is given 3"),
        ((4, 4, 4, 4, 4), (4, 6, 10, 10, 70), "at least 5; it is given 4"),
        ((4, 4, 4, 4, 4), (-5, 15, 10, 10, 70), "at least 5; it is given -5"),
        ((4, 4, 4, 4, 4), ("12.5", "12.5", 10, 10, 55), "Leading Change is 12.5"),
        ("4 5 x 4 4", EVEN, "not a number"),
        ((4, 4, 4, 4, 4), "10/10/10/10/NaN", "not a number"),
    ],
)
def test_what_the_system_does_not_allow_is_refused(ratings: object, weights: object, said: str) -> None:
    """Each impossible rating or weight is named in one sentence with the rule that it breaks."""
    with pytest.raises(InvalidInputError, match=said) as refusal:
        work(ratings, weights)
    assert str(refusal.value).endswith((".", ")."))


@pytest.mark.parametrize("weights", [(5, 5, 5, 5, 80), EVEN, (20, 20, 20, 5, 35), (5, 30, 30, 5, 30)])
def test_weights_at_the_limits_are_allowed(weights: tuple[int, ...]) -> None:
    """5 for an element, 20 and 80 for Results Driven, and an element as heavy as it, are all within the rule."""
    assert work((3, 3, 3, 3, 3), weights).value["score"] == 300


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ((24, 16, 20, 20, 20), "Faithful Administration.*at least 25; it is given 24"),
        ((25, 14, 21, 20, 20), "Government Efficiency must weigh at least 15; it is given 14"),
        ((30, 20, 20, 16, 14), "Achieving Organizational Goals must weigh at least 15; it is given 14"),
        ((25, 20, 20, 20, 20), "sum to 105"),
        (("25.5", "14.5", 20, 20, 20), "25.5"),
    ],
)
def test_the_new_system_has_its_own_limits(weights: tuple[object, ...], said: str) -> None:
    """Under FY2026 the first element weighs 25 or more and every other 15 or more."""
    with pytest.raises(InvalidInputError, match=said):
        work((4, 4, 4, 4, 4), weights, name="appraisal_2026")


@pytest.mark.parametrize("weights", [(40, 15, 15, 15, 15), (25, 30, 15, 15, 15), (25, 15, 15, 15, 30)])
def test_the_new_limits_themselves_are_allowed(weights: tuple[int, ...]) -> None:
    """40 for the first element and 30 for another are the most that the minima leave."""
    assert work((4, 4, 4, 4, 4), weights, name="appraisal_2026").value["score"] == 400


def test_the_new_bands_are_always_announced_as_assumed() -> None:
    """A FY2026 score says in its sentence and in a notice that its bands are assumed; a 2012 score does not."""
    found = work((4, 4, 3, 4, 5), NEW, date(2026, 6, 1), "appraisal_2026")
    assert found.value == {"score": 400, "level": 4, "level_name": "Exceeds Fully Successful"}
    assert "assumed" in found.sentence
    assert [notice.kind for notice in found.notices] == ["assumption", "assumption"]
    assert "not found" in found.notices[0].text
    assert "edit" in found.notices[1].text
    assert work((4, 5, 3, 4, 4), EXAMPLE).notices == ()


@pytest.mark.parametrize(
    ("name", "weights", "on", "said"),
    [
        ("appraisal_2012", EVEN, date(2012, 1, 4), ""),
        ("appraisal_2012", EVEN, date(2025, 9, 30), ""),
        ("appraisal_2012", EVEN, date(2025, 10, 1), "since 1 October 2025 another"),
        ("appraisal_2026", NEW, date(2025, 10, 1), ""),
        ("appraisal_2026", NEW, date(2027, 1, 1), "law as known in 2026"),
    ],
)
def test_a_day_after_a_system_gets_a_notice_not_a_refusal(
    name: str, weights: tuple[int, ...], on: date, said: str
) -> None:
    """The score is the same on any day from the system's first; that another has taken its place is announced."""
    found = work((4, 4, 4, 4, 4), weights, on, name)
    assert found.value["score"] == 400
    outdated = [notice.text for notice in found.notices if notice.kind == "outdated"]
    assert len(outdated) == bool(said)
    assert said in " ".join(outdated)


@pytest.mark.parametrize(
    ("name", "weights", "on", "first"),
    [
        ("appraisal_2012", EVEN, date(2012, 1, 3), "4 January 2012"),
        ("appraisal_2012", EVEN, date.min, "4 January 2012"),
        ("appraisal_2026", NEW, date(2025, 9, 30), "1 October 2025"),
    ],
)
def test_a_day_before_a_system_is_refused(name: str, weights: tuple[int, ...], on: date, first: str) -> None:
    """Nothing is scored by a system that was not there yet; the refusal says from when it is."""
    with pytest.raises(NotInForceError, match=f"in force from {first}"):
        work((4, 4, 4, 4, 4), weights, on, name)


def test_ratings_and_weights_are_needed() -> None:
    """What is missing is asked for, with the order of the elements in its label."""
    with pytest.raises(MissingInputError) as missing:
        work(None, None)
    assert [need.name for need in missing.value.needs] == ["ratings", "weights"]
    assert all("Leading Change, Leading People" in need.label for need in missing.value.needs)


def test_the_working_multiplies_and_adds() -> None:
    """The steps show the check of the weights, each product, the sum, the override and the band."""
    steps = work((4, 5, 3, 4, 4), EXAMPLE).steps
    assert [step.value for step in steps[:7]] == ["100", "40", "50", "30", "40", "240", "400"]
    assert [step.value for step in steps[7:]] == ["no override", "Level 4", "none"]
    assert steps[6].expression == "40 + 50 + 30 + 40 + 240"
    assert steps[8].expression == "400 ≤ 400 ≤ 474"
    assert work((5, 5, 5, 5, 5), EVEN).steps[8].expression == "475 ≤ 500 ≤ 500"


@given(levels, shares(), shares())
def test_the_score_is_linear_in_the_weights(ratings: list[int], first: list[int], second: list[int]) -> None:
    """The score of a mean of two weightings is the mean of their scores."""
    of = system("2012")
    one, two = (summary(of, ratings, [Decimal(weight) for weight in weights]).score for weights in (first, second))
    mean = [Decimal(a + b) / 2 for a, b in zip(first, second, strict=True)]
    assert summary(of, ratings, mean).score == (one + two) / 2


@given(levels, shares(), st.permutations(range(4)))
def test_the_order_of_element_pairs_does_not_matter(ratings: list[int], weights: list[int], order: list[int]) -> None:
    """Swapping whole pairs of rating and weight changes neither score nor level."""
    places = [*order, 4]
    one = work(ratings, weights).value
    other = work([ratings[place] for place in places], [weights[place] for place in places]).value
    assert (one["score"], one["level"]) == (other["score"], other["level"])


@given(levels, shares(), st.integers(0, 4))
def test_a_better_rating_never_lowers_score_or_level(ratings: list[int], weights: list[int], place: int) -> None:
    """Raising one element raises the score by its weight and never lowers the level; scores stay from 100 to 500."""
    better = [min(5, rating + 1) if place == here else rating for here, rating in enumerate(ratings)]
    low, high = work(ratings, weights).value, work(better, weights).value
    gain = weights[place] if ratings[place] < 5 else 0
    assert Decimal(str(high["score"])) - Decimal(str(low["score"])) == gain
    assert Decimal(str(high["level"])) >= Decimal(str(low["level"]))
    assert 100 <= Decimal(str(low["score"])) <= 500


@given(levels, shares())
def test_the_smallest_change_is_the_smallest(ratings: list[int], weights: list[int]) -> None:
    """It reaches a higher level, and no raise by fewer levels, or by as many for fewer points, does."""
    of, exact = system("2012"), [Decimal(weight) for weight in weights]
    now, change = summary(of, ratings, exact), smallest_change(of, ratings, exact)
    reaching = []
    for place, new in product(range(5), range(2, 6)):
        then = summary(of, [*ratings[:place], new, *ratings[place + 1 :]], exact)
        if new > ratings[place] and then.level > now.level:
            reaching.append((new - ratings[place], then.score))
    if change is None:
        assert reaching == []
    else:
        assert change.summary.level > now.level
        assert (change.new - change.old, change.summary.score) == min(reaching)
