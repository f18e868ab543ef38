"""What the benchmark reports: targets, table, README lines and chart from one set of figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import report

ROOT = Path(__file__).resolve().parent.parent


def side(scale: float) -> dict[str, Any]:
    """Return the warm figures of one side."""
    spread = {"p50": 6.0 * scale, "p95": 9.0 * scale, "of": 300}
    floor = {"p50": 4.0 * scale, "p95": 5.0 * scale, "of": 300}
    stages = {"total": spread, "outside the encoder": spread, "floor: one encoder pass": floor}
    return {"peak_mb": 300.0 * scale, "stages": stages}


@pytest.fixture
def found() -> dict[str, Any]:
    """Return figures as the benchmark stores them; the plain stack is four times as slow and large."""
    return {
        "machine": {"cores": 2, "python": "3.11", "load": 0.5},
        "build": {name: {"seconds": 20.0, "passages": 300, "texts": 3000} for name in ("product", "plain")},
        "cold": {
            name: {"seconds": 2.0 * scale, "processor_seconds": 2.0 * scale}
            for name, scale in (("product", 1), ("plain", 4))
        },
        "warm": {"product": side(1), "plain": side(4)},
        "search": {"300": 5.0, "3000": 6.0, "30000": 11.0, "100000": 12.0},
    }


def test_each_target_is_judged_by_its_ratio(found: dict[str, Any]) -> None:
    """First and warm answers, the milliseconds outside, memory and growth: figures and whether each holds."""
    assert [(figure, held) for _, figure, _, held in report.ratios(found)] == [
        (4, True),
        (4, True),
        (6, True),
        (0.25, True),
        (2.2, False),
    ]


def test_the_table_tells_everything(found: dict[str, Any]) -> None:
    """Every size, side and target stands in the Markdown."""
    told = report.table(found)
    for part in (
        "100,000",
        "| no |",
        "product: outside the encoder",
        "plain: total",
        "300 distinct questions",
        "more than 6.00",
    ):
        assert part in told


def test_the_readme_gets_four_lines(found: dict[str, Any], tmp_path: Path) -> None:
    """The lines between the marks are replaced, however often, and nothing else; a README without marks is told."""
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    for _ in range(2):
        report.write_into(readme, found)
    lines = readme.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("before", "after", 8)
    assert all(line.startswith("- ") for line in lines[2:6])
    readme.write_text("nothing", encoding="utf-8")
    with pytest.raises(SystemExit, match="lacks the marks"):
        report.write_into(readme, found)


def test_the_readme_has_the_marks() -> None:
    """The README of the checkout has a place for the lines."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.index(report.BEGIN) < text.index(report.END)


def test_the_chart_is_drawn(found: dict[str, Any], tmp_path: Path) -> None:
    """The chart is a PNG with four panels, wide enough to be read."""
    report.chart(found, tmp_path / "speed.png")
    assert (tmp_path / "speed.png").read_bytes().startswith(b"\x89PNG")
