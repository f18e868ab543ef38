"""The format of the shipped corpus: what a right entry becomes, and how every fault is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import CorpusError
from assistant.types import Period
from ingest.catalogue import Source
from ingest.entries import Chapter, load_corpus

SOURCES = {
    "law": Source(
        id="law",
        title="Title 5",
        publisher="Congress",
        authority="statute",
        date="2026",
        seen="primary",
        fact_pack="U01",
        code="usc/5",
        sections=((5304.0, 5304.0), (5382.0, 5384.0)),
    ),
    "page": Source(
        id="page",
        title="A guide",
        publisher="Somebody",
        authority="commercial",
        date="2023",
        seen="source_document",
        fact_pack="SD0",
        locators=frozenset({"What is pay?"}),
    ),
}
HEAD = """\
# Pay
Topic: pay
Reviewed: 2026-11-21, not reviewed by an HR office
Review by: 2027-01-31

"""
ENTRY = """\
## Do executives get locality pay? {#locality-pay}
In force: from 2004-01-11 until 2030-12-31
Status: in force
Calculation: pay_range
Also asked:
- Is there locality pay?
- ses locality adjustment

No. Executives get no locality pay.
  supports | law | section 5304(h)(1)(C) | PAY-17, PAY-18
Older pages still add it.
  supports | law | section 5382(a) | PAY-01 | derived
  outdated | page | What is pay? | N15 | recalled
"""
GOOD = HEAD + ENTRY


def read(folder: Path, text: str, name: str = "handbook/pay.md") -> tuple[Chapter, ...]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load_corpus(folder, SOURCES)


def another(anchor: str, question: str, period: str = "from 2020-01-01", asked: str = "some other words") -> str:
    return (
        f"\n## {question} {{#{anchor}}}\nIn force: {period}\nStatus: in force\nAlso asked:\n- {asked}\n\n"
        "One sentence.\n  supports | law | section 5304 | PAY-17\n"
    )


def test_keeps_the_words_of_an_entry_with_its_verdict(tmp_path: Path) -> None:
    """The text of a passage is its sentences in order, with the "No." in front of the first."""
    (chapter,) = read(tmp_path, GOOD)
    assert chapter.passages[0].text == "No. Executives get no locality pay. Older pages still add it."


def test_gives_each_sentence_its_offsets(tmp_path: Path) -> None:
    """The offsets of a sentence cut exactly its line out of the text, verdict included."""
    passage = read(tmp_path, GOOD)[0].passages[0]
    assert [passage.quote(sentence) for sentence in passage.sentences] == [
        "No. Executives get no locality pay.",
        "Older pages still add it.",
    ]


def test_gives_each_sentence_its_own_basis(tmp_path: Path) -> None:
    """A basis line becomes relation, source, locator, rows and confidence under its own sentence."""
    first, second = read(tmp_path, GOOD)[0].passages[0].sentences
    assert [
        (b.relation, b.id, b.locator, b.facts, b.confidence) for sentence in (first, second) for b in sentence.basis
    ] == [
        ("supports", "law", "section 5304(h)(1)(C)", ("PAY-17", "PAY-18"), "verified"),
        ("supports", "law", "section 5382(a)", ("PAY-01",), "derived"),
        ("outdated", "page", 'under "What is pay? …"', ("N15",), "recalled"),
    ]
    assert len(first.basis) == 1


def test_carries_the_lines_of_the_entry(tmp_path: Path) -> None:
    """Anchor, heading trail, topic, dates, status, wordings and calculation of an entry reach its passage."""
    passage = read(tmp_path, GOOD)[0].passages[0]
    assert passage.id == "ses-handbook#locality-pay/0"
    assert passage.heading == ("Pay", "Do executives get locality pay?")
    assert passage.topic == "pay"
    assert passage.in_force == Period(date(2004, 1, 11), date(2030, 12, 31))
    assert passage.status == "in_force"
    assert passage.asked == ("Is there locality pay?", "ses locality adjustment")
    assert passage.calculation == "pay_range"
    assert passage.document.kind == "summary"


@pytest.mark.parametrize(
    ("line", "years"), [("", ()), ("Figures of: 2016\n", (2016,)), ("Figures of: 2015, 2016\n", (2015, 2016))]
)
def test_reads_the_years_whose_figures_an_entry_tells(tmp_path: Path, line: str, years: tuple[int, ...]) -> None:
    """An entry names the years of its counts, or tells of no year in particular."""
    passage = read(tmp_path, GOOD.replace("Calculation:", f"{line}Calculation:"))[0].passages[0]
    assert passage.years == years


def test_takes_the_review_from_the_chapter(tmp_path: Path) -> None:
    """The review lines at the top of a chapter hold for an entry that has none of its own."""
    passage = read(tmp_path, GOOD)[0].passages[0]
    assert (passage.reviewed_on, passage.reviewed_by) == (date(2026, 11, 21), "not reviewed by an HR office")
    assert passage.review_by == date(2027, 1, 31)


def test_prefers_the_review_of_the_entry(tmp_path: Path) -> None:
    """The review lines of an entry replace those of its chapter."""
    own = "Status: in force\nReviewed: 2026-12-01, the HR office\nReview by: 2028-01-31\n"
    passage = read(tmp_path, GOOD.replace("Status: in force\n", own))[0].passages[0]
    assert (passage.reviewed_on, passage.reviewed_by) == (date(2026, 12, 1), "the HR office")
    assert passage.review_by == date(2028, 1, 31)


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("from 2004-01-11", Period(date(2004, 1, 11), None)),
        ("from 2004-01-11 until 2004-01-11", Period(date(2004, 1, 11), date(2004, 1, 11))),
        ("as of 2023-04-20", Period(None, None)),
        ("as of 2023-04-20 until 2024-01-01", Period(None, date(2024, 1, 1))),
    ],
)
def test_reads_the_period(tmp_path: Path, line: str, period: Period) -> None:
    """A start is known only where it says "from": a day on which a rule was seen starts nothing."""
    passage = read(tmp_path, GOOD.replace("from 2004-01-11 until 2030-12-31", line))[0].passages[0]
    assert passage.in_force == period


@pytest.mark.parametrize("status", ["in force", "superseded", "proposed", "assumption"])
def test_reads_every_status(tmp_path: Path, status: str) -> None:
    """Every status of the format is taken."""
    passage = read(tmp_path, GOOD.replace("Status: in force", f"Status: {status}"))[0].passages[0]
    assert passage.status == status.replace(" ", "_")


def test_reads_handbook_before_faq_in_name_order(tmp_path: Path) -> None:
    """Chapters come handbook first, then questions, each in file-name order."""
    for name in ("faq/a", "handbook/02-b", "handbook/01-c"):
        read(tmp_path, HEAD + another(name[-1], f"Question {name[-1]}?", asked=f"about {name[-1]}"), f"{name}.md")
    found = [chapter.path.relative_to(tmp_path).as_posix() for chapter in load_corpus(tmp_path, SOURCES)]
    assert found == ["handbook/01-c.md", "handbook/02-b.md", "faq/a.md"]


def test_digest_follows_what_an_entry_says(tmp_path: Path) -> None:
    """A changed basis gives another digest and an unchanged entry the same one."""
    before, same = (read(tmp_path, GOOD)[0].passages[0].digest for _ in range(2))
    after = read(tmp_path, GOOD.replace("| derived", "| recalled"))[0].passages[0].digest
    assert before == same != after


FAULTS = {
    "chapter without title": ("# Pay\n", "Pay\n", "Pay", "# Title"),
    "chapter without topic": ("Topic: pay\n", "", "# Pay", "Topic"),
    "topic without a value": ("Topic: pay", "Topic:", "Topic:", "Topic"),
    "unknown key of a chapter": ("Topic: pay", "Topic: pay\nColour: red", "Colour: red", "Colour"),
    "unknown key of an entry": ("Status: in force", "Status: in force\nColour: red", "Colour: red", "Colour"),
    "figures of words": ("Calculation:", "Figures of: some years\nCalculation:", "Figures of:", "2015, 2016"),
    "heading without anchor": (" {#locality-pay}", "", "## Do executives", "{#anchor}"),
    "anchor with capitals": ("{#locality-pay}", "{#Locality}", "## Do executives", "{#anchor}"),
    "missing date": ("In force: from 2004-01-11 until 2030-12-31\n", "", "## Do executives", "In force"),
    "period in other words": ("from 2004-01-11 until 2030-12-31", "since 2004", "In force: since", "from DATE"),
    "day that does not exist": ("from 2004-01-11", "from 2004-02-30", "In force:", "2004-02-30"),
    "period that ends before it starts": ("from 2004-01-11", "from 2031-01-01", "In force:", "ends before"),
    "missing status": ("Status: in force\n", "", "## Do executives", "Status"),
    "unknown status": ("Status: in force", "Status: abolished", "Status: abolished", "abolished"),
    "missing review": ("Reviewed: 2026-11-21, not reviewed by an HR office\n", "", "## Do executives", "Reviewed"),
    "review without a name": ("2026-11-21, not reviewed by an HR office", "2026-11-21", "Reviewed:", "by whom"),
    "review on no day": ("Reviewed: 2026-11-21", "Reviewed: 2026-11-31", "Reviewed:", "2026-11-31"),
    "missing review by": ("Review by: 2027-01-31\n", "", "## Do executives", "Review by"),
    "review by no day": ("Review by: 2027-01-31", "Review by: January", "Review by:", "January"),
    "basis before any sentence": (
        "\nNo. Executives",
        "\n  supports | law | section 5304 | PAY-17\nNo. Executives",
        "  supports | law | section 5304 | PAY-17",
        "before any sentence",
    ),
    "basis with a cell too few": (" | PAY-17, PAY-18", "", "  supports | law | section 5304", "relation | source"),
    "basis with a cell too many": (
        "| derived",
        "| derived | x",
        "  supports | law | section 5382",
        "relation | source",
    ),
    "unknown relation": ("  outdated |", "  mentions |", "  mentions", "mentions"),
    "unknown confidence": ("| derived", "| certain", "  supports | law | section 5382", "certain"),
    "unknown source": ("  outdated | page", "  outdated | blog", "  outdated | blog", "blog"),
    "empty locator": ("| What is pay? |", "| |", "  outdated", "locator"),
    "heading that a page has not": ("| What is pay? |", "| What is leave? |", "  outdated", "dead locator"),
    "section that was not read": ("section 5382(a)", "section 5399(a)", "  supports | law | section 5399", "5399"),
    "law without a section": ("section 5382(a)", "chapter 53", "  supports | law | chapter", "dead locator"),
    "missing basis": (
        "  supports | law | section 5304(h)(1)(C) | PAY-17, PAY-18\n",
        "",
        "No. Executives",
        "no 'supports' basis",
    ),
    "only an outdated basis": (
        "  supports | law | section 5382(a) | PAY-01 | derived\n",
        "",
        "Older pages",
        "no 'supports' basis",
    ),
    "entry without a sentence": (GOOD[GOOD.index("\nNo. Exec") :], "", "## Do executives", "no sentence"),
    "sentence without a full stop": ("still add it.", "still add it", "Older pages", "full stop"),
}


@pytest.mark.parametrize(("old", "new", "at", "says"), FAULTS.values(), ids=FAULTS)
def test_names_file_and_line_of_a_fault(tmp_path: Path, old: str, new: str, at: str, says: str) -> None:
    """A fault of the format is reported with the file, the line on which it stands, and what is wrong."""
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    line = next(number for number, found in enumerate(text.splitlines(), 1) if found.startswith(at))
    with pytest.raises(CorpusError) as error:
        read(tmp_path, text)
    assert str(error.value).startswith(f"{tmp_path / 'handbook' / 'pay.md'}:{line}: ")
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (another("other", "Do executives get locality pay?"), "duplicate question"),
        (another("other", "do EXECUTIVES get locality-pay"), "duplicate question"),
        (another("other", "Another?", asked="Is there locality pay?"), "duplicate question"),
        (another("other", "Is there locality pay?", period="as of 2025-01-01"), "duplicate question"),
        (another("other", "Another?", "from 2030-12-31", "ses locality adjustment"), "duplicate question"),
        (another("locality-pay", "Another?"), "anchor"),
        (another("locality-pay", "Another?", period="from 2031-01-01"), "anchor"),
    ],
    ids=["question", "letter case", "wording", "wording as question", "one shared day", "anchor", "anchor ever after"],
)
@pytest.mark.parametrize("apart", [False, True], ids=["one file", "two files"])
def test_refuses_what_stands_twice(tmp_path: Path, second: str, says: str, apart: bool) -> None:
    """A question asked by two entries in force on one day, or an anchor used twice, is refused with its line."""
    text = HEAD + second if apart else GOOD + second
    line = next(n for n, found in reversed(list(enumerate(text.splitlines(), 1))) if found.startswith("## "))
    if apart:
        read(tmp_path, GOOD)
    with pytest.raises(CorpusError, match=says) as error:
        read(tmp_path, text, "faq/pay.md" if apart else "handbook/pay.md")
    assert f"pay.md:{line}: " in str(error.value)
    assert "first in pay.md" in str(error.value)


@pytest.mark.parametrize("period", ["from 2031-01-01", "as of 2000-01-01 until 2004-01-10"])
def test_lets_entries_of_disjoint_periods_share_wordings(tmp_path: Path, period: str) -> None:
    """Two entries that are never in force on one day may ask the same question in the same words."""
    second = another("other", "Do executives get locality pay?", period, "Is there locality pay?")
    (chapter,) = read(tmp_path, GOOD + second)
    assert [passage.heading[-1] for passage in chapter.passages] == ["Do executives get locality pay?"] * 2


def test_superseded_needs_an_end(tmp_path: Path) -> None:
    """An entry that is superseded says until when it held."""
    text = GOOD.replace("Status: in force", "Status: superseded").replace(" until 2030-12-31", "")
    with pytest.raises(CorpusError, match=r"pay\.md:[78]: .*until"):
        read(tmp_path, text)


def test_names_a_chapter_that_is_not_utf8(tmp_path: Path) -> None:
    """A chapter saved in another encoding is refused by name."""
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "pay.md").write_bytes("# Pay\nTopic: résumé\n".encode("latin-1"))
    with pytest.raises(CorpusError, match=r"pay\.md:"):
        load_corpus(tmp_path, SOURCES)


SENTENCE = st.from_regex(r"(No\. |Yes\. )?[A-Z][a-z€–]{0,8}( [a-z0-9§$]{1,8}){0,4}\.", fullmatch=True)


@settings(max_examples=25, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=5))
def test_sentences_come_back_as_written(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    """Whatever the sentences are, cutting the text at their offsets gives back the lines of the file."""
    body = "".join(f"{line}\n  supports | law | section 5304 | PAY-17\n" for line in lines)
    text = GOOD[: GOOD.index("No. Executives")] + body
    (chapter,) = read(tmp_path_factory.mktemp("corpus"), text)
    passage = chapter.passages[0]
    assert [passage.quote(sentence) for sentence in passage.sentences] == lines
    assert passage.text == " ".join(lines)
