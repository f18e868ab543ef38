"""Readers: what each format gives, what each refuses and why, and that no input makes one stumble."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.read import READERS, SourceDocument, Unread, read_folder
from ingest.readers import Text, UnreadableError, pdf, plain, separated, webpage, word
from ingest.split import split

RATES = [["Level", "Rate"], ["Level I", "$100"], ["Level II", "$90"]]
RULE = "Executives earn eight hours of annual leave in each full pay period."


def pdf_file(pages: int = 1) -> bytes:
    """Make a PDF with a title, a heading, a paragraph and a ruled table on each page."""
    made, styles = io.BytesIO(), getSampleStyleSheet()
    parts: list[object] = []
    for _ in range(pages):
        parts += [Paragraph("Leave of executives", styles["Heading1"]), Paragraph(f"{RULE} " * 3, styles["BodyText"])]
        parts.append(Table(RATES, style=TableStyle([("GRID", (0, 0), (-1, -1), 1, "black")])))
    SimpleDocTemplate(made, pagesize=LETTER, title="Leave handbook").build(parts)
    return made.getvalue()


def docx_file() -> bytes:
    """Make a DOCX with a title, a heading, a paragraph, a list and a table."""
    document, made = docx.Document(), io.BytesIO()
    document.core_properties.title = "Leave handbook"
    document.add_heading("Leave of executives", level=1)
    document.add_paragraph(RULE)
    document.add_paragraph("Sick leave is earned, too.", style="List Bullet")
    table = document.add_table(rows=0, cols=2)
    for row in RATES:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(made)
    return made.getvalue()


PAGE = f"""<!doctype html><html><head><title>Leave handbook</title><script>var x = "secret";</script>
<meta name="dcterms.modified" content="2025-03-01"></head><body><nav>Home | Leave | Pay</nav>
<div class="cookie-banner">We use cookies.</div><main><h1>Leave of executives</h1><p>{RULE}</p>
<details><summary>May leave be carried over?</summary><p>Yes, up to a ceiling.</p></details>
<button aria-expanded="false" aria-controls="p1">Sick leave</button><div id="p1" hidden>It has no ceiling.</div>
<dl><dt>Home leave</dt><dd>Only abroad.</dd></dl>
<table><tr><th>Level</th><th>Rate</th></tr><tr><td>Level I</td><td>$100</td></tr></table>
<img src="http://example.invalid/x.png"><a href="http://example.invalid/">More</a></main>
<footer>All rights reserved</footer></body></html>""".encode()


def trails(text: Text, folder: Path) -> dict[str, str]:
    """Return the passages of a text by their last heading."""
    (folder / "a.md").write_text(text.text, encoding="utf-8")
    (item,) = read_folder(folder)
    assert isinstance(item, SourceDocument)
    return {passage.heading[-1]: passage.text for passage in split(item)}


@pytest.mark.parametrize(
    ("text", "heads"),
    [(word.read(docx_file()), "Leave of executives"), (webpage.read(PAGE), "Leave of executives")],
    ids=["docx", "html"],
)
def test_headings_and_tables_survive(text: Text, heads: str, tmp_path: Path) -> None:
    """A heading stands over its text, and a table keeps its rows under the header row."""
    assert text.title in ("Leave handbook", "Leave of executives")
    assert f"# {heads}" in text.text
    assert RULE in text.text
    assert re.search(r"\| Level \| Rate \|\n\| --- \| --- \|\n\| Level I \| \$100 \|", text.text)


def test_the_items_of_an_ordered_list_keep_their_numbers() -> None:
    """Steps are numbered as the page shows them, from where it starts them; other items get a mark."""
    page = "<html><body><h1>Do</h1><ol start='3'><li>Stop.</li><li>Call.</li></ol><ul><li>Wait.</li></ul></body></html>"
    text = webpage.read(page.encode()).text
    assert [line for line in text.splitlines() if line] == ["# Do", "3. Stop.", "4. Call.", "- Wait."]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_file_of_separated_values_is_a_table(mark: str) -> None:
    """Whatever separates them, the first row is the header; lines above it stay above, bars and breaks hurt nothing."""
    rows = [["Route", "Fare"], ["A", '"9.40 | one\nway"'], ["", ""], ["B", "4.70"]]
    raw = "Fares from 1 April\n" + "\n".join(mark.join(row) for row in rows) + "\n"
    text = separated.read(raw.encode()).text
    assert text == "Fares from 1 April\n\n| Route | Fare |\n| --- | --- |\n| A | 9.40 / one way |\n| B | 4.70 |\n"


@pytest.mark.parametrize(
    ("raw", "says"),
    [(b"", "empty"), (b"one\ntwo\n", "no row"), (b"a,b\n" * 6_000, "5,000 rows"), (b"caf\xe9,1\n", "UTF-8")],
)
def test_what_is_no_table_is_refused(raw: bytes, says: str) -> None:
    """An empty file, one without columns, one of data and one in another encoding say what is wrong."""
    with pytest.raises(UnreadableError, match=says):
        separated.read(raw)


def test_a_cell_over_two_columns_stands_once() -> None:
    """The words of a merged cell are not said for each column that it spans; one over two rows stands in both."""
    document, made = docx.Document(), io.BytesIO()
    table = document.add_table(2, 3)
    for i, words in enumerate(("Unit", "Fee", "", "", "$5", "$6")):
        table.cell(i // 3, i % 3).text = words
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    document.save(made)
    head, _, row = re.findall(r"^\|.*\|$", word.read(made.getvalue()).text, re.M)
    assert (head, row) == ("| Unit | Fee |  |", "| Unit | $5 | $6 |")


def test_a_pdf_gives_its_headings_paragraphs_and_tables() -> None:
    """Larger letters are headings, wrapped lines one paragraph, a ruled table rows under its header."""
    text = pdf.read(pdf_file())
    assert text.title == "Leave handbook"
    assert "# Leave of executives" in text.text
    assert " ".join([RULE] * 3) in text.text
    assert "| Level | Rate |\n| --- | --- |\n| Level I | $100 |" in text.text


def test_a_page_gives_what_its_accordions_hold_and_no_furniture(tmp_path: Path) -> None:
    """Summaries, accordion buttons and terms head their panels; navigation, scripts and notes are left out."""
    text = webpage.read(PAGE)
    found = trails(text, tmp_path)
    assert found["May leave be carried over?"] == "Yes, up to a ceiling."
    assert found["Sick leave"] == "It has no ceiling."
    assert found["Home leave"].startswith("Only abroad.")
    assert not re.search("secret|cookies|rights|example.invalid", text.text)
    assert text.date == "2025-03-01"
    assert {why for why, _ in text.furniture} >= {"nav", "footer"}


def encrypted_pdf() -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(pdf_file())))
    writer.encrypt("secret")
    writer.write(made)
    return made.getvalue()


def image_pdf() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.rect(50, 50, 300, 300, fill=1)
    canvas.save()
    return made.getvalue()


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("word/document.xml", b"\0" * 150_000_000)
    return made.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><p>Words &x;.</p></html>'


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", pdf_file(), "begins like a PDF"),
        ("a.txt", bytes(range(1, 32)) * 50, "binary"),
        ("a.txt", "naïve".encode("latin-1"), "UTF-8"),
        ("a.html", b"<html><body><nav>Home</nav></body></html>", "empty"),
        ("a.html", b"<html><body><p>Words <a hre", "truncated"),
        ("a.html", b"<div>" * 5000 + b"deep" + b"</div>" * 5000, "nested too deeply"),
        ("a.html", '<meta charset="utf-8"><p>naïve</p>'.encode("latin-1"), "UTF-8"),
        ("a.html", b'<meta charset="no-such"><p>Words</p>', "NO-SUCH"),
        ("a.pdf", pdf_file()[:-400], "truncated"),
        ("a.pdf", b"Words.", "no PDF"),
        ("a.pdf", encrypted_pdf(), "encrypted"),
        ("a.pdf", image_pdf(), "image-only"),
        ("a.pdf", b"%PDF-1.7\nnothing\n%%EOF", "damaged|image-only"),
        ("a.docx", docx_file()[:-300], "truncated"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "encrypted, or an old"),
        ("a.docx", bomb(), "unpacks to more"),
        ("a.docx", b"Words.", "truncated or damaged"),
        ("a.xlsx", b"Words.", ".xlsx cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, raw: bytes, says: str) -> None:
    """Whatever is wrong with a file comes back as one reason, and the file beside it is still read."""
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.md").write_text("# Leave\n\nExecutives earn leave.\n", encoding="utf-8")
    bad, good = read_folder(tmp_path)
    assert isinstance(bad, Unread)
    assert re.search(says, bad.reason)
    assert "\n" not in bad.reason
    assert isinstance(good, SourceDocument)


def test_no_external_entity_is_resolved() -> None:
    """An entity that names a file stays unresolved: nothing outside a document is ever opened."""
    host = Path("/etc/hostname").read_text(encoding="utf-8").strip() if Path("/etc/hostname").exists() else "nowhere"
    assert host not in webpage.read(ENTITY).text


def test_a_file_of_200_mb_is_not_opened(tmp_path: Path) -> None:
    """A file beyond the limit is told by its size alone."""
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(200_000_000)
    (item,) = read_folder(tmp_path)
    assert isinstance(item, Unread)
    assert "larger than" in item.reason


@pytest.mark.parametrize("suffix", sorted(set(READERS) - {".pdf"}))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
@example(raw=b"PK\x03\x04")
@example(raw=b"<p>\xf0\x9f")
def test_no_bytes_make_a_reader_stumble(suffix: str, raw: bytes) -> None:
    """Any bytes are read or refused with a reason; no reader raises anything else."""
    with suppress(UnreadableError):
        assert READERS[suffix](raw).text.strip()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_damage_makes_the_pdf_reader_stumble(data: st.DataObject) -> None:
    """A PDF with bytes changed anywhere is read or refused with a reason, in the reading process and out of it."""
    raw = bytearray(pdf_file())
    for _ in range(data.draw(st.integers(1, 20))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    found, reason = pdf.extract(bytes(raw))
    assert (found is None) == bool(reason)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_damage_makes_the_word_reader_stumble(data: st.DataObject) -> None:
    """A DOCX with bytes changed anywhere is read or refused with a reason."""
    raw = bytearray(docx_file())
    for _ in range(data.draw(st.integers(1, 20))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UnreadableError):
        assert word.read(bytes(raw)).text.strip()


def test_plain_text_is_kept_to_the_character() -> None:
    """What a text file says is its text, so that offsets are those of the file."""
    assert plain.read(b"A\r\n\tB  \n").text == "A\r\n\tB  \n"
