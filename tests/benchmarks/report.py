"""What ``make benchmark`` prints and draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

Found = dict[str, Any]
BEGIN, END = "<!-- make benchmark writes these lines -->", "<!-- end -->"


def ratios(found: Found) -> list[tuple[str, float, str, bool]]:
    """Return each target: what, its figure, the target in words, whether it holds."""
    cold, warm, sizes = found["cold"], found["warm"], {int(size): ms for size, ms in found["search"].items()}
    first = cold["plain"]["seconds"] / cold["product"]["seconds"]
    later = _total(found, "plain") / _total(found, "product")
    outside = warm["product"]["stages"]["outside the encoder"]["p50"]
    memory = warm["product"]["peak_mb"] / warm["plain"]["peak_mb"]
    largest = max(size for size in sizes if size <= 30_000)
    growth = sizes[largest] / sizes[300]
    return [
        ("first answer, times as fast as the plain stack", first, "at least 3", first >= 3),
        ("warm answer, times as fast as the plain stack", later, "at least 2.5", later >= 2.5),
        ("milliseconds outside the encoder, median", outside, "at most 6", outside <= 6),
        ("peak memory, share of the plain stack's", memory, "at most 0.5", memory <= 0.5),
        (f"search in {largest:,} passages, times that in 300", growth, "at most 2", growth <= 2),
    ]


def _total(found: Found, side: str) -> float:
    return float(found["warm"][side]["stages"]["total"]["p50"])


def table(found: Found) -> str:
    """Return all figures as Markdown."""
    lines = ["| target | figure | wanted | |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {what} | {figure:.2f} | {wanted} | {'yes' if held else 'no'} |"
        for what, figure, wanted, held in ratios(found)
    ]
    lines += ["", "| | this product | plain stack |", "| --- | --- | --- |", *_beside(found)]
    lines += ["", "| warm, milliseconds | p50 | p95 |", "| --- | --- | --- |"]
    for side, warm in found["warm"].items():
        lines += [f"| {side}: {stage} | {ms['p50']:.1f} | {ms['p95']:.1f} |" for stage, ms in warm["stages"].items()]
    floor = found["warm"]["product"]["stages"]["floor: one encoder pass"]["p50"]
    most = _total(found, "plain") / floor
    lines += [
        "",
        f"One bare encoder pass takes {floor:.1f} ms: with this encoder no answer is more than {most:.2f} times",
    ]
    lines += ["as fast as the plain stack's."]
    lines += ["", "| passages (synthetic vectors) | search with encoding, ms |", "| --- | --- |"]
    lines += [f"| {int(size):,} | {ms:.1f} |" for size, ms in found["search"].items()]
    machine = found["machine"]
    asked = found["warm"]["product"]["stages"]["total"]["of"]
    lines += ["", f"{machine['cores']} cores, load {machine['load']:.1f}, Python {machine['python']}."]
    lines += [f"{asked} distinct questions, no answer kept; plain: LangChain 1000/200, SentenceTransformer, Chroma."]
    return "\n".join(lines) + "\n"


def lines(found: Found) -> list[str]:
    """Return the four lines of the README."""
    cold, warm = found["cold"], found["warm"]
    first, later, outside, memory, growth = (figure for _, figure, _, _ in ratios(found))
    size = max(int(size) for size in found["search"] if int(size) <= 30_000)
    return [
        f"- The first answer of a new process takes {cold['product']['seconds']:.1f} s, {first:.1f} times as fast as"
        f" the plain stack ({cold['plain']['seconds']:.1f} s).",
        f"- The next ones take {_total(found, 'product'):.1f} ms at the median, {later:.1f} times as fast"
        f" ({_total(found, 'plain'):.1f} ms); {outside:.1f} ms of them outside the encoder.",
        f"- It needs {warm['product']['peak_mb']:.0f} MB, {memory:.0%} of the plain stack's"
        f" {warm['plain']['peak_mb']:.0f} MB.",
        f"- Search in {size:,} passages (synthetic vectors) takes {growth:.1f} times as long as in 300,"
        " encoding included.",
    ]


def write_into(readme: Path, found: Found) -> None:
    """Put the four lines between the two marks of the README."""
    before, begin, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{readme} lacks the marks {BEGIN!r} and {END!r}")
    readme.write_text(f"{before}{begin}\n" + "\n".join(lines(found)) + f"\n{end}{after}", encoding="utf-8")


def _beside(found: Found) -> list[str]:
    build, cold, warm = found["build"], found["cold"], found["warm"]
    each = {side: made["texts"] / made["passages"] for side, made in build.items()}
    speed = {side: made["texts"] / made["seconds"] for side, made in build.items()}
    rows = [
        ("first answer, own process, s", *(f"{cold[side]['seconds']:.2f}" for side in cold)),
        ("its processor time, s", *(f"{cold[side]['processor_seconds']:.2f}" for side in cold)),
        ("warm answer p50, ms", *(f"{_total(found, side):.1f}" for side in warm)),
        ("peak memory, MB", *(f"{warm[side]['peak_mb']:.0f}" for side in warm)),
        ("build, vectors a second", *(f"{speed[side]:.1f}" for side in build)),
        ("build, vectors an entry", *(f"{each[side]:.1f}" for side in build)),
    ]
    return [f"| {what} | {ours} | {theirs} |" for what, ours, theirs in rows]


def chart(found: Found, file: Path) -> None:
    """Draw first answer, warm answer and memory beside the plain stack's, and search by the number of passages."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    cold, warm = found["cold"], found["warm"]
    panels = [
        ("First answer, s", [cold[side]["seconds"] for side in cold]),
        ("Warm answer, ms", [_total(found, side) for side in warm]),
        ("Peak memory, MB", [warm[side]["peak_mb"] for side in warm]),
    ]
    figure, axes = plt.subplots(1, 4, figsize=(11, 2.6), layout="constrained")
    for axis, (title, values) in zip(axes[:3], panels, strict=True):
        bars = axis.bar(["this product", "plain stack"], values, color=["#1f5fa8", "#b0b0b0"])
        axis.bar_label(bars, fmt="{:.3g}")
        axis.set_title(title, fontsize=10)
        axis.margins(y=0.15)
    sizes = [int(size) for size in found["search"]]
    axes[3].plot(sizes, list(found["search"].values()), marker="o", color="#1f5fa8")
    axes[3].set_xscale("log")
    axes[3].set_ylim(bottom=0)
    axes[3].set_title("Search by passages, ms", fontsize=10)
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=8)
    figure.savefig(file, dpi=110)
    plt.close(figure)
