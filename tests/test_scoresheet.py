"""Sheets of executives scored in memory."""

from __future__ import annotations

import logging
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.appraisal_system import LEVEL_NAMES
from assistant.rules.scoresheet import ScoreSheet, decode_sheet, score_sheet

HEADER = (
    "Name,Leading Change,Leading People,Business Acumen,Building Coalitions,Results Driven,"
    "LC weight,LP weight,BA weight,BC weight,RD weight"
)
NEW_HEADER = "FA,GE,MC,HA,AG,FA weight,GE weight,MC weight,HA weight,AG weight"
GOOD = "Ann Example,4,5,3,4,4,10,10,10,10,60"


def sheet(*lines: str, header: str = HEADER) -> ScoreSheet:
    """Score a sheet of these lines under ``header``."""
    return score_sheet("\n".join((header, *lines)) + "\n")


def only_problem(found: ScoreSheet) -> str:
    """Return the one problem of a sheet without rows."""
    assert found.rows == ()
    assert len(found.problems) == 1
    return found.problems[0].text


def test_a_sheet_is_scored_row_by_row() -> None:
    """Each row has its line, name, score and level, and the distribution counts every level."""
    found = sheet(GOOD, "Bo Example,5,5,5,5,1,10,10,10,10,60", "Cy Example,5,5,5,5,5,20,20,20,20,20")
    assert [(row.line, row.name, row.score, row.level) for row in found.rows] == [
        (2, "Ann Example", 400, 4),
        (3, "Bo Example", 260, 1),
        (4, "Cy Example", 500, 5),
    ]
    assert found.problems == ()
    assert found.system == "2012"
    assert [(share.level, share.count) for share in found.distribution] == [(5, 1), (4, 1), (3, 0), (2, 0), (1, 1)]
    assert found.distribution[0].percent == Decimal("33.3")
    assert found.rows[0].level_name == "Exceeds Fully Successful"


def test_bad_rows_are_named_by_line_and_the_rest_is_scored() -> None:
    """Every kind of wrong row is told with its line and reason while the good rows count."""
    wrong = {
        "A,4,5,3,4,6,10,10,10,10,60": "Results Driven is a whole level from 1 to 5, not 6",
        "B,4,5,3,4,3.5,10,10,10,10,60": "not 3.5",
        "C,4,5,3,4,0,10,10,10,10,60": "not 0",
        "D,4,5,3,4,4,10,10,10,20,60": "The weights sum to 110",
        "E,4,5,3,4,4,25,25,20,10,20": "outweigh Results Driven",
        "F,4,5,3,4,4,3,27,20,20,30": "Leading Change must weigh at least 5",
        "G,4,5,3,4,4,12.5,12.5,10,10,55": "whole numbers",
        "H,4,5,3,4,,10,10,10,10,60": "rating of Results Driven is missing",
        "I,4,5,3,4,good,10,10,10,10,60": "rating of Results Driven is not a number",
        "J,4,5,3,4,4,10,10,10,10": "The row has 10 cells where the header has 11",
        "K,4,5,3,4,4,10,10,10,10,60,7": "The row has 12 cells where the header has 11",
        "L,4,5,3,4,1e999999999,10,10,10,10,60": "not a number",
    }
    found = sheet(GOOD, *wrong, GOOD)
    assert [row.line for row in found.rows] == [2, len(wrong) + 3]
    assert [problem.line for problem in found.problems] == list(range(3, len(wrong) + 3))
    for problem, said in zip(found.problems, wrong.values(), strict=True):
        assert said in problem.text
    assert sum(share.count for share in found.distribution) == 2


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace(",", ";"),
        HEADER.replace(",", "\t"),
        HEADER.upper(),
        HEADER.replace(" weight", "_wt"),
        HEADER.replace("Leading Change", "leading_change rating"),
        "executive,LC,LP,BA,BC,RD,LC %,LP %,BA %,BC %,RD %",
        "Name,r1,r2,r3,r4,Results Driven,w1,w2,w3,w4,w5",
        "Employee name,Change,People,Acumen,Coalitions,Results,Weight LC,Weight LP,Weight BA,Weight BC,Weight RD",
    ],
)
def test_a_header_may_be_written_in_many_ways(header: str) -> None:
    """Short forms, capitals, other separators and the words for a weight are all understood."""
    mark = next(mark for mark in ";\t," if mark in header)
    found = sheet(GOOD.replace(",", mark), header=header)
    assert [(row.name, row.score, row.level) for row in found.rows] == [("Ann Example", 400, 4)]
    assert found.problems == ()


def test_columns_may_stand_in_any_order_with_others_between() -> None:
    """The order of the columns does not matter, and one that is not read is named."""
    header = "RD weight,Results Driven,Grade," + ",".join(HEADER.split(",")[1:5] + HEADER.split(",")[6:10])
    found = sheet("60,4,ES,4,5,3,4,10,10,10,10", header=header)
    assert [(row.name, row.score) for row in found.rows] == [(None, 400)]
    assert found.unused == ("Grade",)


def test_numbers_alone_need_the_system_said() -> None:
    """A header of numbers does not tell the system; said, the same sheet is scored."""
    text = "r1,r2,r3,r4,r5,w1,w2,w3,w4,w5\n4,4,3,4,5,25,15,20,20,20\n"
    assert "2012 or 2026" in only_problem(score_sheet(text))
    assert [row.score for row in score_sheet(text, "2026").rows] == [400]


def test_the_new_system_has_its_own_elements_and_limits() -> None:
    """FY2026 elements are recognised, and a weight below its minimum is told."""
    found = sheet("4,4,3,4,5,25,15,20,20,20", "4,4,3,4,5,20,20,20,20,20", header=NEW_HEADER)
    assert found.system == "2026"
    assert [row.score for row in found.rows] == [400]
    assert "must weigh at least 25" in found.problems[0].text


def test_the_full_names_of_the_new_elements_are_known() -> None:
    """The long FY2026 names, with and without apostrophe, head columns too."""
    names = (
        "Faithful Administration of the Law and the President’s Policies,Government Efficiency,Merit and Competence,"
        "Holding Others Accountable and Treating Them Fairly,Achieving Organizational Goals"
    )
    weights = ",".join(f"{name} (weight)" for name in names.split(","))
    assert [row.score for row in sheet("3,3,3,3,3,25,15,20,20,20", header=f"{names},{weights}").rows] == [300]


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("4", 4),
        ("Level 4", 4),
        ("l4", 4),
        ("4.0", 4),
        ("Outstanding", 5),
        ("4 - Exceeds Fully Successful", 4),
        ("fully  successful", 3),
        ("Minimally Satisfactory", 2),
        ("1 (Unsatisfactory)", 1),
    ],
)
def test_a_level_may_be_named(cell: str, level: int) -> None:
    """A rating may be a number, a level, a level's name, or number and name."""
    found = sheet(f"A,{cell},5,3,4,4,10%,10 %,10,10,60")
    assert [row.ratings[0] for row in found.rows] == [level]


def test_a_level_and_a_name_that_disagree_are_refused() -> None:
    """A number beside another level's name is no rating."""
    assert "not a number" in only_problem(sheet("A,4 - Outstanding,5,3,4,4,10,10,10,10,60"))


def test_mark_blank_lines_and_trailing_separators_do_no_harm() -> None:
    """A byte order mark, empty lines, lines of separators and empty cells at the end are passed over."""
    text = f"\ufeff\r\n{HEADER},,\r\n\r\n{GOOD},,\r\n,,,,,,,,,,\r\n   \r\n{GOOD}\r\n"
    found = score_sheet(text)
    assert [row.line for row in found.rows] == [4, 7]
    assert found.problems == ()


def test_a_line_that_names_the_separator_is_understood() -> None:
    """The first line that some spreadsheets write, ``sep=;``, is no header."""
    assert len(score_sheet(f"sep=;\n{HEADER};".replace(",", ";") + "\n" + GOOD.replace(",", ";")).rows) == 1


def test_quoted_cells_keep_separators_and_lines() -> None:
    """A quoted name may hold commas, quotation marks and line ends; later rows keep their own line."""
    found = sheet(f'"Example, ""Ann""\nMarie",{GOOD.split(",", 1)[1]}', GOOD)
    assert [(row.line, row.name) for row in found.rows] == [(2, 'Example, "Ann"\nMarie'), (4, "Ann Example")]


def test_a_stray_quotation_mark_costs_one_row() -> None:
    """A quotation mark that is never closed is told by its line; every other row is scored."""
    found = sheet(GOOD, f'"{GOOD}', GOOD, f'"Bo" {GOOD}', GOOD)
    assert [row.line for row in found.rows] == [2, 4, 6]
    assert [problem.line for problem in found.problems] == [3, 5]
    assert all("quotation mark" in problem.text for problem in found.problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("\ufeff \n\n", "empty"),
        (HEADER, "no line for any executive"),
        ("a,b,c\n1,2,3", "does not tell the appraisal system"),
        (HEADER.replace("LC weight,", "") + "\n" + GOOD, "lacks a column for the weight of Leading Change"),
        (HEADER + ",LC rating\n" + GOOD, "two columns for the rating of Leading Change"),
        ('"' + HEADER, "quotation mark"),
        ("\x00\x01\x02", "does not tell"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(text: str, said: str) -> None:
    """An empty sheet, one without rows, and wrong or doubled columns give one problem and no rows."""
    assert said in only_problem(score_sheet(text))


def test_ten_thousand_rows_are_read() -> None:
    """A long sheet is scored whole, its bad rows named by line."""
    lines = [GOOD if place % 100 else "X,9,5,3,4,4,10,10,10,10,60" for place in range(10_000)]
    found = sheet(*lines)
    assert len(found.rows) == 9_900
    assert [problem.line for problem in found.problems] == list(range(2, 10_002, 100))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_bytes_of_usual_spreadsheets_are_decoded(encoding: str) -> None:
    """What spreadsheets save, with or without a mark, becomes the same text."""
    text = f"{HEADER}\nAnné,{GOOD.split(',', 1)[1]}\n"
    assert [row.name for row in score_sheet(decode_sheet(text.encode(encoding))).rows] == ["Anné"]


def test_no_name_leaves_by_a_side_door(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is logged or printed, and neither a record's repr nor a problem holds a name."""
    caplog.set_level(logging.DEBUG)
    found = sheet(GOOD, "Bo Example,Bo Example,5,3,4,4,10,10,10,10,60", f'"Cy Example"x,{GOOD}')
    assert len(found.problems) == 2
    assert "Example" not in repr(found)
    assert caplog.records == []
    assert capsys.readouterr() == ("", "")


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text: str) -> None:
    """Whatever stands in a sheet, a record comes back, and rows and problems are in the order of their lines."""
    for found in (score_sheet(text), score_sheet(f"{HEADER}\n{text}"), score_sheet(f"{HEADER}\n{GOOD}\n{text}")):
        assert [row.line for row in found.rows] == sorted({row.line for row in found.rows})
        assert [problem.line for problem in found.problems] == sorted({problem.line for problem in found.problems})
        assert [share.level for share in found.distribution] == list(LEVEL_NAMES)
        assert sum(share.count for share in found.distribution) == len(found.rows)
