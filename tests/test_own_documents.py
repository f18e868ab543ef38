"""Documents of one's own in a release: original places, standing, links to originals, and the life of releases."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import ON, WordEncoder

from assistant.errors import ReleaseError
from assistant.pipeline import Assistant
from assistant.releases import current_release, manifests, open_release, prune, release_before, switch_to
from assistant.standing import standing
from assistant.types import AUTHORITIES, Answer, Basis, Document, Passage, Period, Question, Sentence
from ingest.__main__ import main
from ingest.build import Report, build
from ingest.catalogue import Source
from ingest.compare import differences
from ingest.corpora import gather
from ingest.gate import GateError, load_gold, refuse_worse
from ingest.originals import link_originals, mark_contradicted
from ingest.passages import make_passage

LOCALITY = "Do executives get locality pay?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def write(folder: Path, **files: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return str(folder)


def answer(home: Path, question: str, on: date = ON) -> Answer:
    release = open_release(home)
    try:
        return Assistant(release, WordEncoder()).answer(Question(question, on))
    finally:
        release.close()


def test_a_citation_opens_at_the_very_place(home: Path, tmp_path: Path) -> None:
    """From citation to passage to the stored original, the words are the same, and so is the file."""
    text = f"Handbook\n\nBefore.\n\n{LOCALITY}\nNo. Executives get no locality pay.\n"
    build(home, [write(tmp_path / "docs", a=text)], WordEncoder())
    (citation,) = answer(home, LOCALITY).citations
    release = open_release(home)
    passage = release.passages[release.rows[citation.passage_id]]
    release.close()
    assert passage.origin is not None
    stored = release.original(passage.origin.sha256)
    start = passage.origin.start + citation.start
    assert stored == text
    assert stored[start : start + len(citation.quote)] == citation.quote
    assert passage.origin.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_an_old_page_answers_with_a_notice(home: Path, tmp_path: Path) -> None:
    """Where nothing newer is there, the old page answers and says that it is old; in its own year it says nothing."""
    text = "Page\n\nWhat was the highest rate of pay?\nThe highest rate for 2016 was 5 percent more.\n"
    build(home, [write(tmp_path / "docs", a=text)], WordEncoder())
    assert [n.kind for n in answer(home, "What was the highest rate of pay?").notices] == ["outdated"]
    assert answer(home, "What was the highest rate of pay?", date(2016, 6, 1)).notices == ()


def test_the_higher_authority_answers_and_the_old_page_is_named(home: Path, tmp_path: Path) -> None:
    """Of two pages on one matter the one that stands higher answers, and the outdated one is named beside it."""
    docs = tmp_path / "docs"
    folder = write(
        docs,
        blog=f"Blog\n\n{LOCALITY}\nFor 2019 executives get locality pay of 20 percent.\n",
        rule=f"Rule\n\n{LOCALITY}\nExecutives get no locality pay in any area.\n",
    )
    (docs / "sources.yaml").write_text("rule.txt: {authority: regulation, title: The rule}\n", encoding="utf-8")
    build(home, [folder], WordEncoder())
    found = answer(home, LOCALITY)
    assert found.citations[0].document.title == "The rule"
    assert any("Blog" in notice.text for notice in found.notices)


def test_an_agency_rule_is_said_to_be_that_agencys(home: Path, tmp_path: Path) -> None:
    """A rule of one agency comes with whose it is."""
    docs = tmp_path / "docs"
    folder = write(docs, a=f"Policy\n\n{LOCALITY}\nExecutives get no locality pay.\n")
    (docs / "sources.yaml").write_text("a.txt: {authority: agency, publisher: Labor}\n", encoding="utf-8")
    build(home, [folder], WordEncoder())
    assert "Labor" in answer(home, LOCALITY).notices[0].text


def shipped_passage(basis: Basis) -> Passage:
    text = "Executives get no locality pay."
    return make_passage(
        document=Document("ses-handbook", "Handbook", "us", "summary", "unknown", "2026-11-21"),
        anchor="a",
        heading=("Pay", "Do they?"),
        text=text,
        sentences=(Sentence(0, len(text), (basis,)),),
        in_force=Period(),
        status="in_force",
        topic="pay",
    )


BASIS = Basis(
    "page",
    "Old page",
    "A site",
    "press",
    'under "Is there locality pay? …"',
    "2019",
    None,
    "outdated",
    "copy",
    "verified",
)


@pytest.fixture
def page(tmp_path: Path) -> str:
    docs = tmp_path / "page"
    return write(docs, old="Old page\n\nIs there locality pay?\nExecutives get locality pay.\n")


@pytest.mark.parametrize("by", ["digest", "title"])
def test_a_basis_among_the_documents_is_linked(page: str, by: str) -> None:
    """A basis is found by the digest of its file, or by title and publisher, at the heading that it names."""
    (Path(page) / "sources.yaml").write_text("old.txt: {publisher: A site}\n", encoding="utf-8")
    gathered = gather([page])
    sha256 = gathered.sources[0].sha256 if by == "digest" else None
    title = "Another name" if by == "digest" else "Old page"
    source = Source("page", title, "A site", "press", "2019", "copy", "S1", sha256=sha256)
    (linked,) = link_originals([shipped_passage(BASIS)], gathered.passages, gathered.sources, {"page": source})
    assert linked.sentences[0].basis[0].passage_id == "old#is-there-locality-pay/0"
    assert linked.digest != shipped_passage(BASIS).digest
    (marked,) = mark_contradicted(gathered.passages, [linked])
    assert [notice.kind for notice in marked.sentences[0].notices] == ["outdated"]


def test_another_document_is_not_linked(page: str) -> None:
    """A page of the same title by another publisher is another page."""
    gathered = gather([page])
    source = Source("page", "Old page", "A site", "press", "2019", "copy", "S1")
    linked = link_originals([shipped_passage(BASIS)], gathered.passages, gathered.sources, {"page": source})
    assert linked == [shipped_passage(BASIS)]


def test_what_is_shipped_stands_as_high_as_its_basis() -> None:
    """In force comes before authority, authority before date; our own wording adds nothing."""
    ours = shipped_passage(replace(BASIS, relation="supports", authority="press"))
    law = replace(ours, document=replace(ours.document, authority="statute"), sentences=())
    opm = replace(law, document=replace(law.document, authority="opm", date="2025-01-01"))
    older = replace(opm, document=replace(opm.document, date="2012-01-01"))
    ended = replace(law, in_force=Period(None, date(2020, 1, 1)))
    assert sorted([ended, ours, older, opm, law], key=lambda p: standing(p, ON)) == [ended, ours, older, opm, law]
    assert standing(ours, ON)[1] == -AUTHORITIES.index("press")


def rebuilt(home: Path, folder: str, text: str) -> Report:
    Path(folder, "a.txt").write_text(f"Page\n\n{LOCALITY}\n{text}\n", encoding="utf-8")
    return build(home, [folder], WordEncoder())


@pytest.fixture
def two(home: Path, tmp_path: Path) -> tuple[str, str]:
    """Two releases of one page: it says no, then yes."""
    folder = write(tmp_path / "docs", b="Other\n\nIs there leave?\nExecutives earn annual leave.\n")
    first = rebuilt(home, folder, "Executives get no locality pay.").release
    return first, rebuilt(home, folder, "Executives get locality pay everywhere.").release


def test_rollback_answers_from_the_release_before(
    home: Path, two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """One command goes back, naming the release; going back again comes forward."""
    assert main(["rollback", "--home", str(home)]) == 0
    assert two[0] in capsys.readouterr().out
    assert "no locality" in answer(home, LOCALITY).text
    assert release_before(home) == two[1]
    assert main(["rollback", two[1], "--home", str(home)]) == 0
    assert current_release(home) == two[1]


@pytest.mark.parametrize("release", ["000000000000", "../elsewhere"])
def test_rollback_refuses_what_is_not_there(
    home: Path, two: tuple[str, str], release: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown release is named, and the current one keeps answering."""
    assert main(["rollback", release, "--home", str(home)]) == 1
    assert release in capsys.readouterr().err
    assert current_release(home) == two[1]


def test_there_is_nothing_before_the_first(home: Path, tmp_path: Path) -> None:
    """A rollback after one build says that there is nothing to go back to."""
    build(home, [write(tmp_path / "docs", a="Words are here.")], WordEncoder())
    with pytest.raises(ReleaseError, match="nothing to go back to"):
        release_before(home)


def test_diff_names_documents_passages_and_answers(home: Path, two: tuple[str, str]) -> None:
    """What is new, changed or gone between two releases is one line each."""
    old, new = (next(m for m in manifests(home) if m.id == name) for name in two)
    assert list(differences(old, new)) == ["~ document a", "~ passage a#do-executives-get-locality-pay/0"]
    assert list(differences(new, new)) == []


def gold(path: Path, must: str) -> Path:
    path.write_text(
        f"- {{id: g1, turns: ['{LOCALITY}'], on: 2026-11-21, status: answered, must: ['{must}'], must_not: []}}\n",
        encoding="utf-8",
    )
    return path


def test_the_gate_keeps_a_worse_release_from_answering(home: Path, two: tuple[str, str], tmp_path: Path) -> None:
    """A release that loses a gold question is built but not switched to, and the question is named."""
    questions = load_gold(gold(tmp_path / "gold.yaml", "everywhere"))
    folder = str(tmp_path / "docs")

    def gate(fresh: object, before: object) -> None:
        refuse_worse(questions, WordEncoder(), fresh, before)  # type: ignore[arg-type]

    Path(folder, "a.txt").write_text(f"Page\n\n{LOCALITY}\nNobody gets any locality pay.\n", encoding="utf-8")
    with pytest.raises(GateError, match=r"not switched\. No longer right: g1"):
        build(home, [folder], WordEncoder(), gate=gate)
    assert current_release(home) == two[1]
    build(home, [folder], WordEncoder())
    assert current_release(home) not in two


@pytest.mark.parametrize("text", ["", "- {id: a}", "words", "- {id: a, turns: [b], on: never}"])
def test_broken_gold_is_named(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Gold questions that break their format are refused with the format."""
    (tmp_path / "gold.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match="gold questions"):
        load_gold(tmp_path / "gold.yaml")


def test_pruning_leaves_whole_releases(home: Path, tmp_path: Path) -> None:
    """The newest, the current, the one before and the pinned ones stay and answer; the others are gone whole."""
    folder = write(tmp_path / "docs")
    ids = [
        rebuilt(home, folder, f"Executives get {word} locality pay.").release for word in ("no", "some", "more", "full")
    ]
    switch_to(home, ids[1])
    gone = prune(home, keep=1, pinned=[])
    assert gone == [ids[0], ids[2]]
    assert [m.id for m in manifests(home)] == [ids[1], ids[3]]
    for name in (ids[1], ids[3]):
        release = open_release(home, name)
        assert Assistant(release, WordEncoder()).answer(Question(LOCALITY, ON)).status == "answered"
        release.close()


def test_a_damaged_release_hides_no_other(home: Path, two: tuple[str, str]) -> None:
    """A release whose manifest is damaged is left out; the others are listed, and the way back is there."""
    (home / "releases" / "0123456789ab").mkdir()
    (home / "releases" / "0123456789ab" / "manifest.json").write_text("{", encoding="utf-8")
    assert [manifest.id for manifest in manifests(home)] == list(two)
    assert release_before(home) == two[0]


def test_one_changed_file_embeds_only_its_passages(home: Path, tmp_path: Path) -> None:
    """Of many files, the one that changed is embedded again and nothing else, and equals a build from nothing."""
    files = {
        f"f{i:02}": f"Page {i}\n\nWhat is rule {i}?\nRule number {i} is called {chr(97 + i % 26) * 4}.\n"
        for i in range(40)
    }
    folder = write(tmp_path / "docs", **files)
    build(home, [folder], WordEncoder())
    (Path(folder) / "f07.txt").write_text("Page 7\n\nWhat is rule 7?\nRule seven has ended.\n", encoding="utf-8")
    report = build(home, [folder], WordEncoder())
    assert (report.changed, report.same, report.embedded) == (1, 39, 1)
    fresh = tmp_path / "fresh"
    assert build(fresh, [folder], WordEncoder()).release == report.release
    patched, whole = open_release(home), open_release(fresh)
    assert patched.vectors().keys() == whole.vectors().keys()
    patched.close()
    whole.close()


def test_a_notice_stands_on_the_sentence_that_is_contradicted(tmp_path: Path) -> None:
    """Of a page with three sentences, only the one that the shipped sentence speaks of is marked."""
    text = "Old page\n\nIs there locality pay?\nYes, since 2001. A desk is free. Lunch costs five dollars.\n"
    gathered = gather([write(tmp_path / "docs", old=text)])
    (raw,) = gathered.passages
    said = replace(shipped_passage(replace(BASIS, passage_id=raw.id)), heading=("Ours", "What does lunch cost?"))
    (marked,) = mark_contradicted([raw], [said])
    assert [bool(sentence.notices) for sentence in marked.sentences] == [False, False, True]
    silent = replace(said, heading=("Ours", "Nothing alike"), text="x" * len(said.text))
    (marked,) = mark_contradicted([raw], [silent])
    assert all(sentence.notices for sentence in marked.sentences)


LUNCH = "What was the price of lunch"


def test_a_year_before_a_page_is_not_told_by_it(home: Path, tmp_path: Path) -> None:
    """Asked how something was before the page was written, there is no answer; asked in passing, a notice."""
    text = "Lunch\n\nMay 3, 2025\n\nWhat is the price of lunch?\nThe price of lunch is five dollars.\n"
    build(home, [write(tmp_path / "docs", lunch=text)], WordEncoder())
    before = answer(home, f"{LUNCH} in 2011?")
    assert (before.status, before.reason) == ("abstained", "not_in_force")
    assert "2025-05-03" in before.text
    aside = answer(home, "What is the price of lunch in 2011?")
    assert aside.status == "answered"
    assert any("does not tell what held in 2011" in notice.text for notice in aside.notices)
    assert not any("does not tell" in notice.text for notice in answer(home, f"{LUNCH} in 2025?").notices)


def test_each_year_of_a_span_may_be_quoted(home: Path, tmp_path: Path) -> None:
    """A page that lists years answers "2019 to 2021" with the year between, too."""
    years = " ".join(
        f"The price of lunch was {price} dollars in {year}." for year, price in ((2019, 4), (2020, 5), (2021, 6))
    )
    build(home, [write(tmp_path / "docs", lunch=f"Lunch\n\nWhat was the price of lunch?\n{years}\n")], WordEncoder())
    found = answer(home, f"{LUNCH} from 2019 to 2021?")
    assert all(f"{price} dollars" in found.text for price in (4, 5, 6))


def test_the_age_of_a_page_is_told(home: Path, tmp_path: Path) -> None:
    """What stands in a document of long ago comes with its date; what stands in a new one does not."""
    for year, told in ((2014, True), (2025, False)):
        text = f"Lunch\n\nMay 3, {year}\n\nWhat is the price of lunch?\nThe price of lunch is five dollars.\n"
        build(home, [write(tmp_path / "docs", lunch=text)], WordEncoder())
        found = answer(home, "What is the price of lunch?")
        assert any(f"a document of {year}" in notice.text for notice in found.notices) is told


def test_a_question_in_words_that_no_page_has_is_not_answered(home: Path, tmp_path: Path) -> None:
    """Two new words that are half of the question say that it is about something else; one alone does not."""
    text = "Parking\n\nWhat is the parking fee?\nThe parking fee is five dollars for a car.\n"
    build(home, [write(tmp_path / "docs", parking=text)], WordEncoder())
    assert answer(home, "What is the parking fee for a car?").status == "answered"
    assert answer(home, "What is the parking fee for a lorry?").status == "answered"
    assert answer(home, "What is the parking fee for a lorry or trailer?").status == "abstained"


def test_a_raw_page_is_not_told_to_contradict_what_it_is_not_about(home: Path, tmp_path: Path) -> None:
    """The conflict between two sentences is told beside them, not beside every answer near to them."""
    text = "Lunch\n\nWhat does lunch cost?\nLunch costs {} a day.\n\nWho cooks lunch?\nA cook, Ann, does.\n"
    build(
        home, [write(tmp_path / "docs", a=text.format("$5"), b=text.format("$8").replace("Ann", "Bob"))], WordEncoder()
    )
    assert any(notice.kind == "conflict" for notice in answer(home, "What does lunch cost?").notices)
    assert not any(notice.kind == "conflict" for notice in answer(home, "Who cooks lunch?").notices)


def test_an_older_page_is_not_quoted_beside_a_newer_one(home: Path, tmp_path: Path) -> None:
    """Of two pages that answer one question differently the newer one answers alone, and the other one is named."""
    text = "Telework\n\nMay 3, {}\n\nHow many days a week may I telework?\nStaff may telework up to {} days a week.\n"
    pages = {"new": text.format(2025, "three"), "old": text.format(2016, "two")}
    build(home, [write(tmp_path / "docs", **pages)], WordEncoder())
    found = answer(home, "How many days of the week can I telework?")
    assert [citation.document.id for citation in found.citations] == ["new"]
    assert any("2016-05-03) says otherwise on this: it gives 2 days" in notice.text for notice in found.notices)


def test_a_page_that_was_replaced_stands_behind_the_one_in_force(home: Path, tmp_path: Path) -> None:
    """Though the old memo is nearer to the question, the one that replaces it answers."""
    paid = "## Payment date\n\nCash awards will be paid with the salary by the payroll office in {}.\n"
    old = "Award memo\n\nAugust 21, 2023\n\n" + paid.format("December")
    says = "This memo replaces the award memo of August 21, 2023."
    new = f"Award memo\n\nFebruary 17, 2026\n\n{says}\n\n" + paid.format("January")
    build(home, [write(tmp_path / "docs", old=old, new=new)], WordEncoder())
    found = answer(home, "Will cash awards be paid with the salary by the payroll office in December?")
    assert {citation.document.id for citation in found.citations} == {"new"}


def test_a_later_year_counts_where_both_speak_of_the_same_matter(home: Path, tmp_path: Path) -> None:
    """Minutes stand under the day of each meeting; what was decided later answers, though the rules are nearer."""
    rules = "Rules\n\nMay 3, 2018\n\n## Relief fund\n\nThe fund pays ill members at most ninety dollars a year.\n"
    paid = "### Relief fund\n\nThe fund pays ill members at most one hundred dollars from now on.\n"
    minutes = f"# Minutes\n\n## Assembly of 18 April 2025\n\n{paid}"
    build(home, [write(tmp_path / "docs", rules=rules, minutes=minutes)], WordEncoder())
    question = "What does the fund pay ill members at most, in dollars a year?"
    release = open_release(home)
    nearest = Assistant(release, WordEncoder()).search(question, ON)[0].passage.document.id
    release.close()
    assert (nearest, answer(home, question).citations[0].document.id) == ("rules", "minutes")


def test_the_page_that_took_its_place_answers_though_it_is_less_sure(home: Path, tmp_path: Path) -> None:
    """What an old list charged is not told as today's price where the list that replaced it speaks of the matter."""
    filler = "".join(f"| Service {n} | ${n} |\n" for n in range(1, 5))
    table = "## Charges of the library desk\n\n| Service | Charge |\n|---|---|\n{}" + filler
    old = "Price list\n\nMay 3, 2022\n\n" + table.format("| Fax for a guest of the town | $1 |\n")
    new = (
        "Price list\n\nMay 3, 2026\n\n"
        + table.format("")
        + "\nGuests of the town send no fax any more at our desk, as of this spring.\n"
    )
    build(home, [write(tmp_path / "docs", **{"price-list-2022": old, "price-list-2026": new})], WordEncoder())
    question = "Is there a fax for a guest of the town?"
    assert {citation.document.id for citation in answer(home, question).citations} == {"price-list-2026"}
    before = answer(home, question, on=date(2023, 5, 1))
    assert {citation.document.id for citation in before.citations} == {"price-list-2022"}


def test_what_a_heading_begins_later_waits_for_its_day(home: Path, tmp_path: Path) -> None:
    """Of two tables under "until" and "from" a day, the one of the day asked on answers, with the row that is named."""
    table = "\n\n| Plan | Price a month |\n|---|---|\n| Team | ${} |\n| Plus | ${} |\n"
    table += "| Solo | $9 |\n| Premier | $79 |\n| Charity | $6 |\n"
    text = "# Plans" + "".join(
        f"\n\n## Plans {when}" + table.format(*prices)
        for when, prices in (("until 31 December 2026", (24, 42)), ("from 1 January 2027", (27, 46)))
    )
    build(home, [write(tmp_path / "docs", plans=text)], WordEncoder())
    for on, price in ((date(2026, 11, 1), "$24"), (date(2027, 2, 1), "$27")):
        found = answer(home, "What is the price a month of the Team plan?", on=on)
        assert found.citations[-1].quote == f"| Team | {price} |"


def test_the_same_words_are_said_once(home: Path, tmp_path: Path) -> None:
    """A sentence that a page says three times is one claim of the answer."""
    said = "Staff fly economy class on every trip."
    build(home, [write(tmp_path / "docs", a=f"Travel\n\nHow do staff fly?\n{said} {said} {said}\n")], WordEncoder())
    assert [citation.quote for citation in answer(home, "How do staff fly?").citations] == [said]


def test_no_calculator_answers_for_the_pages_of_others(home: Path, tmp_path: Path) -> None:
    """Where a release holds somebody's own pages alone, the law on the SES is told to those who ask about the SES."""
    text = "Leave\n\nHow much annual leave is there?\nStaff of the hospital get 27 days of annual leave a year.\n"
    build(home, [write(tmp_path / "docs", a=text)], WordEncoder())
    found = answer(home, "How much annual leave is there after 10 pay periods?")
    assert found.calculation is None
    assert answer(home, "What was the SES pay range in 2024?").calculation is not None


def test_an_end_speaks_of_the_documents_where_there_are_no_others(home: Path, tmp_path: Path) -> None:
    """Nobody is sent to an agency's HR office by the pages of a hospital."""
    build(home, [write(tmp_path / "docs", a="Leave\n\nStaff get 27 days of leave.\n")], WordEncoder())
    assert answer(home, "thanks!").text == "Ask a question about what the documents of this release say."
    assert "HR office" not in answer(home, "How many days of leave do pilots of airships get?").text
