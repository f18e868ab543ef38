"""From raw text to passages: exact slices, sections by heading, sentences that keep their words."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.types import Document, Passage
from ingest.lines import lines_of
from ingest.passages import headings_of
from ingest.read import SourceDocument
from ingest.sections import sections_of, subject_line
from ingest.split import LONGEST, sentence_spans, split

WORD = st.sampled_from(["pay", "Leave", "12", "§", "U.S.C.", "No.", "e.g.", "(b)", "“ok”", "–", "*", "é", "•", "$5.2"])
LINE = st.lists(WORD, min_size=0, max_size=40).map(" ".join)
END = st.sampled_from([" ", ". ", "! ", "\n", ".\r\n", "\n\n", "\n- ", "\n1. ", ".\t"])
PROSE = st.lists(st.tuples(LINE, END), min_size=1, max_size=40).map(lambda parts: "".join(a + b for a, b in parts))
ANY = st.text(st.sampled_from(list("aB1 .?!#-*•\n\r\t\"')]\u2028\x0c")), max_size=300)


def passages(text: str, title: str = "Guide") -> list[Passage]:
    document = Document("guide", title, "unknown", "verbatim", "unknown", "unknown")
    return list(split(SourceDocument(document, text, "0" * 64)))


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))


@settings(max_examples=60, deadline=None)
@given(st.one_of(ANY, PROSE))
def test_every_passage_is_an_exact_slice(text: str) -> None:
    """Passages stand word for word in the document, one after the other, none overlapping the next."""
    at = 0
    for passage in passages(text):
        found = text.find(passage.text, at)
        assert found >= at
        at = found + len(passage.text)


@settings(max_examples=60, deadline=None)
@given(PROSE)
def test_passages_lose_no_word(text: str) -> None:
    """Every line of a document with a letter or figure is in a passage, is a heading, or is told as left out."""
    sections, left = sections_of(text, "Guide")
    covered = [(p.origin.start, p.origin.end) for p in passages(text) if p.origin is not None]
    covered += [(item.start, item.end) for item in left]
    headings = {letters(part) for section in sections for part in section.trail}
    for match in re.finditer(r"[^\W_]+", text):
        line = next(line for line in lines_of(text) if line.start <= match.start() < line.end)
        inside = any(start <= match.start() and match.end() <= end for start, end in covered)
        assert inside or (
            line.title and (letters(line.title) in headings or line.start in {item.start for item in left})
        )


@settings(max_examples=60, deadline=None)
@given(st.one_of(ANY, PROSE))
def test_sentences_cover_every_word(text: str) -> None:
    """The sentences of a text hold every letter and figure of it, in order, and never overlap."""
    spans = sentence_spans(text)
    assert "".join(letters(text[start:end]) for start, end in spans) == letters(text)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    assert all(start < end <= len(text) for start, end in spans)


@settings(max_examples=40, deadline=None)
@given(PROSE)
def test_no_passage_is_longer_than_the_limit(text: str) -> None:
    """However long a section is, each of its passages keeps to the limit, and none is empty."""
    assert all(0 < len(passage.text) <= LONGEST for passage in passages(text))


def test_ids_stay_apart() -> None:
    """Sections under the same heading, and the parts of a long one, all have ids of their own."""
    text = "## Pay\nOne.\n\n## Pay\n" + "Two three four. " * 200 + "\n\n## Pay\nFive.\n"
    found = [passage.id for passage in passages(text)]
    assert len(found) == len(set(found)) >= 5
    assert found[0] == "guide#pay/0"


def test_cuts_a_long_section_at_sentence_ends() -> None:
    """A long paragraph is cut between sentences, not inside one."""
    parts = passages("Staff earn eight hours of annual leave in a full pay period. " * 60)
    assert len(parts) > 1
    assert all(part.text.startswith("Staff earn") and part.text.endswith("pay period.") for part in parts)


@pytest.mark.parametrize(
    "text",
    [
        "No. Staff get no locality pay.",
        "Yes. Staff earn annual leave.",
        "no. Staff get none.",
        "No! Staff get none.",
        "No.\nStaff get none.",
        "No.\n\nStaff get none.",
    ],
)
def test_a_bare_verdict_stays_with_its_sentence(text: str) -> None:
    """A "No." or "Yes." alone is no sentence: it belongs to the one after it."""
    assert sentences(text) == [text]


def test_a_verdict_does_not_draw_in_a_second_sentence() -> None:
    """The sentence that a "No." belongs to ends where it ends."""
    assert sentences("No. Staff get none. They never did.") == ["No. Staff get none.", "They never did."]


@pytest.mark.parametrize(
    "text",
    [
        "It stands in 5 U.S.C. 5382 today.",
        "It stands in 5 C.F.R. 534 today.",
        "Work in the U.S. Government counts.",
        "See Salary Table No. 2026 for it.",
        "Ask Dr. Who or Ms. Marple about it.",
        "Some pay, e.g. Awards, counts.",
        "That is, i.e. Nothing.",
        "The minimum is 120.5 percent of it.",
        "Version 2.0 of it costs $5.2 million.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    """A full stop inside an abbreviation or a figure does not cut the sentence."""
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "It came with Pub. L. 108-136 that year.",
        "It stands in sec. 1125 of the act.",
        "Under E.O. 13111 it was reported.",
        "It began on Jan. 11, 2004 for all.",
        "Ask Prof. Oakeshott, ext. 4410, about it.",
    ],
)
def test_an_abbreviation_of_law_or_month_ends_no_sentence(text: str) -> None:
    """Citations such as "Pub. L. 108-136" and short months are not cut apart."""
    assert sentences(text) == [text]


@pytest.mark.parametrize("text", ["Staff (not all.) Others do not.", 'He wrote "no." Others wrote nothing.'])
def test_a_closing_mark_stays_with_its_sentence(text: str) -> None:
    """A bracket or quotation mark that closes after the full stop belongs to the sentence before it."""
    end = re.search(r"""[.][)"]""", text)
    assert end is not None
    assert sentences(text) == [text[: end.end()], text[end.end() + 1 :]]


@pytest.mark.parametrize(
    "text", ["1. Write your resume.\n2. Send it.", "Steps:\n1. Write it.\n2. Send it.", "a. Write it.\nb. Send it."]
)
def test_a_list_number_is_no_sentence(text: str) -> None:
    """The number of a list item is not taken for a sentence of its own."""
    assert all(re.search(r"[a-z]{2}", sentence) for sentence in sentences(text))


@pytest.mark.parametrize("mark", ["-", "*", "•"])
def test_each_bullet_is_a_sentence(mark: str) -> None:
    """Bullets are sentences of their own, without their marks."""
    assert sentences(f"They get:\n{mark} pay\n{mark} leave") == ["They get:", "pay", "leave"]


def test_emphasis_is_never_cut_in_two() -> None:
    """Stars that open or close bold words stay with the sentence they stand in."""
    text = "**Food:** never. **Drinks may be had.** Ask."
    assert sentences(text) == ["**Food:** never.", "**Drinks may be had.**", "Ask."]


def test_a_blank_line_ends_a_sentence() -> None:
    """A paragraph end cuts, full stop or not."""
    assert sentences("A heading\n\nIts text.") == ["A heading", "Its text."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Do staff get locality pay?\nNo. None.\n", [("Do staff get locality pay?", "No. None.")]),
        ("Do staff get locality pay? No. None.\n", [("Do staff get locality pay?", "No. None.")]),
        ("Do staff get locality pay? › No. None.\n", [("Do staff get locality pay?", "No. None.")]),
        ("  Do staff get locality pay?  \n\n  No.  \n", [("Do staff get locality pay?", "No.")]),
        (
            "Before it.\nDo staff get it now?\nNo.\nDo they get leave?\nYes.\n",
            [("Guide", "Before it."), ("Do staff get it now?", "No."), ("Do they get leave?", "Yes.")],
        ),
        ("# Pay\nOne.\n## Leave ##\nTwo.\n", [("Pay", "One."), ("Leave", "Two.")]),
        ("#Pay\nOne.\n", [("Guide", "#Pay\nOne.")]),
        ("# Pay\n## Leave\nTwo.\n", [("Leave", "Two.")]),
        ("# Pay\n\n", []),
        (" \n", []),
        ("**1. Due date.** Send it.\n\n**Limit:** Two.\n", [("1. Due date", "Send it."), ("Limit", "Two.")]),
        ("**Q1.2. Who may sign it?**\n\nThe head.\n", [("Who may sign it?", "The head.")]),
        (
            "**How is it done?**\n\nIt has two steps:\n\n1. Send it.\n2. Wait.\n",
            [("How is it done?", "It has two steps:\n\n1. Send it.\n2. Wait.")],
        ),
        ("**Note** that all may apply.\n", [("Guide", "**Note** that all may apply.")]),
        (
            "1. MONEY\nThe rent rises.\n\n2. STAFF\nOne is hired.\n",
            [("1. MONEY", "The rent rises."), ("2. STAFF", "One is hired.")],
        ),
        ("To: All staff\nFrom: The Chief\n\nAll may apply.\n", [("Guide", "All may apply.")]),
        ("**From:** The Chief\n\nAll may apply.\n", [("Guide", "**From:** The Chief\n\nAll may apply.")]),
    ],
)
def test_headings_and_questions_start_sections(text: str, found: list[tuple[str, str]]) -> None:
    """A Markdown heading or a line that opens with a question starts a section; one without a body gives none."""
    assert [(passage.heading[-1], passage.text) for passage in passages(text)] == found


def test_the_trail_names_the_headings_above() -> None:
    """A passage carries the title of its document and every heading that it stands under, no other."""
    text = "# Pay\n## Range\nA.\n### Minimum\nB.\n## Awards\nDo all get one?\nC.\n# Leave\nD.\n"
    assert [passage.heading for passage in passages(text)] == [
        ("Guide", "Pay", "Range"),
        ("Guide", "Pay", "Range", "Minimum"),
        ("Guide", "Pay", "Awards", "Do all get one?"),
        ("Guide", "Leave"),
    ]


def test_the_trail_names_no_heading_twice() -> None:
    """A document that is titled by its first heading does not show that heading twice in the trail."""
    assert passages("# Leave\n## Annual\nA.\n", title="Leave")[0].heading == ("Leave", "Annual")


def test_same_bytes_give_same_digests(folder: Path) -> None:
    """The same text gives the same ids and digests; a changed word changes the digest and not the id."""
    text = (folder / "leave.md").read_text(encoding="utf-8")
    (one,), (two,), (other,) = passages(text), passages(text), passages(text.replace("8 hours", "9 hours"))
    assert (one.id, one.digest) == (two.id, two.digest)
    assert one.id == other.id
    assert one.digest != other.digest


GLOSSARY = """# Terms

The board of the agency uses these terms:

- Detail — A temporary assignment to other duties. It ends on a date that is set beforehand.
- Transfer — {long} A move to another agency without a break in service of a single workday.

Anyone may ask the board for a term.
"""


def test_a_long_list_of_terms_gives_each_its_own_passage() -> None:
    """A term heads what it means, the opening words stay with the first, what follows belongs above the list."""
    first, second, after = passages(GLOSSARY.format(long="Words of a definition that goes on. " * 30))
    assert (first.heading[-1], second.heading[-1], after.heading[-1]) == ("Detail", "Transfer", "Terms")
    assert first.text.startswith("The board of the agency uses these terms:")
    assert after.text == "Anyone may ask the board for a term."


def test_a_short_list_of_terms_stays_whole() -> None:
    """Opening words and a short list are quoted together."""
    (passage,) = passages(GLOSSARY.format(long=""))
    assert "Transfer —" in passage.quote(passage.sentences[0])


def test_a_caption_of_several_lines_stays_with_its_table() -> None:
    """However many lines a caption has, it is quoted with the rows below it."""
    caption = "Table of the rates 9-B\nBasic rates of the second schedule\nEffective in May 2022"
    text = f"# Rates\n\n{caption}\nA | $1 |\n---|---|\nB | $2 |\n"
    (passage,) = passages(text)
    assert len(passage.sentences) == 1


def test_the_rows_of_a_longer_table_are_quoted_one_by_one() -> None:
    """A table of some length is a sentence a row; what opens it goes with its head, the ruled line with nothing."""
    rows = "".join(f"| Pool {n} | ${n}.50 |\n" for n in range(1, 6))
    opening = "In all of our pools the charges of this table hold:"
    table = f"| Pool | Charge |\n|---|---|\n{rows}"
    (passage,) = passages(f"# Fees\n\n{opening}\n\n{table}\nCards are sold online.\n")
    head, *others = (passage.quote(sentence) for sentence in passage.sentences)
    assert head == f"{opening}\n\n| Pool | Charge |"
    assert others == [*rows.splitlines(), "Cards are sold online."]


@pytest.mark.parametrize("gap", [" ............ ", " . . . . . . ", "      ", "\t"])
def test_a_list_set_in_columns_keeps_each_price_with_its_line(gap: str) -> None:
    """Dots or gaps between columns end no sentence, and a label such as "A1." stays with its line."""
    lines = [f"A{n}. Permit of kind {n}, per year{gap}${n}8.00" for n in range(1, 6)]
    (passage,) = passages("# Fees\n\n" + "\n".join(lines) + "\n")
    assert [passage.quote(sentence) for sentence in passage.sentences] == lines


def test_numbered_labels_stay_with_their_sentence() -> None:
    """A label of a letter and number, or of several numbers, ends no sentence."""
    said = ["C1. Leave is paid.", "4.2.1. It lasts a month."]
    assert sentences(" ".join(said)) == said


def test_a_list_of_sentences_that_name_headings_is_no_navigation() -> None:
    """Items that end in a full stop say something, whatever the headings of the page."""
    names = ["Leading boats", "Leading crews", "Mending sails", "Reading charts", "Building piers"]
    parts = "".join(f"## {name}\n\nSomebody does this every day of the year.\n\n" for name in names)
    text = f"# Work\n\n{parts}## Which five tasks are there?\n\n" + "".join(f"- {name}.\n" for name in names)
    assert passages(text)[-1].heading[-1] == "Which five tasks are there?"


def test_a_later_part_of_a_section_says_how_the_section_begins() -> None:
    """What is cut off a long section keeps its subject: the first words of the section stand above its own trail."""
    long = "Every desk is booked a week ahead by the person who wants to sit there. " * 18
    first, *later = passages(f"# Guide\n\n## Desks\n\nThe board decided the following on shared desks. {long}\n")
    assert first.heading == ("Guide", "Desks")
    assert later
    for passage in later:
        assert passage.heading == ("The board decided the following on shared desks. …", "Guide", "Desks")
        assert headings_of(passage) == ("Desks",)


def test_paragraphs_under_the_title_alone_stay_apart() -> None:
    """A page without headings has no sections to go on: its later passages carry nothing of the first."""
    long = "Every desk is booked a week ahead by the person who wants to sit there. " * 18
    assert {passage.heading for passage in passages(f"# Guide\n\n{long}\n\n{long}")} == {("Guide",)}


def test_a_numbered_heading_is_one_and_a_numbered_item_is_not() -> None:
    """Short numbered lines alone head sections, unless they stand in a list of their kind."""
    long = "This memorandum sets the pool and the ranges for the awards of the year."
    text = f"Memorandum\n\n1. PURPOSE\n\n{long}\n\n2. Award Pool\n\n{long}\n\n"
    text += "Bring these with you on the first day of work:\n\n1. Paper\n\n2. Ink\n"
    assert [passage.heading[-1] for passage in passages(text)] == ["1. PURPOSE", "2. Award Pool"]


def test_a_wrapped_line_goes_on_whatever_it_begins_with() -> None:
    """A sentence broken over lines stays whole where a line begins with a capital letter, a year or a number."""
    said = [
        "This page holds for the year that ends on the thirtieth of September,\n2026.",
        "It is read with the long and detailed Charter of the\nReview Board and with the 14th part, at least in\nMay.",
    ]
    (passage,) = passages("Page\n\n" + " ".join(said) + "\n")
    assert [passage.quote(sentence) for sentence in passage.sentences] == said


def test_a_memo_is_called_by_its_subject() -> None:
    """The title of a memo is its subject, not the name of the office above it; the line is not said again."""
    text = "BUREAU OF BUOYS\nMEMORANDUM\n\nSUBJECT:   Awards of 2026\n\nThe pool is seven percent of all basic pay.\n"
    assert subject_line(text) == "Awards of 2026"
    assert subject_line("The subject: none of this stands on a line of its own, and so on.") is None
    sections, _ = sections_of(text, "Awards of 2026")
    assert all("SUBJECT" not in name for section in sections for name in section.trail)


def test_a_long_run_without_a_sentence_end_is_read_once() -> None:
    """Twenty thousand abbreviations in a row hold no page up: before each possible end only a little is looked at."""
    assert len(sentence_spans("Dr. A " * 20_000)) == 1
