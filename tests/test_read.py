"""Raw documents of a folder: what is taken in, and why the rest is not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.read import SourceDocument, Unread, read_folder
from ingest.sections import sections_of
from ingest.split import split


def documents(folder: Path) -> list[SourceDocument]:
    return [item for item in read_folder(folder) if isinstance(item, SourceDocument)]


def unread(folder: Path) -> list[Unread]:
    return [item for item in read_folder(folder) if isinstance(item, Unread)]


def test_reads_text_and_markdown(folder: Path) -> None:
    """Text and Markdown files become verbatim documents, in name order."""
    found = documents(folder)
    assert [item.document.id for item in found] == ["leave", "pay"]
    assert {item.document.kind for item in found} == {"verbatim"}
    assert unread(folder) == []


@pytest.mark.parametrize(
    "text",
    ["Words.\n", "a\r\nb\r\n", "  spaces stay \n\n\n", "“quotes” – ½\u2028x\n"],
    ids=["n", "rn", "spaces", "signs"],
)
def test_keeps_the_text_as_it_is(tmp_path: Path, text: str) -> None:
    """The text of a document is exactly what the file says, line ends and spaces included."""
    raw = text.encode("utf-8")
    (tmp_path / "a.txt").write_bytes(raw)
    (item,) = documents(tmp_path)
    assert item.text == text
    assert item.sha256 == hashlib.sha256(raw).hexdigest()


def test_leaves_out_a_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark is no part of the text."""
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfWords.")
    assert documents(tmp_path)[0].text == "Words."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_reads_utf_16_by_its_mark(tmp_path: Path, encoding: str) -> None:
    """A text that says by its first bytes that it is UTF-16 is read as that, the mark left out."""
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    (tmp_path / "a.txt").write_bytes(mark + "Café – “words”.\r\n".encode(encoding))
    assert documents(tmp_path)[0].text == "Café – “words”.\r\n"


FRONT = "---\ntitle: Leave of executives\nauthor: Office of Examples\ndate: 2025-06-20\ntags:\n- leave\n---\n"


def test_front_matter_tells_of_the_page_and_is_no_text(tmp_path: Path) -> None:
    """What stands between two rules at the head names title, publisher and day; it never becomes a passage."""
    (tmp_path / "a.md").write_text(f"{FRONT}\n# Leave\n\nExecutives earn leave.\n", encoding="utf-8")
    (item,) = documents(tmp_path)
    told = item.document
    assert (told.title, told.publisher, told.date) == ("Leave of executives", "Office of Examples", "2025-06-20")
    sections, left = sections_of(item.text, told.title)
    assert [item.text[b.start : b.end] for section in sections for b in section.blocks] == ["Executives earn leave."]
    assert {part.why for part in left} == {"front matter"}


@pytest.mark.parametrize("text", ["---\nWords stand here.\n---\nMore.\n", "---\ntitle: Never closed\n\nWords.\n"])
def test_two_rules_alone_are_no_front_matter(tmp_path: Path, text: str) -> None:
    """Sentences between rules, or a head that is never closed, stay text."""
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (item,) = documents(tmp_path)
    _, left = sections_of(item.text, item.document.title)
    assert not [part for part in left if part.why == "front matter"]


def test_the_byline_of_a_page_is_its_publisher_and_no_passage(tmp_path: Path) -> None:
    """The name between title and date tells who speaks; it is neither quoted nor a heading over the text."""
    text = "Memo on desks\nOffice of Examples\nMarch 3, 2016\n\nDesks are shared by two.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (item,) = documents(tmp_path)
    assert item.document.publisher == "Office of Examples"
    (passage,) = split(item)
    assert (passage.heading, passage.text) == (("Memo on desks",), "Desks are shared by two.")


@pytest.mark.parametrize("said", ["March 3, 2016", "Effective March 3, 2016", "As of: March 3, 2016"])
def test_the_date_of_a_page_is_no_heading(tmp_path: Path, said: str) -> None:
    """A line that only gives the day dates the document and neither heads nor stands in its text."""
    (tmp_path / "a.txt").write_text(f"Parking rules\n{said}\n\nSpaces are drawn by lot.\n", encoding="utf-8")
    (item,) = documents(tmp_path)
    assert (item.document.date, item.document.publisher) == ("2016-03-03", "unknown")
    (section,), _ = sections_of(item.text, item.document.title)
    assert section.trail == ("Parking rules",)
    assert [item.text[b.start : b.end] for b in section.blocks] == ["Spaces are drawn by lot."]


def test_underlined_lines_are_headings(tmp_path: Path) -> None:
    """A line over "===" or "---" heads what follows, and the rule itself is never quoted."""
    text = "TRANSIT\n=======\n\nAmount\n------\nIt pays $300 a month.\n\nHow to join\n-----------\nSend the form.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (item,) = documents(tmp_path)
    found = {passage.heading[-1]: passage.text for passage in split(item)}
    assert found == {"Amount": "It pays $300 a month.", "How to join": "Send the form."}


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "# Leave rules\n\nWords.\n", "Leave rules"),
        ("a.md", "Words.\n\n## Second level\nMore.\n", "Second level"),
        ("annual_leave-guide.txt", "Words.\n", "annual leave guide"),
    ],
)
def test_titles_a_document(tmp_path: Path, name: str, text: str, title: str) -> None:
    """A document is titled by its first heading, else by its file name in words."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert documents(tmp_path)[0].document.title == title


def test_names_documents_by_their_path(tmp_path: Path) -> None:
    """A document in a subfolder carries the folder in its id, so that equal file names stay apart."""
    for name in ("pay.txt", "old/pay.txt", "Ünder stand.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Words.", encoding="utf-8")
    assert sorted(item.document.id for item in documents(tmp_path)) == ["nder-stand", "old-pay", "pay"]


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.xls", b"Words.", ".xls"),
        ("notes", b"Words.", "without a suffix"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt", "naïve".encode("latin-1"), "not UTF-8 text but perhaps Windows-1252"),
        ("a.txt", b"caf\x81\xe9", "not UTF-8 text: save"),
        ("a.txt", "Words.".encode("utf-16") + b"x", "UTF-16"),
        ("a.md", b"Words\0 and more", "binary"),
    ],
)
def test_says_why_a_file_is_not_read(tmp_path: Path, name: str, raw: bytes, says: str) -> None:
    """A file that cannot be taken in comes back with its path and a reason in words."""
    (tmp_path / name).write_bytes(raw)
    (item,) = read_folder(tmp_path)
    assert isinstance(item, Unread)
    assert item.path == tmp_path / name
    assert says in item.reason


def test_refuses_a_huge_file(tmp_path: Path) -> None:
    """A file beyond the size limit is named and not read."""
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(20_000_001)
    (item,) = unread(tmp_path)
    assert "split it" in item.reason


@pytest.mark.parametrize("hidden", [".a.txt", ".git/a.txt"])
def test_passes_over_hidden_files(tmp_path: Path, hidden: str) -> None:
    """Files and folders that start with a dot are not looked at."""
    path = tmp_path / hidden
    path.parent.mkdir(exist_ok=True)
    path.write_text("Words.", encoding="utf-8")
    assert list(read_folder(tmp_path)) == []


def test_does_not_follow_links_out_of_the_folder(tmp_path: Path) -> None:
    """A symbolic link brings no file from elsewhere into the documents."""
    (tmp_path / "secret.txt").write_text("Words.", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").symlink_to(tmp_path / "secret.txt")
    assert documents(tmp_path / "docs") == []


def test_reports_a_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system will not open is reported like any other, and the rest is read."""
    read_bytes = Path.read_bytes

    def guarded(path: Path) -> bytes:  # the suite may run as root, whom no file mode stops
        if path.name == "pay.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", guarded)
    found = list(read_folder(folder))
    assert [item.path.name for item in found if isinstance(item, Unread)] == ["pay.txt"]
    assert [item.document.id for item in found if isinstance(item, SourceDocument)] == ["leave"]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Office of Finance. Last updated May 4, 2026.", "2026-05-04"),
        ("*Merrowdale Library. Valid from 1 April 2022.*", "2022-04-01"),
        ("Northmoor. Version 4.1, in force from 1 January 2026.", "2026-01-01"),
        ("*Leaflet for new staff. Printed August 2021.*", "2021-08"),
        ("Reviewed 2025-11-30", "2025-11-30"),
        ("The pool opens on May 4, 2026 at noon.", "unknown"),
        ("Valid from 31 February 2026.", "unknown"),
        (
            "The rule that was revised on May 4, 2016 after a long review by the boards of all three of our offices"
            " does not hold for guests.",
            "unknown",
        ),
    ],
)
def test_a_page_says_in_a_brief_sentence_of_which_day_it_is(tmp_path: Path, said: str, day: str) -> None:
    """A brief sentence on version, review or validity dates a document; a date in what it tells does not."""
    (tmp_path / "page.md").write_text(f"# Lending\n\n{said}\n\nGuests may borrow three books.\n", encoding="utf-8")
    [item] = read_folder(tmp_path)
    assert isinstance(item, SourceDocument)
    assert item.document.date == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("14 April 2026", "2026-04-14"),
        ("Tuesday, 14 April 2026", "2026-04-14"),
        ("Board minutes, 9 June 2026", "2026-06-09"),
        ("1st of May 2026", "2026-05-01"),
    ],
)
def test_a_day_written_first_dates_a_page(tmp_path: Path, line: str, day: str) -> None:
    """The day of minutes is theirs; the day from which something holds that they tell of is not."""
    told = "The rent rises to 1,290 euros from 1 July 2026."
    (tmp_path / "minutes.txt").write_text(f"MINUTES\n{line}\n\n1. MONEY\n{told}\n", encoding="utf-8")
    [item] = read_folder(tmp_path)
    assert isinstance(item, SourceDocument)
    assert item.document.date == day


def test_a_memo_is_titled_by_its_subject(tmp_path: Path) -> None:
    """What stands above a memo tells of it: its subject is its title, its date is its own."""
    head = "# Memorandum\n\nTo: All staff\nFrom: The director\nDate: 3 March 2026\nSubject: Telework for executives\n"
    (tmp_path / "memo.md").write_text(f"{head}\nExecutives may telework two days a week.\n", encoding="utf-8")
    [item] = read_folder(tmp_path)
    assert isinstance(item, SourceDocument)
    assert (item.document.title, item.document.date) == ("Telework for executives", "2026-03-03")
