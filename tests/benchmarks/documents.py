"""``python -m tests.benchmarks.documents [FILES] [SECTIONS]``: builds of many documents, PDF libraries.

Writes ``documents.md``: how much of a build is the encoder's own batch work, how steady the memory is, what one changed
file costs, how much of a text each PDF library gives back. Seconds vary by machine; shares are the result.
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
import pypdf
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from assistant.encoder import Encoder, Vectors, open_encoder
from ingest.build import Report, build, prepare
from ingest.readers import pdf
from tests.benchmarks.memory import resident

HERE = Path(__file__).parent
NOUNS = tuple("award leave rating appraisal transfer hearing notice ceiling balance waiver stipend roster".split())  # noqa: SIM905
VERBS = ["requires", "limits", "ends", "delays", "covers", "replaces", "confirms", "reviews"]
THINGS = ("the regional office", "a written request", "the panel", "each quarter", "the second review", "a signed form")


class TimedEncoder(Encoder):
    """The encoder with a watch on its own batch work, wall and processor time."""

    def __init__(self, home: Path) -> None:
        plain = open_encoder(home, taught=False)
        super().__init__(plain.source, plain.folder, plain.fingerprint)
        self.seconds = self.cpu = 0.0
        self.texts = 0

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Encode and remember how long it took."""
        wall, cpu = time.perf_counter(), time.process_time()
        found = super().encode(texts, progress)
        self.seconds, self.cpu = self.seconds + time.perf_counter() - wall, self.cpu + time.process_time() - cpu
        self.texts += len(texts)
        return found


def write_corpus(folder: Path, files: int, sections: int) -> None:
    """Write ``files`` documents of ``sections`` sections each; no two sections say the same."""
    chance = random.Random(7)
    for number in range(files):
        lines = [f"# Policy {number}", ""]
        for section in range(sections):
            noun, other = chance.sample(NOUNS, 2)
            lines += [f"## {noun.title()} {number}-{section}", ""]
            for _ in range(chance.randint(1, 3)):
                name = "".join(chance.choice("bcdfglmnprst") + chance.choice("aeiou") for _ in range(3))
                things = chance.choice(THINGS)
                lines.append(f"The {name} {noun} {chance.choice(VERBS)} {things} before the {other} of {name} begins.")
            lines.append("")
        (folder / f"policy-{number:05}.md").write_text("\n".join(lines), encoding="utf-8")


def timed(home: Path, folder: Path, encoder: TimedEncoder, memory: list[float]) -> tuple[Report, float, float]:
    """Build and return the report with its wall and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    report = build(home, [str(folder)], encoder, lambda done, total: memory.append(resident()))
    return report, time.perf_counter() - wall, time.process_time() - cpu


def measure_builds(files: int, sections: int, home: Path) -> list[str]:
    """Measure a full build, and one after one file has changed."""
    folder = Path(tempfile.mkdtemp(prefix="bench-docs-"))
    write_corpus(folder, files, sections)
    encoder, memory = TimedEncoder(home), []
    prepare(encoder)
    encoder.encode(["warm"])
    encoder.seconds = encoder.cpu = 0.0
    full, wall, cpu = timed(home, folder, encoder, memory)
    own, own_cpu = encoder.seconds, encoder.cpu
    changed = folder / "policy-00003.md"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Policy 3", "Policy three"), encoding="utf-8")
    again, wall_again, cpu_again = timed(home, folder, encoder, [])
    half = memory[len(memory) // 2] if memory else resident()
    return [
        f"{files} files, {full.new} passages, {full.embedded} texts embedded.",
        "",
        "| | wall | processor |",
        "| --- | --- | --- |",
        f"| full build | {wall:.1f} s | {cpu:.1f} s |",
        f"| of it the encoder's batches | {own:.1f} s | {own_cpu:.1f} s |",
        f"| share of the encoder's own throughput | {own / wall:.1%} | {own_cpu / cpu:.1%} |",
        f"| one changed file ({again.embedded} texts embedded) | {wall_again:.1f} s | {cpu_again:.1f} s |",
        f"| of a full build | {wall_again / wall:.1%} | {cpu_again / cpu:.1%} |",
        "",
        f"Memory while embedding: {half:.0f} MB half way, {memory[-1] if memory else half:.0f} MB at the end.",
    ]


def measure_pdf() -> list[str]:
    """Compare the PDF libraries on pages made from the source documents: share of words in their order, and time."""
    paths = sorted(Path("/work/shared/sources").glob("*.txt")) or sorted((HERE.parents[1] / "corpus").rglob("*.md"))
    lines = [
        "",
        "| PDF library | paragraphs given back whole | headings marked | seconds |",
        "| --- | --- | --- | --- |",
    ]
    readers: dict[str, Callable[[bytes], str]] = {"pypdf": _by_pypdf, "pdfplumber": _by_pdfplumber, "ours": _ours}
    for name, reader in readers.items():
        whole = total = marked = heads = 0
        since = time.perf_counter()
        for path in paths:
            raw, paragraphs, titles = _make_pdf(path.read_text(encoding="utf-8"))
            given = re.sub(r"[ \t]+", " ", reader(raw))
            whole += sum(text in given for text in paragraphs)
            total += len(paragraphs)
            marked += sum(bool(re.search(rf"(?m)^#+ {re.escape(title)}$", given)) for title in titles)
            heads += len(titles)
        lines.append(f"| {name} | {whole}/{total} | {marked}/{heads} | {time.perf_counter() - since:.1f} |")
    return lines


def _make_pdf(text: str) -> tuple[bytes, list[str], list[str]]:
    styles, made = getSampleStyleSheet(), io.BytesIO()
    lines = [" ".join(re.sub(r"[^\x20-\x7e]", " ", line).split()) for line in text.splitlines()]
    lines = [line for line in lines if len(line) > 3 and "|" not in line]
    heads = [line for line in lines if line.endswith("?") and len(line) < 60]
    parts = [
        Paragraph(re.sub("[<>&]", "", line), styles["Heading2" if line in heads else "BodyText"]) for line in lines
    ]
    SimpleDocTemplate(made).build(parts)
    return made.getvalue(), [line for line in lines if line not in heads and not re.search("[<>&]", line)], heads


def _by_pypdf(raw: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages)


def _by_pdfplumber(raw: bytes) -> str:
    with pdfplumber.open(io.BytesIO(raw)) as file:
        return "\n".join(page.extract_text() for page in file.pages)


def _ours(raw: bytes) -> str:
    found, reason = pdf.extract(raw)
    return found.text if found else reason


def main() -> int:
    """Measure, print and write ``documents.md``."""
    files, sections = (int(word) for word in (*sys.argv[1:3], "1000", "10")[:2])
    lines = ["# Own documents", "", "Written by `python -m tests.benchmarks.documents FILES SECTIONS`.", ""]
    home = Path(sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp(prefix="bench-home-"))
    text = "\n".join([*lines, *measure_builds(files, sections, home), *measure_pdf()]) + "\n"
    print(text)
    (HERE / "documents.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
