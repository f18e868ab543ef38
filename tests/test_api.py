"""The HTTP API over a small release: contract, problems, limits, origins, releases, and what is never told."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.contract import as_dict
from assistant.encoder import Encoder
from assistant.errors import ReleaseError
from assistant.pipeline import Assistant
from assistant.releases import current_release, releases_folder, switch_to
from assistant.rules.calculators import CALCULATORS
from assistant.rules.fields import Calculator, Field, read
from assistant.types import Question
from ingest.build import build
from ui import describe
from ui.api import create_app
from ui.edge import LARGEST_BODY
from ui.house import House
from ui.problems import MEDIA_TYPE
from ui.schemas import inputs_schema
from ui.served import Served
from ui.settings import ServerSettings
from ui.wire import AnswerBody, CalculatedBody, CalculatorsBody, FaqBody, HealthBody, PassageBody, ProblemBody

ASK = "/api/v1/answers"
PAY = "Do staff get locality pay?"
SECRET = "xylophone"  # a word that stands in no log and no count
Serve = Callable[..., TestClient]


@pytest.fixture
def serve(home: Path, encoder: Encoder) -> Iterator[Serve]:
    """Start servers over the small home: ``serve(answers_per_minute=2)`` gives a client of one."""
    running: list[TestClient] = []

    def start(at: str = "http://testserver", client: str = "testclient", **settings: Any) -> TestClient:
        chosen = replace(ServerSettings(home, answers_per_minute=1000), **settings)
        started = TestClient(create_app(chosen, Served(home, encoder)), at, client=(client, 50000))
        running.append(started)
        return started.__enter__()

    yield start
    for client in running:
        client.__exit__(None, None, None)


def house_of(client: TestClient) -> House:
    app = client.app
    assert isinstance(app, FastAPI)
    house: House = app.state.house
    return house


def is_problem(response: Any, status: int, kind: str) -> bool:
    """Say whether a response is a well-formed problem of a kind; fail on a malformed one."""
    body = ProblemBody.model_validate(response.json())
    assert response.headers["content-type"] == MEDIA_TYPE
    assert body.status == response.status_code
    assert body.instance.endswith(response.headers["x-request-id"])
    return (body.status, body.type) == (status, f"urn:ses-assistant:problem:{kind}")


# The contract.


def test_an_answer_is_the_contracts_json(serve: Serve, home: Path, encoder: Encoder) -> None:
    """The same question gives over HTTP what the pipeline gives, trace times aside."""
    client = serve()
    found = client.post(ASK, json={"text": PAY, "on": "2026-11-21"})
    with house_of(client).served.lend() as loaded:
        expected = as_dict(loaded.assistant.answer(Question(PAY, date(2026, 11, 21))))
    body = found.json()
    for answer in (body, expected):
        for step in answer["trace"]:
            del step["seconds"]
    assert found.status_code == 200
    assert body == expected
    assert found.headers["ses-release"] == body["release"] == current_release(home)
    assert len(found.headers["x-request-id"]) == 16


@pytest.mark.parametrize(
    "body",
    [
        {"text": PAY},
        {"text": PAY, "on": "2024-02-29"},
        {"text": "and in 2022?", "history": [{"question": PAY}, {"question": PAY, "answer_id": "0" * 16}]},
        {"text": ""},
        {"text": "I am 123-45-6789"},
        {"text": "x" * 2001},
        {"text": "What is the Amazon SES limit?"},
    ],
)
def test_every_answer_obeys_the_described_model(serve: Serve, body: dict[str, Any]) -> None:
    """Answered or not, an answer is 200 and has exactly the members that the description names."""
    found = serve().post(ASK, json=body)
    assert found.status_code == 200
    assert AnswerBody.model_validate(found.json()).text


def test_half_a_character_is_no_breakage(serve: Serve) -> None:
    """A lone surrogate, which JSON can carry and UTF-8 cannot, is read like any other invisible character."""
    json_only = {"Content-Type": "application/json"}
    found = serve().post(ASK, content=b'{"text": "\\ud800 Do staff get locality pay?"}', headers=json_only)
    assert AnswerBody.model_validate(found.json()).status == "answered"


def test_a_follow_up_is_understood_from_the_history(serve: Serve) -> None:
    """A question that leaves its subject out is completed from what was asked before."""
    found = serve().post(ASK, json={"text": "and annual leave?", "history": [{"question": PAY}]}).json()
    assert found["standalone"] != "and annual leave?" or found["status"] == "answered"
    assert found["question"] == "and annual leave?"


def test_a_passage_is_found_by_the_id_of_a_citation(serve: Serve) -> None:
    """What an answer cites can be opened, and holds the quote where the citation says."""
    client = serve()
    citation = client.post(ASK, json={"text": PAY}).json()["citations"][0]
    found = client.get("/api/v1/passages/" + citation["passage_id"].replace("#", "%23"))
    passage = PassageBody.model_validate(found.json())
    assert passage.text[citation["start"] : citation["end"]] == citation["quote"]
    assert is_problem(client.get("/api/v1/passages/no%23such/0"), 404, "no-passage")


def test_entries_are_found_while_they_are_typed(serve: Serve) -> None:
    """A beginning and a slip both find the entry; what nobody wrote finds none."""
    client = serve()
    for typed in ("loc", "localty", "LOCALITY pay"):
        body = FaqBody.model_validate(client.get("/api/v1/faq", params={"q": typed}).json())
        assert [entry.heading[-1] for entry in body.entries] == [PAY]
    assert client.get("/api/v1/faq", params={"q": "zzzz"}).json()["entries"] == []


def test_the_search_is_sent_once_while_nothing_changes(serve: Serve) -> None:
    """With the entity tag of before, the same search is 304 without a body; another search is not."""
    client = serve()
    tag = client.get("/api/v1/faq", params={"q": "pay"}).headers["etag"]
    again = client.get("/api/v1/faq", params={"q": "pay"}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/api/v1/faq", params={"q": "leave"}, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("parameters", [{"limit": 0}, {"limit": 101}, {"limit": "many"}, {"q": "x" * 501}])
def test_search_parameters_have_bounds(serve: Serve, parameters: dict[str, Any]) -> None:
    """A limit or a text out of bounds is 422 that names the parameter."""
    found = serve().get("/api/v1/faq", params=parameters)
    assert is_problem(found, 422, "malformed")
    assert next(iter(parameters)) in found.json()["errors"][0]["where"]


# Thumbs.


def test_thumbs_are_counted_without_any_text(serve: Serve, home: Path) -> None:
    """Two thumbs up are two; the file holds the answer's id, the way, the day and the release, and nothing else."""
    client = serve()
    answer = client.post(ASK, json={"text": f"{PAY} {SECRET}"}).json()["id"]
    for _ in range(2):
        done = client.post("/api/v1/feedback", json={"answer_id": answer, "rating": "up"})
        assert (done.status_code, done.content) == (204, b"")
    assert house_of(client).feedback.counts() == {(answer, "up"): 2}
    assert SECRET.encode() not in (home / "feedback.sqlite3").read_bytes()


@pytest.mark.parametrize(
    "body", [{"answer_id": "x", "rating": "up"}, {"answer_id": "0" * 16, "rating": "meh"}, {"rating": "up"}, [], "up"]
)
def test_a_malformed_thumb_is_refused(serve: Serve, body: Any) -> None:
    """What is no thumb is 422 and counts nothing."""
    client = serve()
    assert is_problem(client.post("/api/v1/feedback", json=body), 422, "malformed")
    assert house_of(client).feedback.counts() == {}


def test_thumbs_that_cannot_be_kept_are_a_problem(serve: Serve, home: Path) -> None:
    """A home without room is 503 with what to do, not a broken answer."""
    (home / "feedback.sqlite3").mkdir()
    found = serve().post("/api/v1/feedback", json={"answer_id": "0" * 16, "rating": "up"})
    assert is_problem(found, 503, "feedback")


# Calculators.


def test_calculators_are_listed_with_their_inputs(serve: Serve) -> None:
    """Every calculator is there, its schema is JSON Schema, and names exactly its fields."""
    body = CalculatorsBody.model_validate(serve().get("/api/v1/calculators").json())
    assert [calculator.name for calculator in body.calculators] == list(CALCULATORS)
    for calculator in body.calculators:
        jsonschema.Draft202012Validator.check_schema(calculator.inputs)
        assert list(calculator.inputs["properties"]) == [field.name for field in CALCULATORS[calculator.name].fields]


@pytest.mark.parametrize("calculator", CALCULATORS.values(), ids=list(CALCULATORS))
def test_examples_obey_the_schema_and_can_be_read(calculator: Calculator) -> None:
    """The example of every input is valid by its schema and readable by its field."""
    schema = inputs_schema(calculator)
    given = {name: field["examples"][0] for name, field in schema["properties"].items()}
    jsonschema.validate(given, schema)
    for field in calculator.fields:
        assert read(field, given[field.name]) is not None


@pytest.mark.parametrize(
    ("kind", "example", "choices", "good", "bad"),
    [
        ("money", "$200,000", (), ["$1", "1.50", 12, 1.5], [True, None, []]),
        ("number", "2.5", (), ["2.5", 2.5, 3], [True, []]),
        ("count", "26", (), [0, 1], [-1, 1.5, "x"]),
        ("date", "2026-01-11", (), ["2026-01-11"], [5]),
        ("flag", "yes", (), [True, False], ["yes", 1]),
        ("choice", "career", ("career", "noncareer"), ["career"], ["other"]),
        ("choices", "II, III", ("I", "II", "III"), [["II"], []], ["II", ["IX"]]),
        ("numbers", "50/30/20", (), [[50, "30", 20.5]], ["50", [True]]),
    ],
)
def test_every_kind_of_input_has_a_schema(
    kind: Any, example: str, choices: Any, good: list[Any], bad: list[Any]
) -> None:
    """Each kind takes its example and what is like it, and refuses another type."""
    calculator = Calculator("c", "C", (Field("f", "the field", kind, example, True, choices),), lambda: None)  # type: ignore[arg-type,return-value]
    schema = jsonschema.Draft202012Validator(inputs_schema(calculator))
    good = [*good, *inputs_schema(calculator)["properties"]["f"]["examples"]]
    assert [value for value in good if not schema.is_valid({"f": value})] == []
    assert [value for value in bad if schema.is_valid({"f": value})] == []
    assert not schema.is_valid({})


def test_a_calculation_comes_with_its_steps(serve: Serve) -> None:
    """The pay range of a day is computed, with working, law and a sentence."""
    found = serve().post("/api/v1/calculators/pay_range", json={"on": "2026-06-01", "inputs": {"certified": True}})
    body = CalculatedBody.model_validate(found.json())
    assert (body.status, body.reason) == ("answered", None)
    assert body.calculation is not None
    assert body.calculation.value["maximum_certified"] == "228000"
    assert body.calculation.steps
    assert "$228,000" in body.text


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ({"inputs": {"certified": "perhaps"}}, "needs_input", "invalid_input"),
        ({"inputs": {"certifed": True}}, "needs_input", "invalid_input"),
        ({"on": "1999-01-01"}, "abstained", "not_in_force"),
    ],
)
def test_a_calculation_ends_like_an_answer(serve: Serve, body: dict[str, Any], status: str, reason: str) -> None:
    """An impossible value, an unknown input and a year without a table are 200 with the status of the contract."""
    found = serve().post("/api/v1/calculators/pay_range", json=body)
    read_ = CalculatedBody.model_validate(found.json())
    assert (found.status_code, read_.status, read_.reason, read_.calculation) == (200, status, reason, None)


def test_a_missing_input_is_asked_for(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a calculator cannot do without comes back as a need with label and example."""
    field = Field("hours", "hours of leave", "count", "80", required=True)
    monkeypatch.setitem(CALCULATORS, "hours", Calculator("hours", "Hours", (field,), lambda **_: None))  # type: ignore[arg-type,return-value]
    found = CalculatedBody.model_validate(serve().post("/api/v1/calculators/hours", json={}).json())
    assert (found.status, found.reason) == ("needs_input", "missing_input")
    assert [(need.name, need.example) for need in found.needs] == [("hours", "80")]


def test_an_unknown_calculator_is_not_found(serve: Serve) -> None:
    """The problem names the calculators that there are."""
    found = serve().post("/api/v1/calculators/lottery", json={})
    assert is_problem(found, 404, "no-calculator")
    assert "pay_range" in found.json()["detail"]


# Problems.


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'{"text": 5}', "application/json"),
        (b'{"text": "a", "on": "2026-02-30"}', "application/json"),
        (b'{"text": "a", "on": 1700000000}', "application/json"),
        (b'{"text": "a", "on": "2026-02-28T00:00:00"}', "application/json"),
        (b'{"text": "a", "more": 1}', "application/json"),
        (b'{"\\ud800": 1}', "application/json"),
        (b'{"text": ' + b"9" * 5000 + b"}", "application/json"),
        (b"[" * 9000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b'{"text": "a"}', "text/plain"),
    ],
)
def test_malformed_requests_are_422(serve: Serve, content: bytes, kind: str) -> None:
    """Broken JSON, wrong types, unknown members and another content type are refused with where and why."""
    found = serve().post(ASK, content=content, headers={"Content-Type": kind})
    assert is_problem(found, 422, "malformed")


def test_a_problem_does_not_repeat_what_was_sent(serve: Serve) -> None:
    """What is wrong is told by its place, not by its words."""
    found = serve().post(ASK, json={"text": [SECRET], "on": SECRET})
    assert len(found.json()["errors"]) == 2
    assert SECRET not in found.text


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"), [("GET", "/nothing", 404, "no-page"), ("PUT", ASK, 405, "method")]
)
def test_what_is_not_there_is_a_problem(serve: Serve, method: str, path: str, status: int, kind: str) -> None:
    """Unknown paths and methods are problem details too."""
    assert is_problem(serve().request(method, path), status, kind)


@pytest.mark.parametrize("declared", [True, False])
def test_a_large_body_is_refused(serve: Serve, declared: bool) -> None:
    """One byte over 16 KB is 413, whether or not the length was declared; 16 KB are read."""
    head, tail = b'{"text": "', b'"}'

    def body(size: int) -> Any:
        whole = head + b"x" * (size - len(head) - len(tail)) + tail
        return whole if declared else iter([whole[:100], whole[100:]])

    client = serve()
    json_only = {"Content-Type": "application/json"}
    assert is_problem(client.post(ASK, content=body(LARGEST_BODY + 1), headers=json_only), 413, "too-large")
    assert client.post(ASK, content=body(LARGEST_BODY), headers=json_only).json()["reason"] == "too_long"


def test_a_fault_is_a_problem_without_words(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An unforeseen error is 500 with the request id; neither response nor log repeats its message."""

    def broken(*_: object) -> None:
        raise RuntimeError(f"about {SECRET}")

    client = serve()
    monkeypatch.setattr(Assistant, "answer", broken)
    listen(monkeypatch, caplog)
    found = client.post(ASK, json={"text": SECRET})
    assert is_problem(found, 500, "unexpected")
    assert SECRET not in found.text
    lines = [json.loads(written(record)) for record in caplog.records if record.name == "ses"]
    assert [line["error"] for line in lines if line["event"] == "unexpected"] == ["RuntimeError"]
    assert SECRET not in json.dumps(lines)


# Limits.


def test_each_client_has_its_allowance(serve: Serve) -> None:
    """The third question of a minute with two allowed is 429 and says when to come back; a look-up still passes."""
    client = serve(answers_per_minute=2)
    codes = [client.post(ASK, json={"text": PAY}).status_code for _ in range(2)]
    refused = client.post(ASK, json={"text": PAY})
    assert codes == [200, 200]
    assert is_problem(refused, 429, "too-many")
    assert 1 <= int(refused.headers["retry-after"]) <= 30
    assert client.get("/api/v1/faq").status_code == 200


def test_look_ups_are_limited_too(serve: Serve) -> None:
    """Entries, passages and calculators share one allowance."""
    client = serve(lookups_per_minute=3)
    for path in ("/api/v1/faq", "/api/v1/passages/x", "/api/v1/calculators"):
        assert client.get(path).status_code in (200, 404)
    assert is_problem(client.get("/api/v1/faq"), 429, "too-many")
    assert client.get("/healthz").status_code == 200


def test_a_forwarded_address_counts_only_from_a_trusted_proxy(serve: Serve) -> None:
    """Without trusted proxies the header is ignored; behind one the last address that is no proxy is the client."""
    alone = serve(answers_per_minute=1, client="10.0.0.1")
    behind = serve(answers_per_minute=1, client="10.0.0.1", proxies=(ip_network("10.0.0.0/8"),))
    ask = {"text": PAY}
    for number, expected in enumerate([200, 429]):
        sent = alone.post(ASK, json=ask, headers={"X-Forwarded-For": f"192.0.2.{number}"})
        assert sent.status_code == expected
    for forwarded, expected in [
        ("192.0.2.1", 200),
        ("192.0.2.2", 200),
        ("198.51.100.9, 192.0.2.1, 10.9.9.9", 429),
        ("not an address", 200),
    ]:
        assert behind.post(ASK, json=ask, headers={"X-Forwarded-For": forwarded}).status_code == expected


def test_more_questions_than_may_wait_are_shed(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one running and one waiting the third is 503 at once, the two are answered, and health answers meanwhile."""
    client = serve(running=1, waiting=1)
    gate, original = threading.Event(), Assistant.answer

    def slow(self: Assistant, question: Question) -> Any:
        assert gate.wait(30)
        return original(self, question)

    monkeypatch.setattr(Assistant, "answer", slow)
    codes: list[int] = []
    threads = [
        threading.Thread(target=lambda: codes.append(client.post(ASK, json={"text": PAY}).status_code))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    while house_of(client).queue.inside < 2:
        threading.Event().wait(0.01)
    shed = client.post(ASK, json={"text": PAY})
    assert is_problem(shed, 503, "busy")
    assert int(shed.headers["retry-after"]) > 0
    assert client.get("/healthz").status_code == 200
    gate.set()
    for thread in threads:
        thread.join()
    assert codes == [200, 200]
    assert house_of(client).queue.inside == 0


def test_answers_can_be_switched_off(serve: Serve) -> None:
    """With a reason set, questions are 503 with it, and the entries stay and tell it too."""
    client = serve(answers_off="Under review until Monday.")
    refused = client.post(ASK, json={"text": PAY})
    assert is_problem(refused, 503, "answers-off")
    assert refused.json()["detail"] == "Under review until Monday."
    entries = client.get("/api/v1/faq", params={"q": "locality"}).json()
    assert (len(entries["entries"]), entries["answers_off"]) == (1, "Under review until Monday.")


# Origins and headers.

LISTED = "https://intranet.example"


@pytest.mark.parametrize(
    ("origins", "origin", "welcome"),
    [
        ((), LISTED, False),
        ((LISTED,), LISTED, True),
        ((LISTED,), "https://intranet.example.evil.test", False),
        ((LISTED,), "http://intranet.example", False),
        ((LISTED,), "null", False),
        ((), "http://testserver", True),
    ],
)
def test_only_listed_origins_are_served(serve: Serve, origins: tuple[str, ...], origin: str, welcome: bool) -> None:
    """Preflight and request of a listed origin pass, and our own pages; any other is 403 and may read nothing."""
    client = serve(origins=origins)
    asks = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    for found in (
        client.options(ASK, headers=asks),
        client.post(ASK, json={"text": PAY}, headers={"Origin": origin}),
        client.get("/api/v1/faq", headers={"Origin": origin}),
    ):
        assert (found.status_code < 300) is welcome
        assert welcome or is_problem(found, 403, "origin")
        assert found.headers.get("access-control-allow-origin") == (origin if origin in origins else None)
        assert "Origin" in found.headers["vary"]


@pytest.mark.parametrize("origins", [(), (LISTED,)])
def test_only_listed_origins_may_frame(serve: Serve, origins: tuple[str, ...]) -> None:
    """The list of entries and the demo may be framed by listed origins and by nobody when none is listed."""
    client = serve(origins=origins)
    for path in ("/widget/v1/faq.html", "/widget/demo", "/api/v1/faq"):
        headers = client.get(path).headers
        allowed = headers["content-security-policy"].split("frame-ancestors ")[1]
        assert allowed == (f"'self' {LISTED}" if origins else "'none'")
        assert headers.get("x-frame-options") == (None if origins else "DENY")


@pytest.mark.parametrize(
    "path", [ASK, "/api/v1/faq", "/healthz", "/metrics", "/openapi.json", "/nothing", "/widget/demo"]
)
def test_every_response_is_dressed_and_sets_no_cookie(serve: Serve, path: str) -> None:
    """Whatever comes back names release and request, carries the security headers and no cookie."""
    headers = serve().get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert len(headers["ses-release"]) == 12
    assert headers["x-request-id"]
    assert "set-cookie" not in headers


def test_a_request_id_of_the_caller_is_kept_when_it_is_one(serve: Serve) -> None:
    """A plain id passes through; anything that could break a log line is replaced."""
    client = serve()
    assert client.get("/healthz", headers={"X-Request-ID": "abc-12345"}).headers["x-request-id"] == "abc-12345"
    assert client.get("/healthz", headers={"X-Request-ID": 'a"\\b' * 5}).headers["x-request-id"] != 'a"\\b' * 5


# Releases.


def rebuilt(home: Path, folder: Path, encoder: Encoder) -> str:
    """Build another release and return its id."""
    (folder / "pay.txt").write_text("Do staff get locality pay?\nNo. Staff get no locality pay at all.\n", "utf-8")
    build(home, [str(folder)], encoder)
    return str(current_release(home))


def test_a_new_release_is_picked_up_while_the_old_still_answers(
    serve: Serve, home: Path, folder: Path, encoder: Encoder
) -> None:
    """A request that began with the old release ends with it; the next gets the new one, and back again."""
    client = serve()
    served, before = house_of(client).served, current_release(home)
    with served.lend() as old:
        after = rebuilt(home, folder, encoder)
        assert after != before
        served.refresh()
        assert client.post(ASK, json={"text": PAY}).json()["release"] == after
        assert old.assistant.answer(Question(PAY, date(2026, 11, 21))).release == before
    assert client.get("/readyz").json() == {"status": "ready", "release": after}
    switch_to(home, str(before))
    served.refresh()
    assert client.post(ASK, json={"text": PAY}).json()["release"] == before
    assert not served.refresh()


def test_questions_never_fail_while_releases_change(serve: Serve, home: Path, folder: Path, encoder: Encoder) -> None:
    """With questions coming all the time, switching to and fro loses none and gives no half answer."""
    client = serve()
    first, second = str(current_release(home)), rebuilt(home, folder, encoder)
    said = {first: "No. Staff get no locality pay. [1]", second: "No. Staff get no locality pay at all. [1]"}
    seen: list[tuple[int, str, str]] = []
    stop = threading.Event()

    def keep_asking() -> None:
        while not stop.is_set():
            found = client.post(ASK, json={"text": PAY})
            seen.append((found.status_code, found.json().get("release"), found.json().get("text")))

    asking = threading.Thread(target=keep_asking)
    asking.start()
    for turn in range(6):
        switch_to(home, (first, second)[turn % 2])
        house_of(client).served.refresh()
    stop.set()
    asking.join()
    assert seen
    assert [found for found in seen if found[0] != 200 or said[found[1]] != found[2]] == []


def test_a_damaged_release_leaves_the_one_before(serve: Serve, home: Path, folder: Path, encoder: Encoder) -> None:
    """A release that cannot be opened is not served; the one before goes on answering."""
    client = serve()
    before = current_release(home)
    after = rebuilt(home, folder, encoder)
    (releases_folder(home) / after / "passages.jsonl").write_bytes(b"{}\n")
    assert not house_of(client).served.refresh()
    assert client.post(ASK, json={"text": PAY}).json()["release"] == before


def test_a_look_that_breaks_is_not_the_last(
    home: Path, folder: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks a look at which release is current is logged, and the next look finds the new one."""
    monkeypatch.setattr("ui.api.LOOK_EVERY", 0.01)
    served, looks, found = Served(home, encoder), [], threading.Event()
    refresh = served.refresh

    def look() -> bool:
        looks.append(1)
        if len(looks) == 2:
            raise RuntimeError("a fault that nobody has thought of")
        if len(looks) > 3:
            found.set()
        return refresh()

    monkeypatch.setattr(served, "refresh", look)
    with TestClient(create_app(ServerSettings(home), served)):
        assert found.wait(10)


def test_a_pointer_that_cannot_be_followed_leaves_what_answers(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the current release cannot even be named, the one that is open goes on answering."""
    client = serve()

    def broken(_: Path) -> str:
        raise ReleaseError("the server names no release")

    monkeypatch.setattr("ui.served.current_release", broken)
    assert not house_of(client).served.refresh()
    assert client.post(ASK, json={"text": PAY}).status_code == 200


def test_without_a_release_everything_says_so(tmp_path: Path, folder: Path, encoder: Encoder) -> None:
    """No release is 503 with what to do, health is well, and the first build is picked up."""
    home = tmp_path / "empty"
    with TestClient(create_app(ServerSettings(home), Served(home, encoder))) as client:
        for found in (client.get("/readyz"), client.post(ASK, json={"text": PAY}), client.get("/api/v1/faq")):
            assert is_problem(found, 503, "no-release")
            assert "python -m ingest build" in found.json()["detail"]
            assert found.headers["retry-after"]
        assert HealthBody.model_validate(client.get("/healthz").json()).status == "ok"
        build(home, [str(folder)], encoder)
        assert house_of(client).served.refresh()
        assert client.get("/readyz").status_code == 200


def test_a_second_server_on_the_same_home_reads_the_same_release(serve: Serve) -> None:
    """Two servers share one release and answer alike."""
    texts = {serve().post(ASK, json={"text": PAY}).json()["id"] for _ in range(2)}
    assert len(texts) == 1


# What is told to those who run it.


def listen(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Let the test hear the server's log whatever was configured before."""
    monkeypatch.setattr(logging.getLogger("ses"), "propagate", True)
    caplog.set_level(logging.INFO, "ses")


def written(record: logging.LogRecord) -> str:
    from ui.logs import JsonLines

    return JsonLines().format(record)


def test_counts_and_logs_hold_no_word_of_a_question(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A word typed into a question, a search, a path or a body is in no count, no log line and no header."""
    listen(monkeypatch, caplog)
    client = serve()
    client.post(ASK, json={"text": f"Do staff get locality pay {SECRET}?"})
    client.get("/api/v1/faq", params={"q": SECRET})
    client.get(f"/api/v1/passages/{SECRET}")
    client.get(f"/{SECRET}")
    client.post(ASK, json={SECRET: SECRET})
    told = client.get("/metrics").text + "".join(map(written, caplog.records))
    assert SECRET not in told
    lines = [json.loads(written(record)) for record in caplog.records if record.name == "ses"]
    asked = [line for line in lines if line.get("route") == ASK]
    assert asked[0]["status"] == 200
    assert asked[0]["outcome"]
    assert "testclient" not in told


def test_answers_are_counted_by_status_and_reason(serve: Serve) -> None:
    """Each end has its count, and each stage its time."""
    client = serve()
    client.post(ASK, json={"text": PAY})
    client.post(ASK, json={"text": "Will I win my MSPB appeal?"})
    counted = client.get("/metrics").text
    assert 'ses_answers_total{reason="none",status="answered"} 1.0' in counted
    assert 'ses_answers_total{reason="personal_case",status="abstained"} 1.0' in counted
    assert 'ses_stage_seconds_count{stage="search"} 1.0' in counted
    assert 'ses_requests_total{code="200",route="/api/v1/answers"} 2.0' in counted


# The description.


def test_the_description_is_complete(serve: Serve) -> None:
    """Each operation has words, an example of its success, and problem details for its errors; none is left over."""
    found = serve().get("/openapi.json").json()
    assert set(found["paths"]) == {
        "/api/v1/answers",
        "/api/v1/feedback",
        "/api/v1/faq",
        "/api/v1/passages/{passage_id}",
        "/api/v1/calculators",
        "/api/v1/calculators/{name}",
        "/healthz",
        "/readyz",
        "/metrics",
    }
    for operations in found["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
            for code, response in operation["responses"].items():
                assert {"X-Request-ID", "SES-Release"} <= set(response["headers"])
                for kind, content in response.get("content", {}).items():
                    assert content["example"]
                    assert (kind == MEDIA_TYPE) is (int(code) >= 400)
            for content in operation.get("requestBody", {"content": {}})["content"].values():
                assert content["schema"]


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("answer", AnswerBody),
        ("faq", FaqBody),
        ("passage", PassageBody),
        ("calculators", CalculatorsBody),
        ("calculated", CalculatedBody),
        ("health", HealthBody),
        ("ready", HealthBody),
        ("problem", ProblemBody),
    ],
)
def test_examples_are_what_they_say(name: str, model: Any) -> None:
    """Each example of the description obeys the model that it stands beside."""
    model.model_validate(describe.examples()[name])
