"""The chat page in a real Chromium: a person with a mouse, with a keyboard, with a phone, in the dark, with ill will.

``SES_TEST_HOME`` may name a home whose release holds the shipped corpus and ``PLANTED``, to save the build.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install -e '.[dev]'")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from assistant.pipeline import Assistant
from assistant.types import Question
from ui.feedback import Feedback

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium"),
]
ROOT = Path(__file__).resolve().parent.parent
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
RANGE = "What is the SES pay range?"
LEAVE = "How much annual leave can an SES member carry over?"
PATIENCE = 60_000
PLANTED = """# Planted ![](http://evil.example/t.png)

## Which badge colour is planted?

The planted badge is blue <img src=x onerror="window.broken=1"> ![](http://evil.example/x.png).

## Where does the planted link lead?

The planted link [leads](javascript:window.broken=1) to http://evil.example/y and www.evil.example.

## How is the planted name read?

The planted name is \u202egnp.exe\u202c and :material/home: $x^2$.
"""
HOSTILE = (
    '<img src=x onerror="window.broken=1">',
    "![](http://evil.example/x.png)",
    "[a](javascript:window.broken=1) http://evil.example",
    "\u202egnp.exe\u202c \u200f?",
    "😀😀😀",
    "x" * 10_000,
)
SHELL: dict[str, str] = {}
"""Rules that Streamlit's own frame breaks, and how: none as of 1.67."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release of the shipped corpus and the planted document."""
    if os.environ.get("SES_TEST_HOME"):
        return Path(os.environ["SES_TEST_HOME"])
    folder, place = tmp_path_factory.mktemp("planted"), tmp_path_factory.mktemp("home")
    (folder / "planted.md").write_text(PLANTED, encoding="utf-8")
    command = [sys.executable, "-m", "ingest", "build", "--home", str(place), "--corpus", "shipped"]
    subprocess.run([*command, "--corpus", str(folder)], cwd=ROOT, check=True, capture_output=True)
    return place


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The page, served by the command that people use."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "SES_CONTACT": "Executive Resources, room 7310"}
    environment["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] = "true"  # which the page must overrule
    command = [sys.executable, "-m", "ui.chat", "--home", str(home), "--port", str(port), "--no-browser"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/_stcore/health")
        yield url
        server.terminate()


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            with urlopen(url) as answer:
                answer.read()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the page did not come up")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium that asks for nothing by itself, with a fresh profile."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def requested() -> list[str]:
    """Every address that a page of the test asked for."""
    return []


@pytest.fixture
def visit(browser: Browser, address: str, requested: list[str]) -> Iterator[Callable[..., Page]]:
    """Return what opens the page as a new visitor; afterwards nothing may have been asked of another machine."""
    contexts = []

    def visited(path: str = "", width: int = 1200, height: int = 900, theme: Any = "light", **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, accept_downloads=True, **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requested.append(request.url))
        page.on("websocket", lambda socket: requested.append(socket.url.replace("ws://", "http://")))
        page.goto(address + path)
        return page

    yield visited
    for context in contexts:
        context.close()
    assert [url for url in requested if not url.startswith((address, "data:", f"blob:{address}"))] == []


def box(page: Page) -> Locator:
    """Return where one types a question."""
    return page.get_by_placeholder("Ask about the Senior Executive Service")


def ask(page: Page, text: str) -> Locator:
    """Type a question, send it, and return its answer when it is on the page."""
    before = page.locator("article.answer").count()
    box(page).fill(text)
    box(page).press("Enter")
    answer = page.locator("article.answer").nth(before)
    answer.wait_for(timeout=PATIENCE)
    return answer


def violations(page: Page) -> list[str]:
    """Return the serious and critical faults that axe-core finds, by rule and element."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['target']}"
        for fault in found
        if fault["impact"] in ("serious", "critical") and fault["id"] not in SHELL
        for node in fault["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def focused(page: Page) -> str:
    """Return the name of the focused element, inside the page's own parts too."""
    inner = "let e = document.activeElement; while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;"
    return str(page.evaluate(f"() => {{ {inner} return e.getAttribute('aria-label') || e.textContent || e.tagName }}"))


def test_ask_open_a_source_and_follow_up(visit: Callable[..., Page]) -> None:
    """A question is answered; its first marker opens the passage with the quote marked; a follow-up is understood."""
    page = visit()
    expect(page.get_by_text("Unofficial: not OPM")).to_be_visible(timeout=PATIENCE)
    answer = ask(page, RANGE)
    marker = answer.get_by_role("button", name="Source 1", exact=True)
    card = answer.get_by_role("region", name="Source 1", exact=True)
    expect(card).to_be_hidden()
    marker.click()
    expect(marker).to_have_attribute("aria-expanded", "true")
    expect(card.locator("mark")).to_contain_text("The SES pay range starts at 120 percent")
    expect(card).to_contain_text("our summary")
    expect(card).to_contain_text("Statute")
    expect(card.get_by_role("link").first).to_have_attribute("rel", "noopener noreferrer")
    second = ask(page, "and in 2022?")
    expect(second).to_contain_text("Understood as: What is the SES pay range")
    expect(card).to_be_visible()


def test_an_example_and_a_chip_ask(visit: Callable[..., Page], home: Path) -> None:
    """A click on an example asks it, a click on a chip under its answer asks that."""
    assistant = Assistant.open(home)
    near = assistant.answer(Question(RANGE, date.today())).related[0]
    assistant.release.close()
    page = visit()
    page.get_by_role("button", name=RANGE).click()
    expect(page.locator("article.answer h2")).to_have_text(RANGE, timeout=PATIENCE)
    page.get_by_role("button", name=near).click()
    expect(page.locator("article.answer h2").nth(1)).to_have_text(near)


def test_an_answer_is_read_from_its_beginning(visit: Callable[..., Page]) -> None:
    """After a question the top of its answer is in sight, not the end of the page."""
    page = visit(width=360, height=740)
    ask(page, RANGE)
    second = ask(page, LEAVE)
    page.wait_for_timeout(1500)
    expect(second.locator("h2")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("width", "height", "path"), [(640, 450, ""), (1200, 900, "/?q=Where+does+%24200000+stand+in+the+SES+pay+range%3F")]
)
def test_what_comes_later_does_not_move_an_answer(
    visit: Callable[..., Page], width: int, height: int, path: str
) -> None:
    """Form and picture come after the answer above them; its beginning stays in sight, at 200 percent too."""
    page = visit(path, width=width, height=height)
    answer = page.locator("article.answer").first if path else ask(page, RANGE)
    answer.wait_for(timeout=PATIENCE)
    page.get_by_text("Was this helpful?").wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(1500)
    expect(answer.locator("h2")).to_be_in_viewport()


def test_an_earlier_working_is_opened_again(visit: Callable[..., Page]) -> None:
    """With the next question a calculation makes way for a button, and the button brings it back."""
    page = visit()
    ask(page, RANGE)
    expect(page.locator(".working .result")).to_be_visible()
    ask(page, LEAVE)
    expect(page.locator(".working .result")).to_have_count(0)
    page.get_by_role("button", name="Open the working: The SES pay range on a date").click()
    expect(page.locator(".working .result")).to_contain_text("$209,600")


def test_a_calculation_is_changed_in_place(visit: Callable[..., Page]) -> None:
    """An input of the card is changed, and its result changes at once, and only its."""
    page = visit()
    answer = ask(page, RANGE)
    result = page.locator(".working .result")
    expect(result).to_contain_text("$209,600")
    page.get_by_role("radiogroup", name="certified").locator("label").filter(has_text="yes").click()
    expect(result).not_to_contain_text("$209,600")
    expect(answer).to_contain_text("$209,600")


def test_a_salary_is_marked_in_the_picture(visit: Callable[..., Page]) -> None:
    """The picture opens, and a salary typed beside it is marked and told."""
    page = visit()
    ask(page, RANGE)
    page.get_by_text("The range from 2004 to 2026").click()
    page.get_by_label("A salary to mark").fill("$185,000")
    page.get_by_label("A salary to mark").press("Enter")
    expect(page.get_by_text("The line marks $185,000.")).to_be_visible()
    expect(page.locator(".stVegaLiteChart canvas, .stVegaLiteChart svg").first).to_be_visible()


def test_an_abstention_helps(visit: Callable[..., Page]) -> None:
    """It says why, offers near questions, whom to ask, and the case file with question and reason."""
    page = visit()
    question = "How much is the SES parking allowance in Guam?"
    answer = ask(page, question)
    expect(answer).to_contain_text("No answer to stand behind")
    expect(page.get_by_text("Questions near yours that can be answered")).to_be_visible()
    answer.get_by_role("button", name="Ask a person").click()
    expect(answer.get_by_text("Executive Resources, room 7310")).to_be_visible()
    with page.expect_download() as waited:
        answer.get_by_role("button", name="Download the case file").click()
    text = Path(waited.value.path()).read_text(encoding="utf-8")
    assert question in text
    assert "No answer" in text


def test_a_thumb_is_counted(visit: Callable[..., Page], home: Path) -> None:
    """A thumb up is in the file of counts under the home."""
    page = visit()
    before = sum(Feedback(home).counts().values())
    ask(page, LEAVE)
    page.locator(".stFeedback button, [data-testid='stFeedback'] button").first.click()
    for _ in range(100):
        if sum(Feedback(home).counts().values()) == before + 1:
            break
        page.wait_for_timeout(100)
    assert sum(Feedback(home).counts().values()) == before + 1


def test_copy_and_download(visit: Callable[..., Page]) -> None:
    """What is copied is what is downloaded: question, text, sources with their basis, date, release."""
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    answer = ask(page, LEAVE)
    answer.get_by_role("button", name="Copy this answer with its sources").click()
    expect(answer.get_by_text("Copied")).to_be_visible()
    with page.expect_download() as waited:
        answer.get_by_role("button", name="Download this answer with its sources").click()
    text = Path(waited.value.path()).read_text(encoding="utf-8")
    assert waited.value.suggested_filename.endswith(".md")
    assert page.evaluate("navigator.clipboard.readText()") == text
    for part in (LEAVE, "Rests on", "Release", "Unofficial"):
        assert part in text


def test_paper_holds_the_case_file_only(visit: Callable[..., Page]) -> None:
    """Printing an answer puts its case file on paper and nothing of the page around it."""
    page = visit()
    answer = ask(page, LEAVE)
    page.evaluate("window.print = () => {}")
    answer.get_by_role("button", name="Print this answer with its sources").click()
    page.emulate_media(media="print")
    sheet = page.locator(".ses-sheet")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("Rests on")
    expect(page.locator(".stApp")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator(".stApp")).to_be_visible()
    expect(sheet).to_have_count(0)


def test_the_conversation_is_downloaded(visit: Callable[..., Page]) -> None:
    """The whole conversation is one file, in order."""
    page = visit()
    ask(page, RANGE)
    ask(page, LEAVE)
    page.get_by_role("button", name="Copy, download or print it").click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download this conversation").click()
    text = Path(waited.value.path()).read_text(encoding="utf-8")
    assert 0 < text.index(RANGE) < text.index(LEAVE)


def test_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    """Ask, reach the first marker, open it, go on into the card, close it by Escape, and be back at the marker."""
    page = visit()
    box(page).wait_for(timeout=PATIENCE)
    page.keyboard.press("Tab")
    _tab_to(page, lambda: page.evaluate("document.activeElement.tagName") == "TEXTAREA")
    page.keyboard.type(LEAVE)
    page.keyboard.press("Enter")
    page.locator("article.answer").wait_for(timeout=PATIENCE)
    _tab_to(page, lambda: focused(page) == "Source 1", keys="Shift+Tab")
    page.keyboard.press("Enter")
    card = page.get_by_role("region", name="Source 1", exact=True)
    expect(card).to_be_visible()
    _tab_to(page, lambda: focused(page) == "Close source 1")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert focused(page) == "Source 1"


def _tab_to(page: Page, there: Callable[[], bool], keys: str = "Tab") -> None:
    for _ in range(60):
        if there():
            return
        page.keyboard.press(keys)
    raise AssertionError(f"not reached by {keys}; the focus is on {focused(page)!r}")


def test_a_screen_reader_hears_once_that_an_answer_is_ready(visit: Callable[..., Page]) -> None:
    """One live region changes once for an answer, and never again for reruns of the page."""
    page = visit()
    page.locator("#ses-live").wait_for(state="attached", timeout=PATIENCE)
    page.evaluate(
        """() => {
            const region = document.getElementById("ses-live");
            window.heard = [];
            new MutationObserver(() => window.heard.push(region.textContent)).observe(region, { childList: true });
        }"""
    )
    ask(page, LEAVE)
    page.wait_for_function("window.heard.length > 0")
    page.locator(".stFeedback button, [data-testid='stFeedback'] button").last.click()
    page.wait_for_timeout(1500)
    heard = page.evaluate("window.heard")
    assert len(heard) == 1
    assert heard[0].startswith("Answer ready, with ")


def test_an_address_asks_at_once(visit: Callable[..., Page]) -> None:
    """``?q=&on=`` shows the answer of that day, with the badge that it is not today."""
    page = visit("/?q=What+is+the+SES+pay+range%3F&on=2022-06-01")
    expect(page.locator("article.answer")).to_contain_text("From 2 January 2022", timeout=PATIENCE)
    expect(page.get_by_text("The law on 1 June 2022, not today")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1200, 900), (360, 740)])
def test_everything_fits_and_axe_finds_nothing(visit: Callable[..., Page], theme: str, width: int, height: int) -> None:
    """In both themes and widths: no serious or critical fault, and nothing wider than the window."""
    page = visit(theme=theme, width=width, height=height)
    page.get_by_role("button", name=RANGE).wait_for(timeout=PATIENCE)
    assert (violations(page), overflow(page)) == ([], 0)
    answer = ask(page, RANGE)
    answer.get_by_role("button", name="Source 1", exact=True).click()
    page.get_by_text("The range from 2004 to 2026").click()
    page.locator(".stVegaLiteChart").wait_for()
    ask(page, "Do I need a college degree to join the SES?")
    ask(page, "Will I be fired next month?").get_by_role("button", name="Ask a person").click()
    page.wait_for_timeout(1500)
    assert (violations(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_the_other_views_fit_and_axe_finds_nothing(visit: Callable[..., Page], theme: str, width: int) -> None:
    """The same of the calculators and of the handbook."""
    page = visit("/calculators", theme=theme, width=width)
    page.get_by_text("What to work out").wait_for(timeout=PATIENCE)
    page.locator(".working .result").wait_for()
    assert (violations(page), overflow(page)) == ([], 0)
    page.goto(page.url.replace("calculators", "handbook"))
    page.locator("details.entry summary").nth(1).click(timeout=PATIENCE)
    assert (violations(page), overflow(page)) == ([], 0)
    page.get_by_role("tab", name="About this release").click()
    page.get_by_text("How good it is").wait_for()
    assert (violations(page), overflow(page)) == ([], 0)


def test_at_twice_the_size_nothing_is_lost(visit: Callable[..., Page]) -> None:
    """At 200 percent a window of 1280 pixels is one of 640: nothing is cut off, and one can still ask."""
    page = visit(width=640, height=450, device_scale_factor=2)
    answer = ask(page, LEAVE)
    answer.get_by_role("button", name="Source 1", exact=True).click()
    expect(answer.get_by_role("region", name="Source 1", exact=True)).to_be_visible()
    assert overflow(page) == 0


def test_dark_is_dark(visit: Callable[..., Page]) -> None:
    """The page follows what the visitor's system asks for, its own parts too."""
    colours = []
    for theme in ("light", "dark"):
        page = visit(theme=theme)
        answer = ask(page, LEAVE)
        colours.append(answer.locator("p.text").first.evaluate("e => getComputedStyle(e).color"))
    light, dark = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours)
    assert light < 300 < 500 < dark


@pytest.mark.parametrize("text", HOSTILE, ids=["image", "markdown image", "script link", "marks", "emoji", "10,000"])
def test_a_hostile_question_loads_and_breaks_nothing(visit: Callable[..., Page], text: str) -> None:
    """A clear sentence, the question as text, nothing loaded (the visit sees to that), nothing run."""
    page = visit()
    answer = ask(page, text)
    assert len(answer.locator("p.text").first.inner_text()) > 20
    assert answer.locator("img, script, a[href^='javascript']").count() == 0
    assert page.evaluate("window.broken") is None
    assert overflow(page) == 0


def test_an_empty_question_gets_a_clear_sentence(visit: Callable[..., Page]) -> None:
    """Enter in an empty box sends nothing; spaces get a sentence that says what can be asked."""
    page = visit()
    box(page).wait_for(timeout=PATIENCE)
    box(page).press("Enter")
    answer = ask(page, "   ")
    expect(answer.locator("p.text")).to_contain_text("Ask a question about")
    assert page.locator("article.answer").count() == 1


@pytest.mark.parametrize(
    "question",
    ["Which badge colour is planted?", "Where does the planted link lead?", "How is the planted name read?"],
)
def test_a_hostile_document_loads_and_breaks_nothing(visit: Callable[..., Page], question: str) -> None:
    """What is planted in an ingested document is shown, cited and offered as text; nothing loads, nothing runs."""
    page = visit()
    answer = ask(page, question)
    expect(answer).to_contain_text("planted")
    answer.get_by_role("button", name="Source 1", exact=True).click()
    expect(answer.get_by_role("region", name="Source 1", exact=True)).to_contain_text("verbatim")
    assert answer.locator("img, script, a[href^='javascript'], a[href*='evil']").count() == 0
    page.goto(page.url + "handbook")
    page.get_by_role("textbox", name="Search").fill("planted")
    page.get_by_role("textbox", name="Search").press("Enter")
    entry = page.locator("details.entry").filter(has_text=question)
    entry.locator("summary").first.click()
    assert page.locator("img[src*='evil'], a[href*='evil'], a[href^='javascript']").count() == 0
    assert page.evaluate("window.broken") is None


def test_a_sheet_is_scored_and_its_scores_downloaded(visit: Callable[..., Page]) -> None:
    """A CSV sheet is scored on the page; the scores come back as CSV made in the browser."""
    page = visit("/calculators")
    page.get_by_role("tab", name="A sheet of appraisals").click(timeout=PATIENCE)
    elements = ("Leading Change", "Leading People", "Business Acumen", "Building Coalitions", "Results Driven")
    header = ",".join(["Name", *elements, *(f"{name} weight" for name in elements)])
    data = f"{header}\nRobin,4,4,4,4,4,10,10,10,10,60\n".encode()
    sheet = {"name": "sheet.csv", "mimeType": "text/csv", "buffer": data}
    page.locator("input[type=file]").set_input_files([sheet])  # type: ignore[list-item]
    expect(page.get_by_text("1 scored, 0 not, under the system of 2012.")).to_be_visible()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download the scores as CSV").click()
    assert "Robin,400,4" in Path(waited.value.path()).read_text(encoding="utf-8")
