"""The widget in a real Chromium, in the page of another origin under a strict policy, as visitors meet it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.releases import SHIPPED
from ingest.build import build
from tests.conftest import WordEncoder
from ui.served import Served
from ui.settings import ServerSettings

pytestmark = pytest.mark.browser
RANGE = "What is the SES pay range?"
Page = Any


class Api:
    """The real server on a port of its own, which can be stopped and started again."""

    def __init__(self, home: Path, encoder: WordEncoder) -> None:
        self.served, self.home, self.port, self.origins = Served(home, encoder), home, 0, ("",)
        self.encoder, self.settings = (
            encoder,
            ServerSettings(home, answers_per_minute=10_000, lookups_per_minute=10_000),
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, **changes: Any) -> None:
        from dataclasses import replace

        import uvicorn

        from ui.api import create_app

        self.app = create_app(replace(self.settings, **changes), Served(self.home, self.encoder))
        config = uvicorn.Config(self.app, port=self.port, log_config=None, access_log=False, proxy_headers=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    def stop(self) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join()


class Site:
    """A plain site of another origin, whose pages carry a strict policy."""

    def __init__(self, api: Api) -> None:
        self.pages: dict[str, str] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = site.pages.get(self.path)
                self.send_response(200 if page else 404)
                policy = (
                    f"default-src 'none'; script-src {api.url}; connect-src {api.url}; frame-src {api.url}; "
                    "style-src 'none'; base-uri 'none'; form-action 'none'"
                )
                self.send_header("Content-Security-Policy", policy)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write((page or "").encode())

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://localhost:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with the shipped corpus and the small encoder."""
    home = tmp_path_factory.mktemp("widget")
    build(home, [SHIPPED], WordEncoder())
    return home


@pytest.fixture(scope="module")
def api(home: Path) -> Iterator[Api]:
    api = Api(home, WordEncoder())
    api.start()
    yield api
    api.stop()


@pytest.fixture(scope="module")
def sites(api: Api) -> Iterator[tuple[Site, Site]]:
    """A site that is listed, and one that is not; the server is started anew with the list."""
    listed, stranger = Site(api), Site(api)
    api.stop()
    api.settings = ServerSettings(api.home, origins=(listed.url,), answers_per_minute=10_000, lookups_per_minute=10_000)
    api.start()
    yield listed, stranger
    listed.close()
    stranger.close()


@pytest.fixture
def site(sites: tuple[Site, Site]) -> Site:
    return sites[0]


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Any, site: Site, api: Api) -> Iterator[Visit]:
    """Open a page with the widget: ``visit(attributes, context options)``; its console must stay without errors."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_(
        attributes: str = "", *, at: Site | None = None, page: str = "", quiet: bool = True, **options: Any
    ) -> Page:
        host = at or site
        host.pages["/"] = page or carrying(api, attributes)
        context = browser.new_context(**{"viewport": {"width": 900, "height": 900}, **options})
        context.set_default_timeout(30_000)
        contexts.append(context)
        opened = context.new_page()
        if quiet:
            opened.on(
                "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
            )
            opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto(host.url + "/")
        return opened

    yield open_
    for context in contexts:
        context.close()
    assert [text for text in complaints if "favicon" not in text] == []


def carrying(api: Api, attributes: str = "", children: str = "<p>The plain list</p>", script: str = "") -> str:
    """Return a page with the widget in it."""
    source = script or f'<script async src="{api.url}/widget/v1/ses-assistant.js"></script>'
    return (
        '<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<meta name=color-scheme content='light dark'><title>Intranet</title>{source}</head>"
        "<body><main><h1>Intranet</h1>"
        f"<ses-assistant api='{api.url}' {attributes}>{children}</ses-assistant></main></body></html>"
    )


def ready(page: Page) -> Page:
    page.locator("ses-assistant .question").first.wait_for()
    return page


def put(page: Page, question: str) -> Any:
    """Ask in one's own words and return the turn that comes back."""
    if page.locator("[data-is=asker]").get_attribute("aria-expanded") == "false":
        page.get_by_role("button", name="Ask in your own words").click()
    before = page.locator("article").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    turn = page.locator("article").nth(before)
    turn.wait_for()
    return turn


def holds(page: Page, condition: str) -> None:
    """Wait for a condition; ``wait_for_function`` looks again through ``eval``, which the page's policy forbids."""
    look = f"() => new Promise(done => {{ const look = () => {condition} ? done() : setTimeout(look, 20); look(); }})"
    page.evaluate(look)


def search(page: Page, typed: str) -> None:
    """Type into the search and wait for what it finds."""
    with page.expect_response(re.compile(r"/api/v1/faq\?q=")):
        page.get_by_label("Search the questions").fill(typed)


# In the page of another origin.


def test_it_works_in_another_origins_page_under_a_strict_policy(visit: Visit, api: Api, site: Site) -> None:
    """Search, an entry with its basis, an answer with working and sources: nothing is blocked, nobody else is asked."""
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ready(page)
    search(page, "locality pa")
    entry = page.get_by_role("button", name="Do SES members get locality pay?")
    entry.click()
    assert entry.get_attribute("aria-expanded") == "true"
    opened = page.locator(f"#{entry.get_attribute('aria-controls')}")
    assert "What this rests on" in opened.inner_text()
    links = opened.locator("a").all()
    assert links
    assert {link.get_attribute("rel") for link in links} == {"noopener noreferrer"}
    turn = put(page, RANGE)
    assert "$151,661" in turn.inner_text()
    turn.get_by_role("button", name="How this was worked out").click()
    assert "GS-15 step 1" in turn.locator(".steps").inner_text()
    turn.locator(".mark").first.click()
    assert "Our summary" in turn.locator(".cited").first.inner_text()
    assert turn.locator(".cited").first.evaluate("node => node.getRootNode().activeElement === node")
    assert {"/".join(url.split("/")[:3]) for url in asked} <= {api.url, site.url}


def test_a_page_of_an_unlisted_origin_gets_nothing_but_its_own_children(visit: Visit, sites: tuple[Site, Site]) -> None:
    """The third origin is refused: it is told so, and the element's own children stay."""
    page = visit(at=sites[1], quiet=False)
    page.locator("[data-is=note]", has_text="cannot be reached").wait_for()
    assert page.get_by_text("The plain list").is_visible()
    assert page.locator(".question").count() == 0


def test_the_plain_list_is_framed_by_listed_pages_only(visit: Visit, api: Api, sites: tuple[Site, Site]) -> None:
    """A listed page may frame the list of entries; an unlisted one may not."""
    frame = f"<!doctype html><title>t</title><iframe src='{api.url}/widget/v1/faq.html?topic=pay'></iframe>"
    page = visit(page=frame)
    page.frame_locator("iframe").get_by_text(RANGE).first.wait_for()
    refused = visit(page=frame, at=sites[1], quiet=False)
    refused.wait_for_timeout(500)
    assert all(RANGE not in frame.content() for frame in refused.frames)


def test_without_javascript_the_children_stay(visit: Visit, api: Api) -> None:
    """With scripts off the page shows the element's own list, and the plain list answers with its basis."""
    page = visit(java_script_enabled=False)
    assert page.get_by_text("The plain list").is_visible()
    page.goto(f"{api.url}/widget/v1/faq.html?topic=pay")
    page.locator("summary", has_text=RANGE).first.click()
    assert page.locator("details[open]").inner_text().count("section")


# Little, late, and only when wanted.


def test_nothing_is_requested_before_it_is_visible(visit: Visit, api: Api) -> None:
    """Below the fold the element asks for nothing; scrolled to, it does. The ask panel comes when it is opened."""
    spacer = "".join("<p>-</p>" for _ in range(200))
    page = visit(page=carrying(api).replace("<h1>Intranet</h1>", f"<h1>Intranet</h1>{spacer}"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(500)
    assert [url for url in asked if "/api/" in url] == []
    page.locator("ses-assistant").scroll_into_view_if_needed()
    ready(page)
    assert [url for url in asked if "ask.js" in url] == []
    page.get_by_role("button", name="Ask in your own words").click()
    page.get_by_label("Your question").wait_for()
    assert len([url for url in asked if "ask.js" in url]) == 1


def test_a_launcher_asks_for_nothing_until_it_is_opened(visit: Visit) -> None:
    """As a button in the corner the widget requests entries when its panel opens."""
    page = visit("mode=launcher heading='SES questions'")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(300)
    assert [url for url in asked if "/api/" in url] == []
    page.get_by_role("button", name="SES questions").click()
    ready(page)
    assert page.get_by_role("dialog", name="SES questions").is_visible()


# Away and back.


def test_the_api_goes_away_and_comes_back(visit: Visit, api: Api) -> None:
    """Killed, the API is said to be away and the entries loaded before stay searchable; back, all goes on."""
    page = ready(visit(quiet=False))
    search(page, "sabbatical")
    page.get_by_role("button", name="Can an SES member take a sabbatical?").wait_for()
    search(page, "")
    put(page, RANGE)
    api.stop()
    try:
        page.get_by_label("Search the questions").fill("abbreviations")
        page.get_by_text("These are the questions loaded earlier").wait_for()
        assert "abbreviations" in page.locator(".question").first.inner_text()
        page.get_by_label("Search the questions").fill("sabbatical")
        page.get_by_role("button", name="Can an SES member take a sabbatical?").click()
        assert "What this rests on" in page.locator(".answer:visible").inner_text()
        page.get_by_label("Your question").fill("How is leave earned?")
        page.keyboard.press("Enter")
        again = page.locator("ses-assistant-ask").get_by_role("button", name="Try again")
        again.wait_for()
        assert page.get_by_label("Your question").input_value() == "How is leave earned?"
        assert page.locator("article").count() == 1
    finally:
        api.start()
    again.click()
    page.locator("article").nth(1).wait_for()
    page.locator("[data-is=note]").get_by_role("button", name="Try again").click()
    page.locator("[data-is=note]").wait_for(state="hidden")
    search(page, "locality")
    page.locator(".question", has_text="Do SES members get locality pay?").first.wait_for()


def test_when_it_was_never_there_the_children_stay(visit: Visit, api: Api) -> None:
    """With nothing loaded before and the API away, the element's own children are shown with a word why."""
    page = visit("mode=launcher heading='SES questions'", quiet=False)
    page.get_by_role("button", name="SES questions").wait_for()
    api.stop()
    try:
        page.get_by_role("button", name="SES questions").click()
        page.get_by_text("cannot be reached").first.wait_for()
        assert page.get_by_text("The plain list").is_visible()
    finally:
        api.start()
    page.get_by_role("button", name="Try again").click()
    ready(page)
    assert not page.get_by_text("The plain list").is_visible()


def test_one_switch_rules_what_the_tab_keeps(visit: Visit) -> None:
    """Entries and turns are kept over a reload; the switch empties the memory and keeps it empty."""
    page = ready(visit())
    put(page, RANGE)
    page.reload()
    ready(page).get_by_role("button", name="Ask in your own words").click()
    page.locator("article").get_by_text(RANGE).first.wait_for()
    page.get_by_role("switch").uncheck()
    assert page.evaluate("Object.keys(sessionStorage)") == ["ses-assistant off"]
    put(page, "Do SES members get locality pay?")
    assert page.evaluate("Object.keys(sessionStorage)") == ["ses-assistant off"]
    page.reload()
    assert not ready(page).get_by_role("switch").is_checked()


def test_a_page_can_forbid_keeping(visit: Visit) -> None:
    """With remember="off" nothing is kept and no switch is offered."""
    page = ready(visit("remember=off"))
    put(page, RANGE)
    assert page.evaluate("sessionStorage.length") == 0
    assert page.get_by_role("switch").count() == 0


def test_answers_switched_off_leave_the_entries(browser: Any, home: Path) -> None:
    """With a reason set, the reason is shown, the entries stay, and asking is not offered."""
    api = Api(home, WordEncoder())
    api.start(answers_off="Under review until Monday.")
    page = browser.new_page()
    try:
        page.goto(f"{api.url}/widget/demo")
        ready(page)
        page.get_by_text("Under review until Monday.").first.wait_for()
        assert not page.get_by_role("button", name="Ask in your own words").is_visible()
    finally:
        page.close()
        api.stop()


# Safe.


def test_what_is_typed_is_never_markup(visit: Visit) -> None:
    """A question full of markup is shown as text; nothing of it is made or run."""
    page = ready(visit())
    evil = "<img src=x onerror=document.title='hit'><b>Do SES members get locality pay?</b>"
    turn = put(page, evil)
    assert evil in turn.inner_text()
    assert turn.locator("img, b").count() == 0
    assert page.title() == "Intranet"


def test_a_pinned_script_is_checked_by_the_browser(visit: Visit, api: Api) -> None:
    """The pinned address works with its integrity and never changes; with another integrity nothing runs."""
    widget = api.app.state.house.shelf.widget
    pinned = f"{api.url}/widget/{widget.version}/ses-assistant.js"
    tag = f'<script async crossorigin src="{pinned}" integrity="{{}}"></script>'
    page = ready(visit(page=carrying(api, script=tag.format(widget.integrity("ses-assistant.js")))))
    put(page, RANGE)
    assert "immutable" in page.request.get(pinned).headers["cache-control"]
    wrong = visit(page=carrying(api, script=tag.format("sha384-" + "A" * 64)), quiet=False)
    wrong.wait_for_timeout(500)
    assert wrong.evaluate("customElements.get('ses-assistant') === undefined")
    assert wrong.get_by_text("The plain list").is_visible()


# For everybody.


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    """Tab, Enter and Escape reach search, entry, question and answer; focus goes into the panel and comes back."""
    page = ready(visit())
    focused = (
        "() => { const r = document.querySelector('ses-assistant').shadowRoot; return r.activeElement?.textContent }"
    )
    press = page.keyboard.press
    press("Tab")
    page.keyboard.type("locality")
    page.locator(".question", has_text="Do SES members get locality pay?").first.wait_for()
    for _ in range(40):
        press("Tab")
        if page.evaluate(focused) == "Do SES members get locality pay?":
            break
    press("Enter")
    assert page.locator("[aria-expanded=true]").first.inner_text() == "Do SES members get locality pay?"
    press("Space")
    assert page.locator(".question[aria-expanded=true]").count() == 0
    for _ in range(40):
        press("Tab")
        if page.evaluate(focused) == "Ask in your own words":
            break
    press("Enter")
    page.get_by_label("Your question").wait_for()
    holds(page, "document.querySelector('ses-assistant').shadowRoot.activeElement?.id === 'own'")
    page.keyboard.type(RANGE)
    press("Enter")
    page.locator("article").wait_for()
    assert page.get_by_label("Your question").input_value() == ""
    press("Escape")
    assert page.evaluate(focused) == "Ask in your own words"
    assert page.locator("[data-is=asker]").get_attribute("aria-expanded") == "false"


def test_the_launcher_takes_focus_in_and_gives_it_back(visit: Visit) -> None:
    """Opened by key, focus stands in the search; Escape closes and returns it to the button."""
    page = visit("mode=launcher heading='SES questions'")
    page.get_by_role("button", name="SES questions").focus()
    page.keyboard.press("Enter")
    active = "document.querySelector('ses-assistant').shadowRoot.activeElement"
    assert page.evaluate(f"{active}.id") == "find"
    ready(page)
    page.keyboard.press("Escape")
    assert page.evaluate(f"{active}.getAttribute('aria-expanded')") == "false"
    assert not page.get_by_role("dialog").is_visible()


def test_each_answer_is_announced_once(visit: Visit) -> None:
    """One polite announcement comes for an answer: its text, without the marks."""
    page = ready(visit())
    page.get_by_role("button", name="Ask in your own words").click()
    page.get_by_label("Your question").wait_for()
    page.evaluate(
        """() => { window.said = [];
        const live = document.querySelector('ses-assistant').shadowRoot.querySelector('[data-is=live]');
        const listen = () => live.textContent && said.push(live.textContent);
        new MutationObserver(listen).observe(live, {childList: true}); }"""
    )
    put(page, RANGE)
    holds(page, "said.length > 0")
    page.wait_for_timeout(300)
    said = page.evaluate("said")
    assert len(said) == 1
    assert "$151,661" in said[0]
    assert "[1]" not in said[0]


WIDE = """[...document.querySelector('ses-assistant').shadowRoot.querySelectorAll(':not(.quiet)')]
    .filter(node => node.getBoundingClientRect().right > innerWidth + 1).map(node => node.className || node.tagName)"""


@pytest.mark.parametrize("mode", ["inline", "launcher"])
@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (640, "200%")])
def test_it_reflows(visit: Visit, mode: str, width: int, size: str) -> None:
    """At 320 px, and with text at 200%, nothing has to be scrolled sideways, and every target has 24 px or more."""
    page = visit(f"mode={mode}", viewport={"width": width, "height": 740}, has_touch=True)
    page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
    if mode == "launcher":
        page.locator("[data-is=launcher]").click()
    ready(page).locator(".question").first.click()
    turn = put(page, RANGE)
    turn.get_by_role("button", name="How this was worked out").click()
    turn.locator(".fold button", has_text="source").click()
    assert page.evaluate(WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for target in page.locator(
        "ses-assistant button:visible, ses-assistant input:visible, ses-assistant textarea:visible"
    ).all():
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 24, target.inner_text()


LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active", "color_scheme": "dark"},
}


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong: rule and first place."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]} {rule['nodes'][0]['any'][:1]}" for rule in found]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(visit: Visit, look: str) -> None:
    """With an entry open, an answer with everything folded out, and an abstention, axe has nothing to say."""
    page = ready(visit(**LOOKS[look]))
    assert violations(page) == []
    page.locator(".question").first.click()
    turn = put(page, RANGE)
    turn.get_by_role("button", name="How this was worked out").click()
    turn.locator(".fold button", has_text="source").click()
    put(page, "How do I bake sourdough bread?")
    assert violations(page) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", ["/widget/demo", "/widget/v1/faq.html?topic=leave"])
def test_axe_finds_nothing_on_our_own_pages(browser: Any, api: Api, sites: object, look: str, path: str) -> None:
    """The demo page and the plain list are as clean."""
    page = browser.new_page(**LOOKS[look])
    try:
        page.goto(api.url + path)
        if "demo" in path:
            ready(page)
        assert violations(page) == []
    finally:
        page.close()


def test_it_speaks_the_language_and_direction_of_the_page(visit: Visit, api: Api) -> None:
    """Strings given in the page replace ours, dates follow its language, and the layout its direction."""
    words = (
        '<script type="application/json">{"search": "חיפוש", "ask": "שאלו במילים שלכם"}</script><p>The plain list</p>'
    )
    page = ready(visit(page=carrying(api, children=words).replace('lang="en"', 'lang="he" dir="rtl"')))
    page.get_by_role("button", name="שאלו במילים שלכם").wait_for()
    field = page.get_by_label("חיפוש")
    assert field.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.locator(".question").first.evaluate("node => getComputedStyle(node).direction") == "ltr"
    page.evaluate("document.querySelector('ses-assistant').strings = {search: 'Rechercher'}")
    page.get_by_label("Rechercher").wait_for()


def test_a_page_can_dress_it(visit: Visit, api: Api) -> None:
    """Custom properties and parts reach inside; topics and heading are the page's choice."""
    page = ready(visit("topics='pay,leave' heading='Pay and leave'"))
    assert page.get_by_role("heading", name="Pay and leave").is_visible()
    assert page.locator(".chip").all_inner_texts() == ["All topics", "Pay", "Leave"]
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync(`ses-assistant { --ses-accent: rgb(1, 2, 3); }
            ses-assistant::part(heading) { color: rgb(4, 5, 6); }`);
        document.adoptedStyleSheets = [sheet]; }"""
    )
    style = "(node, name) => getComputedStyle(node)[name]"
    assert page.locator("[data-is=asker]").evaluate(style, "backgroundColor") == "rgb(1, 2, 3)"
    assert page.locator("h2").evaluate(style, "color") == "rgb(4, 5, 6)"


def test_a_thumb_is_counted_once(visit: Visit, api: Api) -> None:
    """A thumb up reaches the counts with the answer's id, and a second press does nothing."""
    page = ready(visit())
    turn = put(page, RANGE)
    before = sum(api.app.state.house.feedback.counts().values())
    turn.get_by_role("button", name="Yes").click()
    turn.get_by_text("Thank you.").wait_for()
    turn.get_by_role("button", name="No").click(force=True)
    page.wait_for_timeout(200)
    assert sum(api.app.state.house.feedback.counts().values()) == before + 1


def test_a_follow_up_is_understood(visit: Visit) -> None:
    """The second question may lean on the first; what it was understood as is shown."""
    page = ready(visit())
    put(page, RANGE)
    turn = put(page, "and in 2022?")
    assert "Understood as" in turn.inner_text()
    assert "$135,468" in turn.inner_text()
    page.get_by_role("button", name="Forget these questions").click()
    assert page.locator("article").count() == 0
