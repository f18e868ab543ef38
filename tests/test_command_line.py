"""Both command lines, in process where possible, with a tiny real encoder set by the environment."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from assistant.exits import exit_status
from assistant.pipeline import Assistant
from ingest.__main__ import main as ingest

ROOT = Path(__file__).resolve().parent.parent
ON = ["--on", "2026-11-21"]
LOCALITY = "Do staff get locality pay?"


@pytest.fixture(scope="module")
def home(tiny: Path, tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a release of two small documents with the tiny encoder, through the command line itself."""
    base = tmp_path_factory.mktemp("built")
    docs = base / "docs"
    docs.mkdir()
    (docs / "leave.md").write_text("# Leave\n\n## Annual leave\nStaff earn 8 hours of annual leave.\n", "utf-8")
    (docs / "pay.txt").write_text("Do staff get locality pay?\nNo. Staff get no locality pay.\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SES_ENCODER", str(tiny))
        shutil.copytree(tiny_home, base / "home")
        assert ingest(["build", "--home", str(base / "home"), "--corpus", str(docs)]) == 0
    return base / "home"


@pytest.fixture
def run(home: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command over the small release: ``run("ask", "...")`` gives its exit status."""
    monkeypatch.setenv("SES_ENCODER", str(tiny))
    monkeypatch.setenv("SES_HOME", str(home))
    return lambda *words: main(words)


def usage(words: Sequence[str], command: Any = main) -> int:
    """Return the exit status of a call, whether it returns it or leaves with it."""
    try:
        return int(command(words))
    except SystemExit as end:
        return int(end.code or 0)


@pytest.mark.parametrize(
    ("text", "code", "status"),
    [
        (LOCALITY, 0, "answered"),
        ("Do noncareer staff get locality pay?", 3, "abstained"),
        ("hello", 3, "out_of_scope"),
        ("Do staff get locality pay on 30 February 2026?", 3, "needs_input"),
    ],
)
def test_the_exit_status_follows_the_answer(
    run: Any, capsys: pytest.CaptureFixture[str], text: str, code: int, status: str
) -> None:
    """Answered gives 0; abstained, out of scope and input needed give 3; --json prints the contract."""
    assert run("ask", text, *ON, "--json") == code
    found = json.loads(capsys.readouterr().out)
    assert (found["status"], found["on"]) == (status, "2026-11-21")


def test_an_answer_reads_well(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json a person reads text, quote, release and the standing line; the trace only when asked for."""
    assert run("ask", LOCALITY, *ON) == 0
    told = capsys.readouterr().out
    assert told.startswith("No. Staff get no locality pay. [1]")
    assert '"No. Staff get no locality pay."' in told
    assert "21 November 2026" in told
    assert "Unofficial: not OPM, not legal advice." in told
    assert " ms " not in told
    assert run("ask", LOCALITY, *ON, "--trace") == 0
    assert " ms " in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["ask"],
        ["ask", ""],
        ["ask", "   "],
        ["ask", "a?", "--batch", "-"],
        ["ask", "a?", "b?"],
        ["ask", "a?", "--on", "tomorrow"],
        ["ask", "a?", "--on", "2026-02-30"],
        ["ask", "a?", "--nonsense"],
        ["ask", "--batch", "/no/such/file"],
        ["search", " "],
        ["search"],
        ["search", "pay", "--batch", "-"],
        ["search", "pay", "-k", "0"],
        ["search", "pay", "-k", "many"],
        ["search", "pay", "-k", "-1"],
        ["pay", "--certified", "--not-certified"],
        ["pay", "--on", "soon"],
    ],
)
def test_a_wrong_call_is_a_usage_error(run: Any, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """Wrong words of the call give status 2, nothing on stdout, one plain line of complaint and no traceback."""
    assert usage(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    complaint = [line for line in told.err.splitlines() if not line.startswith(("usage: ses-assistant", " "))]
    assert len(complaint) == 1


@pytest.mark.parametrize("words", [[], ["nonsense"], ["build", "--nonsense"], ["releases", "x"]])
def test_a_wrong_ingest_call_is_a_usage_error(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """Wrong words of an ingest call give status 2 without a traceback."""
    assert usage(words, ingest) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("release", ["000000000000", "nonsense", "../../etc"])
def test_an_unknown_release_is_an_error(run: Any, capsys: pytest.CaptureFixture[str], release: str) -> None:
    """A release that is not there gives status 1 and one line that names it and what lists them."""
    assert run("ask", LOCALITY, "--release", release) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert release in told.err
    assert "releases" in told.err


def test_a_release_may_be_named(run: Any, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The current release, named by its id, answers like the unnamed one."""
    name = (home / "current").read_text(encoding="utf-8").strip()
    assert run("ask", LOCALITY, *ON, "--json", "--release", name) == 0
    assert json.loads(capsys.readouterr().out)["release"] == name


def test_another_encoder_is_an_error(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A release of another encoder gives status 1 and one line, not a poor answer."""
    assert main(["ask", LOCALITY, "--home", str(home)]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("error: ")
    assert "SES_ENCODER" in told.err
    assert told.err.count("\n") == 1


def test_a_missing_encoder_is_an_error(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that holds no model gives status 1 and one line that names it."""
    monkeypatch.setenv("SES_ENCODER", str(tmp_path))
    assert main(["ask", LOCALITY, "--home", str(home)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


BATCH = [
    json.dumps({"id": "first", "turns": [LOCALITY], "on": "2026-11-21"}),
    "this is no JSON",
    "",
    json.dumps({"id": "no turns"}),
    json.dumps({"id": "empty", "turns": []}),
    json.dumps({"id": "bad day", "turns": [LOCALITY], "on": "2026-02-30"}),
    json.dumps(["a", "list"]),
    json.dumps({"id": "last", "turns": ["How much annual leave do staff earn?", "and in 2022?"], "on": "2026-11-21"}),
]


def test_a_bad_line_does_not_end_a_batch(run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bad lines are told in their place, the rest is answered, and the exit status is 1."""
    file = tmp_path / "batch.jsonl"
    file.write_text("\n".join(BATCH) + "\n", encoding="utf-8")
    assert run("ask", "--batch", str(file)) == 1
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert [("answer" in line, "error" in line) for line in lines] == [
        (True, False),
        *[(False, True)] * 5,
        (True, False),
    ]
    assert [line["id"] for line in (lines[0], lines[-1])] == ["first", "last"]
    assert "2022" in lines[-1]["answer"]["standalone"]
    assert "line 2" in lines[1]["error"]
    assert not [line["error"] for line in lines[1:-1] if "Error" in line["error"] or "indices" in line["error"]]
    assert told.err.count("\n") == 5
    assert "Traceback" not in told.err


def test_a_line_that_is_no_utf8_is_a_bad_line(run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes of another encoding are told in their place, an id that cannot be written is, and the rest is answered."""
    file = tmp_path / "batch.jsonl"
    file.write_bytes(
        b'{"id": "one", "turns": ["Do caf\xe9s pay?"]}\n{"id": "\\ud800", "turns": ["%b"]}\n' % LOCALITY.encode()
    )
    assert run("ask", "--batch", str(file)) == 1
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert "line 1" in first["error"]
    assert "UTF-8" in first["error"]
    assert second["answer"]["status"] == "answered"


def test_turns_that_are_no_list_are_a_bad_line(run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A question given as a bare string instead of a list of turns is told as a bad line."""
    file = tmp_path / "batch.jsonl"
    file.write_text(json.dumps({"id": "one", "turns": LOCALITY}) + "\n", encoding="utf-8")
    assert run("ask", "--batch", str(file)) == 1
    assert "error" in json.loads(capsys.readouterr().out)


def test_a_fault_of_the_program_is_no_bad_line(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks while a good line is answered is not told as a fault of that line."""

    def broken(*_: object) -> None:
        raise ValueError("broken")

    file = tmp_path / "batch.jsonl"
    file.write_text(json.dumps({"id": "one", "turns": [LOCALITY]}) + "\n", encoding="utf-8")
    monkeypatch.setattr(Assistant, "answer", broken)
    with pytest.raises(ValueError, match="broken"):
        run("ask", "--batch", str(file))


def test_a_batch_without_fault_gives_0(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A batch from standard input, abstentions included, ends with status 0 and equals single questions."""
    file = tmp_path / "batch.jsonl"
    texts = {"a": LOCALITY, "b": "Do noncareer staff get locality pay?"}
    file.write_text("".join(json.dumps({"id": k, "turns": [t]}) + "\n" for k, t in texts.items()), encoding="utf-8")
    with file.open(encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert run("ask", "--batch", "-", *ON) == 0
    lines = {line["id"]: line["answer"] for line in map(json.loads, capsys.readouterr().out.splitlines())}
    for key, text in texts.items():
        run("ask", text, *ON, "--json")
        single = json.loads(capsys.readouterr().out)
        assert {**lines[key], "trace": []} == {**single, "trace": []}


def test_search_shows_hits(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Search prints hits best first, as many as asked for, as JSON or for a person."""
    assert run("search", "locality pay", *ON, "--json") == 0
    hits = json.loads(capsys.readouterr().out)
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert hits[0]["passage_id"] == "pay#do-staff-get-locality-pay/0"
    assert run("search", "locality pay", *ON, "-k", "1", "--json") == 0
    assert json.loads(capsys.readouterr().out) == hits[:1]
    assert run("search", "locality pay", *ON, "-k", "1") == 0
    assert "pay#do-staff-get-locality-pay/0" in capsys.readouterr().out


def test_search_takes_batches(run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Search answers JSON lines with hits, a bad line in between told in its place."""
    file = tmp_path / "batch.jsonl"
    file.write_text('{"id": 1, "text": "locality pay"}\n{"id": 2}\n{"id": 3, "text": "leave"}\n', encoding="utf-8")
    assert run("search", "--batch", str(file), *ON, "-k", "1") == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in (lines[0], lines[2])] == [1, 3]
    assert [len(line["hits"]) for line in (lines[0], lines[2])] == [1, 1]
    assert "line 2" in lines[1]["error"]


@pytest.mark.parametrize(
    ("words", "minimum", "maxima"),
    [
        ([], "151661", {"maximum_certified": "228000", "maximum_not_certified": "209600"}),
        (["--certified"], "151661", {"maximum_certified": "228000"}),
        (["--not-certified"], "151661", {"maximum_not_certified": "209600"}),
    ],
)
def test_pay_gives_the_range(
    capsys: pytest.CaptureFixture[str], words: list[str], minimum: str, maxima: dict[str, str]
) -> None:
    """The calculator gives both maxima or the one asked for, amounts as strings."""
    assert main(["pay", "--on", "2026-06-01", "--json", *words]) == 0
    value = json.loads(capsys.readouterr().out)["value"]
    assert value["minimum"] == minimum
    assert {name: value[name] for name in value if name.startswith("maximum") and "before" not in name} == maxima


def test_pay_reads_well(capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json the calculator prints sentence, working, law and the standing line."""
    assert main(["pay", "--on", "2022-06-01"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for part in ("$135,468", "$203,700", "$187,300", "Working:", "5 U.S.C. section 5382", "Unofficial: not OPM"):
        assert part in told


@pytest.mark.parametrize("day", ["2004-01-10", "1999-06-01", "2027-06-01"])
def test_pay_without_a_table_gives_3(capsys: pytest.CaptureFixture[str], day: str) -> None:
    """A day before the tables, or in a year without one, gives status 3 and one line."""
    assert main(["pay", "--on", day]) == 3
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)


def test_chat_reads_lines(run: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Chat answers line by line, remembers the turn before, and ends at an empty line with status 0."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{LOCALITY}\nand in 2022?\n\nnever read\n"))
    assert run("chat", *ON) == 0
    told = capsys.readouterr().out
    assert "No. Staff get no locality pay. [1]" in told
    assert "(Understood as: Do staff get locality pay in 2022?)" in told
    assert "never read" not in told


def test_chat_gives_json_when_asked(
    run: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --json each turn is answered by the contract's object."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{LOCALITY}\n"))
    assert run("chat", *ON, "--json") == 0
    assert json.loads(capsys.readouterr().out)["status"] == "answered"


def test_chat_ends_at_the_end_of_input(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chat without any line ends with status 0."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert run("chat") == 0


def test_releases_are_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The list marks the release that answers."""
    assert ingest(["releases", "--home", str(home)]) == 0
    name = (home / "current").read_text(encoding="utf-8").strip()
    assert f"* {name}" in capsys.readouterr().out


def test_no_release_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A home without releases is said to have none, with the command that makes one."""
    assert ingest(["releases", "--home", str(tmp_path)]) == 0
    assert "ingest build" in capsys.readouterr().out


def test_building_again_changes_nothing(
    home: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second build of the same folder finds everything the same and embeds nothing."""
    monkeypatch.setenv("SES_ENCODER", str(tiny))
    before = (home / "current").read_text(encoding="utf-8")
    assert ingest(["build", "--home", str(home), "--corpus", str(home.parent / "docs")]) == 0
    assert "0 new, 0 changed, 0 gone, 2 same" in capsys.readouterr().out
    assert (home / "current").read_text(encoding="utf-8") == before


def test_a_missing_corpus_is_an_error(
    tiny: Path, tiny_exported: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A corpus folder that is not there gives status 1 and one line that names it."""
    monkeypatch.setenv("SES_ENCODER", str(tiny))
    assert ingest(["build", "--corpus", "/no/such/folder"]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("error: /no/such/folder")
    assert told.err.count("\n") == 1


def test_a_skipped_file_is_told(
    folder: Path, tiny: Path, tiny_exported: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that cannot be read is named with its reason, the rest is built, and the status is 1."""
    (folder / "picture.xyz").write_bytes(b"\0\1")
    monkeypatch.setenv("SES_ENCODER", str(tiny))
    assert ingest(["build", "--corpus", str(folder)]) == 1
    told = capsys.readouterr()
    assert "picture.xyz" in told.err
    assert "2 new" in told.out


def test_a_folder_can_be_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Checking a folder says how many passages it would give, without building."""
    assert ingest(["check", str(folder)]) == 0
    assert "2 passages, 0 files skipped" in capsys.readouterr().out


def test_folders_are_checked_beside_the_shipped_corpus(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What contradicts the shipped corpus shows before anything is built."""
    (folder / "own.md").write_text("# Leave\n\nExecutives carry over up to 640 hours.\n", "utf-8")
    assert ingest(["check", str(folder)]) == 0
    assert "own.md:3" not in capsys.readouterr().out
    assert ingest(["check", "shipped", str(folder)]) == 0
    assert "own.md:3  ceiling of annual leave carried over: 640 here, 720 there" in capsys.readouterr().out


def test_what_the_system_refuses_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file where a folder should be, or any other refusal of the system, is one line and status 1."""
    assert exit_status(lambda: len(list((tmp_path / "home").iterdir()))) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ")
    assert str(tmp_path / "home") in line


@pytest.mark.integration
def test_the_first_question_builds_a_release(tiny: Path, tmp_path: Path) -> None:
    """Without a release the first question builds one from the shipped corpus, saying so in one line, and answers."""
    environment = {**os.environ, "SES_ENCODER": str(tiny), "SES_HOME": str(tmp_path / "new")}
    command = [sys.executable, "-m", "assistant", "ask", "Will I win my MSPB appeal?", *ON, "--json"]
    first, second = (
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        for _ in range(2)
    )
    assert (first.returncode, second.returncode) == (3, 3)
    assert first.stderr.splitlines()[0].startswith(f"No release under {tmp_path / 'new'} yet")
    assert second.stderr == ""
    answers = [json.loads(done.stdout) for done in (first, second)]
    assert answers[0]["reason"] == "personal_case"
    assert {**answers[0], "trace": []} == {**answers[1], "trace": []}


@pytest.mark.integration
def test_a_stale_release_with_a_skipped_file_is_built_again(tiny: Path, folder: Path, tmp_path: Path) -> None:
    """After an update the release is built again, and a file of it that cannot be read stops nothing."""
    (folder / "bad.pdf").write_bytes(b"no PDF")
    home = tmp_path / "home"
    environment = {**os.environ, "SES_ENCODER": str(tiny), "SES_HOME": str(home)}
    build = [sys.executable, "-m", "ingest", "build", "--corpus", str(folder)]
    ask = [sys.executable, "-m", "assistant", "ask", LOCALITY, *ON]
    assert subprocess.run(build, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 1
    (manifest,) = home.glob("releases/*/manifest.json")
    manifest.write_text(re.sub(r'"lexicon": "\w+"', '"lexicon": "older"', manifest.read_text("utf-8")), "utf-8")
    done = subprocess.run(ask, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "No. Staff get no locality pay." in done.stdout
    assert done.stderr.startswith("The program has changed")


@pytest.mark.integration
def test_an_error_shows_no_traceback(tmp_path: Path) -> None:
    """In a process of its own, too, breakage is one line on stderr and status 1."""
    command = [sys.executable, "-m", "assistant", "ask", "a?", "--release", "000000000000", "--home", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("error: ")


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (["calculate", "performance_award", "--basic-pay", "200000", "--rating", "4"], "performance_award", "40000"),
        (["calculate", "performance_award", "--basic-pay", "$200,000"], "performance_award", "40000"),
        (["award", "--basic-pay", "200000"], "performance_award", "40000"),
        (["pay", "--salary", "200000", "--certified"], "salary_position", "228000"),
        (["leave", "--balance", "690", "--hours-used", "100"], "annual_leave", "720"),
        (["leave", "--sick", "--balance", "1000"], "sick_leave", "1104"),
        (
            ["score", "--ratings", "4", "5", "3", "4", "4", "--weights", "10", "10", "10", "10", "60"],
            "appraisal_2012",
            "400",
        ),
        (["score", "--fy2026", "--ratings", "4/4/3/5/4", "--weights", "30/15/15/20/20"], "appraisal_2026", "405"),
        (["calculate", "executive_schedule", "--levels", "II", "III"], "executive_schedule", "228000"),
        (
            ["calculate", "reassignment_notice", "--notice", "2026-07-01", "--commuting-area"],
            "reassignment_notice",
            "2026-07-16",
        ),
    ],
)
def test_every_calculator_is_a_command(
    capsys: pytest.CaptureFixture[str], words: list[str], name: str, value: str
) -> None:
    """A calculator runs by its name or short command, its inputs as options, and prints JSON or words."""
    assert main([*words, *ON, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["name"], value in map(str, found["value"].values())) == (name, True)
    assert main([*words, *ON]) == 0
    assert "Working:" in capsys.readouterr().out


def test_the_calculators_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """The list names each calculator once, with its inputs."""
    from assistant.rules.calculators import CALCULATORS

    assert main(["calculate", "--list"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == list(CALCULATORS)
    assert any("basic_pay!" in line for line in told)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["calculate", "performance_award"], "annual rate of basic pay"),
        (["award", "--basic-pay", "lots"], "not a number"),
        (["award", "--basic-pay=-5"], "negative"),
        (["score", "--ratings", "4", "4", "4", "4", "4", "--weights", "15", "15", "20", "20", "40"], "sum to 110"),
        (["leave", "--pay-periods", "28"], "26 or 27"),
        (["calculate", "probation_end", "--start", "2026-02-30"], "no date"),
        (["calculate", "aggregate_limit", "--on", "1990-06-01"], "begin on"),
    ],
)
def test_a_missing_or_wrong_input_gives_3(capsys: pytest.CaptureFixture[str], words: list[str], problem: str) -> None:
    """What is missing or cannot be is told in one line, with status 3 and nothing on stdout."""
    assert main(words) == 3
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert problem in told.err


@pytest.mark.parametrize("words", [["calculate"], ["calculate", "nonsense"], ["calculate", "pay_range", "--nonsense"]])
def test_an_unknown_calculator_is_a_usage_error(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """An unknown name or option gives status 2 without a traceback."""
    assert usage(words) == 2
    assert "Traceback" not in capsys.readouterr().err


SHEET = "Name,LC rating,LP rating,BA rating,BC rating,RD rating,LC weight,LP weight,BA weight,BC weight,RD weight\n"


def test_a_sheet_is_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Good rows are scored and counted, a bad row is told by its line without a name, and the status is 3."""
    file = tmp_path / "sheet.csv"
    file.write_text(f"{SHEET}A. Doe,4,5,3,4,4,10,10,10,10,60\nB. Roe,6,5,3,4,4,10,10,10,10,60\n", encoding="utf-8")
    assert main(["score", "--csv", str(file), "--json"]) == 3
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert [(row["line"], row["score"], row["level"]) for row in found["rows"]] == [(2, "400", 4)]
    assert [share["count"] for share in found["distribution"]] == [0, 1, 0, 0, 0]
    assert told.err.startswith("line 3: ")
    assert "Roe" not in told.err
    file.write_text(f"{SHEET}A. Doe,4,5,3,4,4,10,10,10,10,60\n", encoding="utf-8")
    assert main(["score", "--csv", str(file)]) == 0
    assert "400 points, Level 4" in capsys.readouterr().out
    assert main(["score", "--csv", str(tmp_path / "absent.csv")]) == 2


def test_a_sheet_without_a_good_row_is_told_by_its_problems_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No table of noughts is printed above what is wrong."""
    file = tmp_path / "sheet.csv"
    file.write_text("Name,Grade\nA. Doe,4\n", encoding="utf-8")
    assert main(["score", "--csv", str(file)]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("line 1: ")


def test_a_dollar_sign_of_a_question_is_no_variable_of_make() -> None:
    """What a question says in dollars reaches the program as it was typed."""
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not installed")
    command = [make, "-s", "-C", str(ROOT), "ask", "INSTALLED=", "PY=echo", "Q=An award on $210,000 or $210k?"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "An award on $210,000 or $210k?" in said
