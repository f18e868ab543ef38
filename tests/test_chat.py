"""The chat page: what it shows of an answer, what it keeps, and that no text is ever anything but text."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any, get_args

import pytest
import streamlit as st
from conftest import ON, WordEncoder
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from assistant import types
from assistant.errors import ReleaseError
from assistant.pipeline import Assistant
from assistant.releases import SHIPPED, manifests, open_release
from assistant.rules.calculators import CALCULATORS
from assistant.rules.scoresheet import score_sheet
from assistant.types import Answer, Basis, Citation, Document, Notice, Passage, Period, Question
from ingest.build import build
from ui import (
    answer_card,
    as_of,
    calculator_forms,
    case_file,
    charts,
    citation_card,
    conversation,
    escape,
    examples,
    handbook_view,
    labels,
    launch,
    nodes,
    release_facts,
    sheet_view,
)
from ui.feedback import Feedback
from ui.told import Told, tell

PAGE = Path(launch.PAGE)
RANGE = "What is the SES pay range?"
LEAVE = "How much annual leave can an SES member carry over?"
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "![](http://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "<script>alert(1)</script>",
    "http://evil.example www.evil.example a@evil.example",
    ":material/home: :red[red] $x^2$ <!-- --> `code`",
    "\u202egnp.exe\u202c and \u200f\u200e",
    "x" * 10_000,
    "😀😀😀",
    "",
)


# What text becomes


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_reads_as_it_stands(text: str) -> None:
    """Every sign of Markdown in a label is escaped, addresses and icons are parted, and nothing else is lost."""
    found = escape.label(text)
    assert "\n" not in found
    assert re.sub(r"\\(.)|\u2060", lambda m: m[1] or "", found) == " ".join(text.split())
    assert not re.search(r"(?<!\\)[!\[\]<>`$*_~|#]", found)
    assert not re.search(r"(?i)https?:/|www\.\w|:[a-z]+[:\[/]|\w@\w", re.sub(r"\\(.)", r"\1", found))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_file_holds_no_markup_from_a_text(text: str) -> None:
    """In a Markdown file no text opens a link, an image, a tag or a formula, and every word is still there."""
    found = escape.file_text(text)
    assert re.sub(r"\\(.)", r"\1", found) == " ".join(text.split())
    assert not re.search(r"(?<!\\)[\[\]<>`$!]", found)
    assert "javascript:" not in found
    assert "http:" not in found


@pytest.mark.parametrize(("text", "start"), [("# A", "\\# A"), ("- A", "\\- A"), ("1. A", "1\\. A"), ("> A", "\\> A")])
def test_a_paragraph_stays_a_paragraph(text: str, start: str) -> None:
    """A text that begins like a heading, list or quotation begins so literally."""
    assert escape.file_text(text) == start


def test_only_listed_tags_and_attributes_are_drawn() -> None:
    """A tag that could load or run something, and an attribute that could, are refused where they are made."""
    for tag in ("img", "script", "iframe", "style", "form", "svg", "video", "link"):
        with pytest.raises(ValueError, match="not a tag"):
            nodes.el(tag)
    for attribute in ("src", "onclick", "style", "srcdoc"):
        with pytest.raises(ValueError, match="not a tag"):
            nodes.el("p", **{attribute: "x"})


def test_browser_and_server_list_the_same_tags() -> None:
    """What the page may make is what the browser draws, neither more nor less."""
    script = (PAGE.parent / "view.js").read_text(encoding="utf-8")
    listed = "".join(re.findall(r'"([a-z0-9 ]+)"', script.split("const PLAIN")[0].split("TAGS")[1]))
    assert set(listed.split()) == nodes.TAGS
    assert "innerHTML" not in script
    assert "eval" not in script


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.ecfr.gov/current/title-5/section-534.403", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example/x", False),
        ("https://", False),
        ("https://a.example/ x", False),
        ("https://a.example/\n", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, shown: bool) -> None:
    """A link is made of an http(s) address with a host; everything else stays text."""
    assert nodes.is_web(url) is shown
    assert (nodes.link(url, "there") != "there") is shown


# Answers and what stands behind them


def cited(text: str, quote: str, *, kind: types.Kind = "summary", basis: tuple[Basis, ...] = ()) -> Told:
    """Return an answer of one citation, ``quote``, out of a passage ``text``."""
    document = Document("d", "A document", "An agency", kind, "agency", "2024-05-01", "https://a.example/d")
    passage = Passage(
        "d#a/0", "0", document, ("Pay", "A heading"), text, (), Period(date(2024, 1, 1)), "in_force", "pay"
    )
    start = text.index(quote)
    span = (start, start + len(quote))
    citation = Citation(1, passage.id, quote, *span, document, passage.heading, passage.in_force, "in_force", basis)
    answer = Answer("f" * 16, "q?", "q?", ON, "a" * 12, "answered", None, f"{quote} [1]", (citation,))
    return Told(answer, {passage.id: passage})


def source(**changes: Any) -> Basis:
    """Return a basis that supports, seen in a copy."""
    first = Basis("s", "Title 5", "A publisher", "statute", "section 1", "2023", None, "supports", "copy", "verified")
    return replace(first, **changes)


def found_in(node: Any, tag: str) -> list[Any]:
    """Return every element of a tree with ``tag``."""
    if not isinstance(node, list):
        return []
    return [node] * (node[0] == tag) + [hit for child in node[2:] for hit in found_in(child, tag)]


def test_the_quote_is_marked_in_its_surroundings() -> None:
    """The passage stands around the quote, and exactly the quote is marked."""
    told = cited("Before. The quote. After.", "The quote.")
    card = citation_card.card(told, told.answer.citations[0])
    assert [nodes.words(mark) for mark in found_in(card, "mark")] == ["The quote."]
    assert nodes.words(found_in(card, "blockquote")[0]) == "Before. The quote. After."


def test_a_quote_without_its_passage_stands_alone() -> None:
    """When the passage is not at hand, the quote is shown, and nothing is made up around it."""
    told = cited("Before. The quote. After.", "The quote.")
    card = citation_card.card(replace(told, passages={}), told.answer.citations[0])
    assert nodes.words(found_in(card, "blockquote")[0]) == "The quote."


@pytest.mark.parametrize(("kind", "words"), [("summary", "our summary"), ("verbatim", "verbatim")])
def test_a_card_says_whose_words_it_quotes(kind: types.Kind, words: str) -> None:
    """Our summary is called so; a verbatim passage names its document, publisher, authority, date and address."""
    told = cited("The quote.", "The quote.", kind=kind)
    text = nodes.words(citation_card.card(told, told.answer.citations[0]))
    assert words in text
    assert ("A document, An agency, 2024-05-01 (Agency)" in text) is (kind == "verbatim")
    assert "in force, from 1 January 2024" in text


def test_a_basis_tells_everything_about_its_source() -> None:
    """Relation, title, locator, publisher, date, authority, how seen, how sure, link, and the original words."""
    original = cited("Original words.", "Original words.").passages["d#a/0"]
    basis = source(url="https://law.example/1", passage_id="d#a/0", relation="contradicts", confidence="recalled")
    listed = citation_card.bases((basis,), {"d#a/0": original})
    assert listed is not None
    text = nodes.words(listed)
    for part in ("Says otherwise", "Title 5, section 1", "A publisher, 2023", "Statute", "read in a copy"):
        assert part in text
    assert "from recollection" in text
    assert [link[1]["href"] for link in found_in(listed, "a")] == ["https://law.example/1"]
    assert nodes.words(found_in(listed, "details")[0]) == "The original words Original words."


def test_an_address_that_runs_something_is_no_link() -> None:
    """The url of an ingested document is data too."""
    told = cited("The quote.", "The quote.", kind="verbatim", basis=(source(url="javascript:alert(1)"),))
    document = replace(told.answer.citations[0].document, url="javascript:alert(1)")
    card = citation_card.card(told, replace(told.answer.citations[0], document=document))
    assert found_in(card, "a") == []


def test_what_looks_like_a_marker_stays_text() -> None:
    """A quote that holds "[1]" keeps it; only the marker behind the quote opens something."""
    told = cited("See note [1] and [2] there.", "See note [1] and [2] there.")
    assert [piece.text for piece in answer_card.pieces(told.answer)] == ["See note [1] and [2] there."]
    markers = [button for button in found_in(answer_card.card(told, ""), "button") if "marker" in button[1]["class"]]
    assert [(marker[1]["opens"], marker[2]) for marker in markers] == [("source-1", "1")]


def test_the_rows_of_a_table_are_shown_as_one() -> None:
    """Quoted rows stand below each other, a marker behind each; what only holds a bar is a sentence."""
    rows = ("| Pool | Charge |", "| Kessler | $6 |")
    told = cited(" ".join(rows), rows[0])
    first = told.answer.citations[0]
    both = (first, replace(first, number=2, quote=rows[1]))
    text = " ".join(f"{citation.quote} [{citation.number}]" for citation in both)
    card = answer_card.card(replace(told, answer=replace(told.answer, text=text, citations=both)), "")
    shown = [[nodes.words(cell) for cell in found_in(row, "td")] for row in found_in(card, "tr")]
    assert shown == [["Pool", "Charge 1"], ["Kessler", "$6 2"]]
    assert found_in(answer_card.card(cited("Either|or.", "Either|or."), ""), "tr") == []


def test_every_word_of_an_answer_is_shown(shown_answers: list[Told]) -> None:
    """The pieces of a text, with their markers put back, are the text."""
    for told in shown_answers:
        parts = (f"{p.text} [{p.citation.number}]" if p.citation else p.text for p in answer_card.pieces(told.answer))
        assert " ".join(parts) == told.answer.text


def test_notices_have_their_kind_in_front() -> None:
    """Every kind of notice has words of its own."""
    for kind in get_args(types.NoticeKind):
        node = answer_card.notices((Notice(kind, "Mind this."),))
        assert node is not None
        assert nodes.words(node) == f"{labels.NOTICE[kind]} Mind this."


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (labels.AUTHORITY, types.Authority),
        (labels.SEEN, types.Seen),
        (labels.CONFIDENCE, types.Confidence),
        (labels.RELATION, types.Relation),
        (labels.NOTICE, types.NoticeKind),
        (labels.REASON, types.Reason),
    ],
)
def test_everything_that_can_be_said_has_words(words: dict[str, str], values: Any) -> None:
    """No value of a record comes up without words for it."""
    assert words.keys() == set(get_args(values))


def test_a_case_file_is_complete(shown_answers: list[Told]) -> None:
    """Question, text, every source with passage, basis, dates, release and the standing line are in the file."""
    for told in shown_answers:
        text = re.sub(r"\\(.)", r"\1", case_file.of_answer(told).text)
        for part in (told.answer.question, told.answer.text, told.answer.release, told.answer.id, "22 November 2026"):
            assert " ".join(part.split()) in text
        for citation in told.answer.citations:
            assert " ".join(citation.quote.split()) in text
            assert " ".join(told.passages[citation.passage_id].text.split()) in text
            assert all(basis.title in text and basis.locator in text for basis in citation.basis)
        assert "Unofficial: not OPM" in text


def test_a_source_can_be_looked_up_from_the_file() -> None:
    """A web address in a case file is whole and ends where it ends; what is none stays text; paper gets it too."""
    url = "https://a.example/view?a=1&edition=b_c*d>e"
    file = case_file.of_answer(cited("Said.", "Said.", basis=(source(url=url), source(url="javascript:alert(1)"))))
    assert "<https://a.example/view?a=1&edition=b_c*d%3Ee>" in file.text
    assert "javascript:" not in file.text
    assert any(block.told.endswith(url) for block in file.blocks)


def test_a_passage_stands_once_in_a_case_file() -> None:
    """Two sentences from one passage: the second refers to the passage under the first."""
    told = cited("First. Second.", "First.")
    first = told.answer.citations[0]
    second = replace(first, number=2, quote="Second.", start=7, end=14)
    file = case_file.of_answer(replace(told, answer=replace(told.answer, citations=(first, second))))
    assert file.text.count("The passage: First. Second.") == 1
    assert "The passage: as under \\[1\\]" in file.text


def test_a_marker_never_stands_alone_on_a_line(shown_answers: list[Told]) -> None:
    """The last word of a sentence keeps its marker; a word too long for a line does not."""
    node = answer_card.card(shown_answers[0], "")
    tails = [span for span in found_in(node, "span") if span[1].get("class") == "tail"]
    assert tails
    assert all(tail[2].strip() and len(tail[2]) <= answer_card.SHORT for tail in tails)
    long = answer_card.card(cited("x" * 500, "x" * 500), "")
    assert [len(nodes.words(s)) for s in found_in(long, "span") if s[1].get("class") == "tail"] == [1]


def test_a_conversation_is_one_file(shown_answers: list[Told]) -> None:
    """The file of a conversation holds every question in order, and paper gets the same blocks."""
    file = case_file.of_conversation(shown_answers, ON)
    places = [re.sub(r"\\(.)", r"\1", file.text).index(told.answer.question) for told in shown_answers]
    assert places == sorted(places)
    assert file.text.count("\n\n") == len(file.blocks) - 1


# Forms, pictures, sheets


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_a_calculation_was_given_fills_its_form_and_gives_it_again(name: str) -> None:
    """Filled from its own inputs, a form that nobody touches works out the same calculation."""
    calculator = CALCULATORS[name]
    given = {field.name: field.example for field in calculator.fields}
    first = calculator_forms.worked_out(calculator, given, ON, year_named=False)
    assert isinstance(first, types.Calculation), first
    again = calculator_forms.as_given(calculator, first.inputs)
    assert calculator_forms.worked_out(calculator, again, ON, year_named=False) == first


@pytest.mark.parametrize(
    ("name", "given", "on", "sentence"),
    [
        ("salary_position", {}, ON, "Needed: "),
        ("salary_position", {"salary": "lots"}, ON, "is not a number"),
        ("pay_range", {}, date(1980, 1, 1), "The tables here begin on"),
    ],
)
def test_a_form_that_gives_no_result_says_why(name: str, given: dict[str, str], on: date, sentence: str) -> None:
    """Missing, wrong and too early are each one sentence."""
    assert sentence in str(calculator_forms.worked_out(CALCULATORS[name], given, on, year_named=True))


def test_the_picture_of_the_pay_range_shows_the_tables() -> None:
    """The picture has the range of every table from 2004 on, and a salary as a line."""
    rows = charts.pay_ranges()
    assert (rows[0]["year"], rows[-1]["minimum"], rows[-1]["certified"]) == (2004, 151661, 228000)
    drawn = charts.pay_chart(Decimal(185000)).to_dict()
    assert [{"salary": 185000.0}] in drawn["datasets"].values()
    assert "The line marks $185,000." in charts.told(Decimal(185000))
    above = charts.pay_chart(Decimal(300000)).to_dict()
    assert max(layer["encoding"]["y"]["scale"]["domainMax"] for layer in above["layer"][:1]) > 300000


def test_the_picture_of_the_levels_shows_the_bands() -> None:
    """The bands follow on one another up to the highest score, and the score stands among them."""
    bands = charts.level_bands("2012")
    assert [band["to"] for band in bands[:-1]] == [band["from"] for band in bands[1:]]
    assert bands[-1]["to"] == 500
    assert "score of 420 points" in charts.told_levels("2012", Decimal(420))
    assert charts.level_chart("2012", Decimal(420)).to_dict()["layer"]


HEADER = "Name,Leading Change,LC weight,Leading People,LP weight,Business Acumen,BA weight,Building Coalitions,"
SHEET = HEADER + "BC weight,Results Driven,RD weight\n"


def test_a_sheet_is_scored_and_given_back() -> None:
    """Good rows come back with score and level, bad rows with line and reason, and no name runs as a formula."""
    scored = score_sheet(f"{SHEET}=A1,4,10,4,10,4,10,4,10,4,60\nB,9,10,4,10,4,10,4,10,4,60\n")
    assert sheet_view.as_csv(scored).splitlines()[1:] == ["2,'=A1,400,4,Exceeds Fully Successful"]
    text = nodes.words(sheet_view.result(scored))
    assert text.startswith("1 scored, 1 not, under the system of 2012.")
    assert "Line 3: " in text


# The release


def test_an_empty_sheet_is_one_that_is_read() -> None:
    """What the page gives out to fill in comes back scored, every column understood."""
    filled = sheet_view.empty_sheet() + "Robin,4,4,4,4,4,25,20,20,20,15\n"
    scored = score_sheet(filled)
    assert (len(scored.rows), scored.problems, scored.unused, scored.system) == (1, (), (), "2026")


def test_what_changed_is_told_by_digest() -> None:
    """New, changed and gone are told apart; what is the same is not named."""
    found = release_facts.changes({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"})
    assert found == release_facts.Changes(new=("d",), changed=("b",), gone=("c",))


def test_the_scoreboard_is_read_in_a_checkout_and_when_installed(tmp_path: Path) -> None:
    """The figures are this product's, from beside the page or from the tests, and none when there is no file."""
    checkout = release_facts.scoreboard()
    assert any(share.what.startswith("answerable: right") for share in checkout)
    assert release_facts.scoreboard(tmp_path / "ui") == ()
    board = PAGE.parent.parent / "tests" / "evaluation" / "scoreboard.md"
    (tmp_path / "scoreboard.md").write_text(board.read_text(encoding="utf-8"), encoding="utf-8")
    assert release_facts.scoreboard(tmp_path) == checkout
    assert re.fullmatch("[0-9a-f]{12}", release_facts.measured_release(tmp_path) or "")


# The house


def test_no_module_of_the_page_hides_a_library() -> None:
    """Streamlit puts ui/ first on the path: none of its modules may have a library's name."""
    own = {path.stem for path in PAGE.parent.glob("*.py")} - {"__init__", "__main__"}
    assert own & (set(sys.stdlib_module_names) | packages_distributions().keys()) == set()


def test_configuration_and_flags_agree() -> None:
    """``streamlit run`` and ``python -m ui.chat`` serve with the same switches: silent, loopback, no watching."""
    read = tomllib.loads((PAGE.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for name, value in launch.SAFE.items():
        section, option = name.split(".")
        assert str(read[section][option]).lower() == value.lower(), name
    assert launch.SAFE["browser.gatherUsageStats"] == "false"
    assert launch.SAFE["server.address"] == "127.0.0.1"
    assert all(f"--{name}={value}" in launch.words(1, headless=True) for name, value in launch.SAFE.items())


def test_the_first_release_is_built_before_the_page_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``python -m ui.chat --home`` builds where there is no release, then serves; a failed build is one line and 1."""
    done: list[str] = []
    monkeypatch.setattr(launch, "build_first", lambda home: done.append(f"build {home.name}"))
    monkeypatch.setattr("streamlit.web.cli.main", lambda words, prog_name: done.append(words[0]))
    assert launch.main(["--home", str(tmp_path / "new"), "--no-browser"]) == 0
    assert done == ["build new", "run"]

    def failed(_: Path) -> None:
        raise ReleaseError("no room")

    monkeypatch.setattr(launch, "build_first", failed)
    assert launch.main(["--home", str(tmp_path / "new")]) == 1
    assert capsys.readouterr().err == "error: no room\n"


# The page


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a release of the shipped corpus and of a document in which everything hostile is planted."""
    folder = tmp_path_factory.mktemp("planted")
    body = "\n\n".join(f"## Planted matter {place}\n\nPlanted words: {text}" for place, text in enumerate(HOSTILE[:7]))
    (folder / "planted.md").write_text(f"# Planted ![](http://evil.example/t.png)\n\n{body}\n", encoding="utf-8")
    place = tmp_path_factory.mktemp("page")
    build(place, [SHIPPED, str(folder)], WordEncoder())
    st.cache_resource.clear()
    yield place
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def shown_answers(home: Path) -> Iterator[list[Told]]:
    """Answers of several kinds with their passages."""
    release = open_release(home)
    assistant = Assistant(release, WordEncoder())
    asked = (RANGE, "What is the aggregate limit on pay?", "Will I be fired next month?", "What is planted matter 1?")
    yield [tell(assistant.answer(Question(text, date(2026, 11, 22))), release, n) for n, text in enumerate(asked)]
    release.close()


@pytest.fixture(scope="module", autouse=True)
def _as_in_a_server() -> Iterator[None]:
    """A server looks for components among the installed packages once, where each AppTest would do so anew.

    An AppTest leaves its script behind as the main module; whatever a later test spawns needs the real one.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", sys.modules["__main__"])
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture
def page(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Return what opens the page in a session of its own, with an address if one is given."""
    monkeypatch.setenv("SES_HOME", str(home))
    monkeypatch.setattr("assistant.pipeline.open_encoder", lambda *_: WordEncoder())

    def opened(**address: str) -> AppTest:
        test = AppTest.from_file(str(PAGE), default_timeout=60)
        for name, value in address.items():
            test.query_params[name] = value
        return test.run()

    return opened


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    """Every question that reaches the assistant, in order."""
    kept: list[Question] = []
    answer = Assistant.answer

    def counted(self: Assistant, question: Question) -> Answer:
        kept.append(question)
        return answer(self, question)

    monkeypatch.setattr(Assistant, "answer", counted)
    return kept


def drawn(test: AppTest) -> dict[str, str]:
    """Return the text of every tree that the page draws, by its key; no exception may stand on the page."""
    assert not test.exception
    trees = (json.loads(element.proto.bytes) for element in test.get("bidi_component"))
    return {tree["key"]: nodes.words(tree["node"]) for tree in trees}


def say(test: AppTest, text: str) -> AppTest:
    """Type a question and send it."""
    return test.chat_input[0].set_value(text).run()


def answers(test: AppTest) -> list[Answer]:
    """Return the answers that the session keeps."""
    return [told.answer for told in test.session_state["turns"]]


def test_the_empty_page_offers_questions(page: Callable[..., AppTest]) -> None:
    """Each kind of visitor finds questions, and the standing line is there before anything is asked."""
    test = page()
    assert [item.value for item in test.header] == list(examples.EXAMPLES)
    assert [button.label for button in test.button] == [
        escape.label(q) for qs in examples.EXAMPLES.values() for q in qs
    ]
    assert "Unofficial: not OPM" in drawn(test)["standing"]


def test_every_example_is_answered(ask: Callable[..., Answer]) -> None:
    """No visitor is led to a question that ends without an answer."""
    for questions in examples.EXAMPLES.values():
        assert [ask(question).status for question in questions] == ["answered"] * len(questions)


def test_an_example_asks_at_once(page: Callable[..., AppTest]) -> None:
    """A click on an example asks it; the examples make way for the answer."""
    test = page()
    next(button for button in test.button if "pay range" in button.label).click().run()
    assert [answer.question for answer in answers(test)] == [RANGE]
    assert not any(button.label == escape.label(examples.EXAMPLES["I want to join"][0]) for button in test.button)


def test_reruns_ask_nothing_and_lose_nothing(page: Callable[..., AppTest], asked: list[Question]) -> None:
    """However often the page runs, each question is answered once and shown with the same citations."""
    test = say(page(), RANGE)
    first = drawn(test)
    for _ in range(3):
        test.run()
    assert len(asked) == 1
    assert drawn(test) == first


def test_a_follow_up_has_the_conversation(page: Callable[..., AppTest], asked: list[Question]) -> None:
    """A later question is asked with the earlier ones, and shown as it was understood."""
    test = say(say(page(), RANGE), "and in 2022?")
    assert [turn.question for turn in asked[1].history] == [RANGE]
    assert "Understood as: What is the SES pay range" in " ".join(drawn(test).values())


def test_a_chip_asks_the_question_on_it(page: Callable[..., AppTest]) -> None:
    """The questions near an answer stand under it and are asked by a click."""
    test = say(page(), RANGE)
    near = answers(test)[0].related[0]
    next(button for button in test.button if button.label == escape.label(near)).click().run()
    assert [answer.question for answer in answers(test)] == [RANGE, near]


def test_only_the_last_answer_has_chips(page: Callable[..., AppTest]) -> None:
    """The chips of an earlier answer make way for those of the last one."""
    test = say(say(page(), RANGE), "How much annual leave can an SES member carry over?")
    earlier, last = answers(test)
    on_page = {button.label for button in test.button}
    assert {escape.label(question) for question in last.related} <= on_page
    assert not {escape.label(question) for question in earlier.related} - set(map(escape.label, last.related)) & on_page


def test_a_session_keeps_records_only(page: Callable[..., AppTest]) -> None:
    """No model and no database stands in the session: only records, text, numbers and dates."""
    test = say(say(page(), RANGE), "Will I be fired next month?")

    def plain(value: Any) -> bool:
        if is_dataclass(value):
            return type(value).__module__ in ("assistant.types", "ui.told") and all(
                plain(getattr(value, item.name)) for item in fields(value)
            )
        if isinstance(value, dict):
            return all(map(plain, value.values()))
        return all(map(plain, value)) if isinstance(value, list | tuple) else isinstance(value, allowed)

    allowed = (str, bytes, int, float, bool, Decimal, date, type(None))
    kept = test.session_state._state.filtered_state
    assert {name for name, value in kept.items() if not plain(value) and not name.startswith("view-")} == set()


def test_a_session_keeps_a_hundred_turns(page: Callable[..., AppTest]) -> None:
    """The oldest turn is let go first, and the page says that it is so."""
    test = say(page(), RANGE)
    told = test.session_state["turns"][0]
    test.session_state["turns"] = [replace(told, number=-n) for n in range(conversation.MOST, 0, -1)]
    say(test, "How long is the SES probationary period?")
    turns = test.session_state["turns"]
    assert (len(turns), turns[0].number, turns[-1].answer.question) == (
        100,
        -99,
        "How long is the SES probationary period?",
    )
    assert any("Only the last 100" in text.value for text in test.text)
    assert "Show the 94 earlier" in [button.label for button in test.button]
    next(button for button in test.button if button.label == "Show the 94 earlier").click().run()
    assert len([key for key in drawn(test) if key.endswith(told.answer.id)]) == 99


def test_another_date_is_shown_and_used(page: Callable[..., AppTest], asked: list[Question]) -> None:
    """The date in the sidebar is the date of the question, with a badge when it is not today."""
    test = page()
    assert "as-of" not in drawn(test)
    test.date_input(key="on").set_value(date(2022, 6, 1)).run()
    assert drawn(test)["as-of"] == "The law on 1 June 2022, not today"
    say(test, RANGE)
    assert asked[0].on == date(2022, 6, 1)
    assert "$226,300" not in answers(test)[0].text
    assert "2022" in answers(test)[0].text


def test_an_address_asks_at_once_and_once(page: Callable[..., AppTest], asked: list[Question]) -> None:
    """``?q=&on=`` asks without a click, for that date; a rerun does not ask it again."""
    test = page(q=RANGE, on="2022-06-01")
    test.run()
    assert [(question.text, question.on) for question in asked] == [(RANGE, date(2022, 6, 1))]


@pytest.mark.parametrize("on", ["yesterday", "2022-02-30", "1066-10-14", "9999-01-01"])
def test_an_address_with_no_date_says_so(page: Callable[..., AppTest], on: str) -> None:
    """What is no date within reach is told in one sentence, and today is taken."""
    test = page(on=on)
    assert "no day from 1979 to 2100" in drawn(test)["on-problem"]
    assert test.date_input(key="on").value == date.today()


def test_an_empty_question_in_the_address_asks_nothing(page: Callable[..., AppTest], asked: list[Question]) -> None:
    """Spaces are no question."""
    assert "welcome" in drawn(page(q="  "))
    assert asked == []


def test_a_changed_input_is_worked_out_at_once(page: Callable[..., AppTest], asked: list[Question]) -> None:
    """The card of a calculation answers to its inputs; the answer above it stays as it was."""
    test = say(page(), RANGE)
    before = drawn(test)
    assert "$209,600" in before["turn-1-working"]
    test.radio[0].set_value("yes").run()
    after = drawn(test)
    assert "$209,600" not in after["turn-1-working"]
    assert [text for key, text in after.items() if key.startswith("1-")] == [
        text for key, text in before.items() if key.startswith("1-")
    ]
    test.date_input(key="turn-1-on").set_value(date(2099, 1, 1)).run()
    assert "No table for 2099" in drawn(test)["turn-1-none"]
    assert len(asked) == 1


def test_a_notice_stands_once(page: Callable[..., AppTest]) -> None:
    """What the answer tells to mind is not told again in the card under it, but it is when the card has changed."""
    test = say(page(on="2024-03-01"), RANGE)
    minded = answers(test)[0].notices[0].text
    shown = drawn(test)
    assert minded in next(text for key, text in shown.items() if key.startswith("1-"))
    assert minded not in shown["turn-1-working"]
    test.radio(key="turn-1-certified").set_value("yes").run()
    assert minded in drawn(test)["turn-1-working"]


def test_a_salary_is_marked(page: Callable[..., AppTest]) -> None:
    """A salary typed beside the picture is marked and told in words; nonsense is told in one sentence."""
    test = say(page(), RANGE)
    test.session_state["turn-1-range"] = True  # AppTest opens no expander by itself
    test.run()
    test.text_input(key="turn-1-mark").set_value("$185,000").run()
    assert "The line marks $185,000." in drawn(test)["turn-1-told"]
    test.text_input(key="turn-1-mark").set_value("much").run()
    assert "is not a number" in drawn(test)["turn-1-problem"]


def test_a_salary_of_the_question_is_marked_at_once(page: Callable[..., AppTest]) -> None:
    """Who names a salary sees it in the picture without opening anything."""
    test = say(page(), "Where does $200,000 stand in the SES pay range?")
    assert "The line marks $200,000." in drawn(test)["turn-1-told"]


def test_a_picture_that_is_closed_is_not_made(page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    """A chart costs nothing before somebody wants to see it."""
    monkeypatch.setattr(charts, "pay_chart", lambda *_: pytest.fail("drawn although nobody looks"))
    test = say(page(), RANGE)
    assert "turn-1-told" not in drawn(test)


def test_an_earlier_working_is_closed_unless_it_is_in_use(page: Callable[..., AppTest]) -> None:
    """With the next question a card makes way for a button that opens it; a card that was changed stays."""
    test = say(say(page(), RANGE), LEAVE)
    assert "turn-1-working" not in drawn(test)
    test.button(key="turn-1-open").click().run()
    assert "$209,600" in drawn(test)["turn-1-working"]
    say(test, RANGE).radio(key="turn-3-certified").set_value("yes").run()
    changed = drawn(test)["turn-3-working"]
    say(test, LEAVE)
    assert drawn(test)["turn-3-working"] == changed
    assert "turn-1-working" in drawn(test)


def test_a_rerun_makes_no_answer_again(page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    """Card, announcement and case file of a turn are made once; later runs and questions send what is there."""
    test = say(say(page(), RANGE), LEAVE)
    first = drawn(test)
    for module, name in ((answer_card, "card"), (answer_card, "announcement"), (case_file, "of_answer")):
        monkeypatch.setattr(module, name, lambda *_: pytest.fail("made again"))
    assert drawn(test.run()) == first


def test_turns_keep_their_place_when_earlier_ones_are_put_away(page: Callable[..., AppTest]) -> None:
    """The eleventh question does not move the sixth: what has not moved is not drawn again."""
    test = say(page(), RANGE)
    told = test.session_state["turns"][0]
    test.session_state["turns"] = [replace(told, number=n) for n in range(1, 10)]
    test.session_state["asked"] = 9

    def places() -> dict[str, tuple[int, ...]]:
        return {key: place for key, place in places_of(test.main) if key.endswith(told.answer.id)}

    before = places() if test.run() else {}
    say(test, LEAVE)
    after = places()
    assert len(before) == 9
    assert {key.split("-")[0] for key in after} == {"5", "6", "7", "8", "9"}
    assert all(after[key] == before[key] for key in after)


def places_of(block: Any, before: tuple[int, ...] = ()) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the key of every tree below ``block`` with its place in each block on the way to it."""
    for place, child in block.children.items():
        if child.type == "bidi_component":
            yield json.loads(child.proto.bytes)["key"], (*before, place)
        elif hasattr(child, "children"):
            yield from places_of(child, (*before, place))


def test_a_thumb_is_counted_without_text(page: Callable[..., AppTest], home: Path) -> None:
    """A thumb adds one to the count of that answer, and the file holds no word of the question."""
    test = say(page(), RANGE)
    test.feedback[0].set_value(1).run()
    assert Feedback(home).counts()[answers(test)[0].id, "up"] >= 1
    assert b"pay range" not in (home / "feedback.sqlite3").read_bytes()


def test_answering_does_not_depend_on_thumbs(page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    """When a thumb cannot be counted, one sentence says so and the answer stays."""

    def broken(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Feedback, "keep", broken)
    test = say(page(), RANGE)
    before = drawn(test)
    test.feedback[0].set_value(0).run()
    assert next(toast.value for toast in test.toast).startswith("Your rating could not be kept. Reference ")
    assert drawn(test) == before


def test_an_abstention_helps(page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    """It says why, whom to ask, offers the case file, and the nearest questions that can be answered."""
    monkeypatch.setenv("SES_CONTACT", "Executive Resources, room 7310, <b>extension</b> 5-0000")
    test = say(page(), "What was the SES pay range in 2030?")
    told = test.session_state["turns"][0]
    test.session_state["turns"] = [replace(told, answer=replace(told.answer, related=(RANGE, HOSTILE[1])))]
    test.run()
    text = next(text for key, text in drawn(test).items() if key.startswith("1-"))
    assert answers(test)[0].status == "abstained"
    assert "No rule known for that date" in text
    assert "Executive Resources, room 7310, <b>extension</b> 5-0000" in text
    assert "Download the case file" in text
    assert {escape.label(question) for question in answers(test)[0].related} <= {b.label for b in test.button}
    assert "Questions near yours that can be answered" in [item.value for item in test.text]


def test_where_nothing_is_near_examples_are_offered(page: Callable[..., AppTest]) -> None:
    """Who asks about something else altogether sees what can be asked; a value still needed offers nothing else."""
    test = say(page(), "😀😀😀")
    assert answers(test)[0].related == ()
    offered = {escape.label(questions[0]) for questions in examples.EXAMPLES.values()}
    assert offered <= {button.label for button in test.button}
    assert "Questions that can be answered here" in [text.value for text in test.text]


def test_breakage_is_one_sentence_with_a_number(
    page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No traceback reaches the page: a sentence with a reference number that the log explains."""

    def damaged(*_: Any) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Assistant, "answer", damaged)
    text = " ".join(drawn(say(page(), RANGE)).values())
    number = re.search(r"Something in the program broke, and nothing was kept of it\. Reference ([0-9a-f]{8}):", text)
    assert number
    assert "secret detail" not in text
    assert number[1] in caplog.text


def test_a_missing_release_says_what_to_do(page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of ours is told in its own words, which say what to do."""

    def gone(*_: Any) -> None:
        raise ReleaseError("The release is damaged: run 'python -m ingest build'")

    monkeypatch.setattr("ui.opened.open_or_build", gone)
    st.cache_resource.clear()
    text = " ".join(drawn(page()).values())
    assert "The release is damaged: run 'python -m ingest build' Reference " in text


@pytest.mark.parametrize("text", [text for text in HOSTILE if text])
def test_a_hostile_question_is_only_text(page: Callable[..., AppTest], text: str) -> None:
    """Whatever is asked, there is a clear sentence, and nothing of the question reaches Markdown or HTML."""
    test = say(page(), text)
    answer = answers(test)[0]
    assert answer.text
    assert next(text for key, text in drawn(test).items() if key.startswith("1-")).startswith(answer.question[:50])
    markdown = [item.value for item in (*test.markdown, *test.caption, *test.get("html"))]
    assert not any("evil.example" in item or "alert(1)" in item for item in markdown)


@pytest.mark.parametrize("place", range(7))
def test_a_hostile_document_is_only_text(page: Callable[..., AppTest], place: int) -> None:
    """What is planted in an ingested document is quoted as it stands, and its heading is escaped on a chip."""
    test = say(page(), f"What is planted matter {place}?")
    for button in test.button:
        assert not re.search(r"(?<!\\)[!\[\]<>`$]", button.label)
    assert answers(test)[0].text


def calculators() -> None:
    """The calculators view alone, as Streamlit runs it."""
    from datetime import date

    from ui import calculators_view

    calculators_view.page(date(2026, 11, 21))


def handbook() -> None:
    """The handbook view alone, as Streamlit runs it."""
    from datetime import date

    from ui import handbook_view

    handbook_view.page(date(2026, 11, 21))


@pytest.fixture
def view(page: Callable[..., AppTest]) -> Callable[[Callable[[], None]], AppTest]:
    """Return what opens one view in a session of its own, with the release of ``page`` behind it."""
    return lambda script: AppTest.from_function(script, default_timeout=60).run()


def test_every_calculator_has_a_form(view: Callable[..., AppTest]) -> None:
    """Each calculator is offered by its title and draws an input for every field, without a fault."""
    test = view(calculators)
    assert list(test.selectbox(key="calculator").options) == [calculator.title for calculator in CALCULATORS.values()]
    for name, calculator in CALCULATORS.items():
        test.selectbox(key="calculator").set_value(name).run()
        assert not any(key.startswith("fault") for key in drawn(test))
        keys = {f"calc-{name}-{field.name}" for field in calculator.fields}
        inputs = (*test.radio, *test.selectbox, *test.multiselect, *test.date_input, *test.text_input)
        assert keys <= {item.key for item in inputs}


def test_a_form_works_out_its_result(view: Callable[..., AppTest]) -> None:
    """A form says what it still needs, then gives the result with its working, as typed and at once."""
    test = view(calculators)
    test.selectbox(key="calculator").set_value("performance_award").run()
    assert drawn(test)["calc-performance_award-none"].startswith("Needed: ")
    test.text_input(key="calc-performance_award-basic_pay").set_value("$200,000").run()
    assert "$10,000" in drawn(test)["calc-performance_award-working"]


def test_a_sheet_is_scored_on_the_page(view: Callable[..., AppTest], home: Path) -> None:
    """A sheet is shown scored, and no file appears under the home."""
    before = sorted(home.rglob("*"))
    test = view(calculators)
    data = f"{SHEET}Robin <b>Doe</b>,4,10,4,10,4,10,4,10,4,60\n".encode()
    test.file_uploader[0].set_value(("sheet.csv", data, "text/csv")).run()
    assert "1 scored, 0 not" in drawn(test)["sheet-result"]
    assert "Robin <b>Doe</b>" in drawn(test)["sheet-result"]
    assert sorted(home.rglob("*")) == before


def test_a_sheet_that_is_none_is_one_sentence(view: Callable[..., AppTest]) -> None:
    """Bytes that are no sheet give a line and a reason."""
    test = view(calculators)
    test.file_uploader[0].set_value(("sheet.csv", b"\x00\xff\xfe nothing", "text/csv")).run()
    assert "0 scored, 1 not. Line 1: " in drawn(test)["sheet-result"]


def test_the_handbook_is_read_by_chapter(view: Callable[..., AppTest]) -> None:
    """The first entries stand under their chapter; more come on request."""
    test = view(handbook)
    text = drawn(test)["entries-read"]
    count = int(text.split(" ", 1)[0])
    assert count > handbook_view.SHOWN
    assert "What is the Senior Executive Service?" in text
    assert "Show 30 more" in [button.label for button in test.button]
    next(button for button in test.button if button.label == "Show 30 more").click().run()
    assert len(drawn(test)["entries-read"]) > len(text)


def test_the_handbook_is_searched_and_filtered(view: Callable[..., AppTest], home: Path) -> None:
    """Words, topic and authority each narrow what is shown; nothing left is said in a sentence."""
    test = view(handbook)
    test.text_input(key="sought").set_value("locality pay").run()
    assert "Do SES members get locality pay?" in drawn(test)["entries-read"]
    test.text_input(key="sought").set_value("").run()
    test.selectbox(key="topic").set_value("leave").run()
    every = int(drawn(test)["entries-read"].split(" ", 1)[0])
    test.selectbox(key="weight").set_value("statute").run()
    assert 0 < int(drawn(test)["entries-read"].split(" ", 1)[0]) < every
    test.selectbox(key="topic").set_value("development").run()
    test.selectbox(key="weight").set_value("presidential").run()
    assert drawn(test)["entries-read"].startswith("No entry fits.")


def test_only_what_held_on_the_date_is_read(home: Path) -> None:
    """An entry that no longer holds stands in the handbook of its own time only."""
    release = open_release(home)
    ended = [passage for passage in release.passages if passage.in_force.until is not None]
    assistant = Assistant(release, WordEncoder())
    then = handbook_view.select(assistant, "", ended[0].in_force.until, handbook_view.ALL, handbook_view.ALL)
    now = handbook_view.select(assistant, "", date(2026, 11, 21), handbook_view.ALL, handbook_view.ALL)
    release.close()
    assert ended[0] in then
    assert ended[0] not in now


def test_the_release_is_told(view: Callable[..., AppTest], home: Path) -> None:
    """Id, day, corpora, count and the figures of the scoreboard, with the release that they were measured on."""
    text = next(text for key, text in drawn(view(handbook)).items() if key.startswith("about-"))
    manifest = manifests(home)[0]
    for part in (manifest.id, "the shipped handbook", f"{len(manifest.passages):,}", "This is the first release here."):
        assert part in text
    assert "answerable: right" in text
    assert "not on this one" in text


def test_a_planted_document_is_read_as_text(view: Callable[..., AppTest]) -> None:
    """In the handbook what was planted stands word for word, as text."""
    test = view(handbook)
    test.text_input(key="sought").set_value("planted matter words").run()
    text = drawn(test)["entries-read"]
    assert "Planted words: <img src=x onerror=alert(1)>" in text
    assert "![](http://evil.example/x.png)" in text


def test_dates_reach_back_to_the_beginning() -> None:
    """The sidebar offers every day since the service began."""
    assert date(1979, 7, 13) == as_of.FIRST
