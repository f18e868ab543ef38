"""The catalogue of sources: which keys, values and places in a source exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CorpusError
from ingest.catalogue import Source, load_sources

GOOD = """\
# sources
law:
  title: Title 5
  publisher: Congress
  authority: statute
  date: 2026-01-01
  seen: primary
  fact_pack: U01
  code: usc/5
  sections: "5304, 5382-5384"

rule:
  title: Title 5 CFR
  publisher: OPM
  authority: regulation
  date: "2026"
  seen: copy
  fact_pack: R01
  code: cfr/5
  sections: "430.305, 534.403-534.405"

page:
  title: A guide
  publisher: Somebody
  authority: commercial
  date: "2023"
  seen: source_document
  fact_pack: SD0
  sha256: "00"
  locators:
    - What is pay?

memo:
  title: A memo
  publisher: OPM
  authority: opm
  date: "2025"
  seen: secondary
  fact_pack: S40
"""


def load(folder: Path, text: str = GOOD) -> dict[str, Source]:
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return load_sources(path)


def test_reads_a_source(tmp_path: Path) -> None:
    """Every line of a source reaches its record, and a date that YAML reads as one stays text."""
    law = load(tmp_path)["law"]
    assert law == Source(
        id="law",
        title="Title 5",
        publisher="Congress",
        authority="statute",
        date="2026-01-01",
        seen="primary",
        fact_pack="U01",
        code="usc/5",
        sections=((5304.0, 5304.0), (5382.0, 5384.0)),
    )


@pytest.mark.parametrize(
    ("source", "locator"),
    [
        ("law", "section 5304(h)(1)(C)"),
        ("law", "section 5382(a)"),
        ("law", "section 5383, 5384(b)"),
        ("rule", "section 534.404(b)"),
        ("rule", "section 430.305"),
        ("page", "What is pay?"),
        ("memo", "attachment 1, any words"),
    ],
)
def test_takes_a_place_that_exists(tmp_path: Path, source: str, locator: str) -> None:
    """A section that was read, a heading of a page, and any place in a source without either are good locators."""
    assert load(tmp_path)[source].problem_with(locator) is None


@pytest.mark.parametrize(
    ("source", "locator", "says"),
    [
        ("law", "section 5305(a)", "5305"),
        ("law", "section 5381", "5381"),
        ("law", "section 5385", "5385"),
        ("law", "section 5304, 9999(a)", "9999"),
        ("law", "chapter 53", "name a section"),
        ("rule", "section 534.406", "534.406"),
        ("page", "What is leave?", "What is leave?"),
        ("page", "what is pay?", "what is pay?"),
    ],
)
def test_refuses_a_dead_locator(tmp_path: Path, source: str, locator: str, says: str) -> None:
    """A section outside the ranges that were read, or a heading that a page has not, is a dead locator."""
    problem = load(tmp_path)[source].problem_with(locator)
    assert problem is not None
    assert problem.startswith("dead locator")
    assert says in problem


@pytest.mark.parametrize(
    ("source", "locator", "url"),
    [
        (
            "law",
            "section 5304(h)(1)(C)",
            "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title5-section5304&edition=prelim",
        ),
        ("rule", "section 534.404(b)", "https://www.ecfr.gov/current/title-5/section-534.404"),
        ("page", "What is pay?", None),
        ("memo", "section 3", None),
    ],
)
def test_links_only_law(tmp_path: Path, source: str, locator: str, url: str | None) -> None:
    """A basis in the U.S. Code or the CFR gets the link of its section, any other none."""
    assert load(tmp_path)[source].basis("supports", locator, "verified", ()).url == url


def test_shows_a_page_by_its_heading(tmp_path: Path) -> None:
    """A place on a page is shown as standing under its heading."""
    basis = load(tmp_path)["page"].basis("outdated", "What is pay?", "recalled", ("N15",))
    assert basis.locator == 'under "What is pay? …"'
    assert (basis.relation, basis.confidence, basis.facts) == ("outdated", "recalled", ("N15",))


FAULTS = {
    "unknown key": ("  title: A memo", "  colour: red\n  title: A memo", "  colour", "colour"),
    "missing title": ("  title: A memo\n", "", "memo:", "title"),
    "missing publisher": ("  publisher: Congress\n", "", "law:", "publisher"),
    "missing date": ('  date: "2025"\n', "", "memo:", "date"),
    "missing authority": ("  authority: opm\n", "", "memo:", "authority"),
    "missing seen": ("  seen: secondary\n", "", "memo:", "seen"),
    "missing fact pack": ("  fact_pack: S40\n", "", "memo:", "fact_pack"),
    "unknown authority": ("authority: opm", "authority: gossip", "  authority: gossip", "authority"),
    "unknown way of seeing": ("seen: secondary", "seen: dimly", "  seen: dimly", "seen"),
    "source that stands twice": ("memo:", "page:", None, "twice"),
    "source without lines": ("memo:\n", "note: words\n\nmemo:\n", "note:", "note"),
}


@pytest.mark.parametrize(("old", "new", "at", "says"), FAULTS.values(), ids=FAULTS)
def test_names_file_and_line_of_a_fault(tmp_path: Path, old: str, new: str, at: str | None, says: str) -> None:
    """A fault of the catalogue is reported with the file, the line on which it stands, and what is wrong."""
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    lines = text.splitlines()
    line = lines.index("page:", lines.index("page:") + 1) + 1 if at is None else 0
    line = line or next(number for number, found in enumerate(lines, 1) if found.startswith(str(at)))
    with pytest.raises(CorpusError) as error:
        load(tmp_path, text)
    assert str(error.value).startswith(f"{tmp_path / 'sources.yaml'}:{line}: ")
    assert says in str(error.value)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "words\n"], ids=["nothing", "a list", "a word"])
def test_refuses_what_is_no_mapping(tmp_path: Path, text: str) -> None:
    """A file that maps no ids to sources is refused at its first line."""
    with pytest.raises(CorpusError, match=r"sources\.yaml:1: "):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  title: A memo", "  title: 'A memo"),
        ("  title: A memo", "\ttitle: A memo"),
        ('sections: "5304, 5382-5384"', 'sections: "5304 to 5384"'),
        ("code: usc/5", "code: usc5"),
    ],
    ids=["open quotation mark", "tab", "sections in words", "code without a title"],
)
def test_names_what_yaml_or_a_value_breaks(tmp_path: Path, old: str, new: str) -> None:
    """Broken YAML and a value that cannot be read are reported with file and line, not as a crash."""
    with pytest.raises(CorpusError, match=r"sources\.yaml:\d+: "):
        load(tmp_path, GOOD.replace(old, new))
