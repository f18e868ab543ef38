"""Pages for people: the plain list of entries, the demo page, and the widget's files."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, Response

from assistant.errors import ReleaseError
from assistant.messages import STANDING, say
from assistant.types import Passage
from ui.house import House, no_release, tagged, visit_of
from ui.problems import ProblemError
from ui.shelf import SOURCE, TYPES, Widget, integrity

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors "
)


def showing(app: FastAPI, house: House) -> None:
    """Add the pages and files."""
    widget, shared = house.shelf.widget, {"Cross-Origin-Resource-Policy": "cross-origin"}
    framing = PAGE_POLICY + (" ".join(("'self'", *house.settings.origins)) if house.settings.origins else "'none'")
    framed = {"Content-Security-Policy": framing, "Cache-Control": "no-cache"}

    @app.get("/widget/v1/faq.html", include_in_schema=False)
    async def faq_html(request: Request, topic: str = "", part: str = "") -> Response:
        house.look_up(request)
        topics = frozenset(topic.replace(",", " ").split())
        try:
            with house.served.lend() as loaded:
                entries = [entry for entry in loaded.faq.entries if not topics or entry.topic in topics]
        except ReleaseError as error:
            raise no_release(error) from error
        return HTMLResponse(faq_page(entries, list_only=part == "list"), headers=framed)

    @app.get("/widget", include_in_schema=False)
    @app.get("/widget/", include_in_schema=False)
    @app.get("/widget/demo", include_in_schema=False)
    async def demo(request: Request) -> Response:
        visit = visit_of(request)
        return HTMLResponse(demo_page(f"{visit.scheme}://{visit.host}", widget), headers=framed)

    @app.get("/favicon.ico", include_in_schema=False)
    async def no_picture() -> Response:
        return Response(status_code=204, headers={"Cache-Control": "public, max-age=86400"})

    @app.get("/widget/{version}/{name}", include_in_schema=False)
    async def file(request: Request, version: str, name: str) -> Response:
        floating = version == "v1"
        content = widget.files.get(name) if floating else house.shelf.file(version, name)
        if content is None:
            raise ProblemError(404, "no-file", "There is no such file of the widget here.")
        response = Response(content, media_type=TYPES[name.rsplit(".", 1)[-1]], headers=shared)
        response = tagged(request, integrity(content)[7:27], response)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Cache-Control"] = "public, max-age=" + ("300" if floating else "31536000, immutable")
        return response


def faq_page(entries: Iterable[Passage], *, list_only: bool = False) -> str:
    """Return entries as a plain page that needs no script, or only their list for pasting into another page."""
    listed = "\n".join(line for entry in entries for line in _entry(entry))
    if list_only:
        return listed
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Questions about the Senior Executive Service</title>
<link rel="stylesheet" href="page.css">
<main>
<h1>Questions about the Senior Executive Service</h1>
<p class="standing">{html.escape(STANDING)}</p>
{listed or "<p>There is no entry here.</p>"}
</main>
</html>
"""


def _entry(entry: Passage) -> Iterator[str]:
    yield f"<details>\n<summary>{html.escape(entry.heading[-1])}</summary>"
    if entry.in_force.until is not None:
        yield f"<p><em>Held until {say(entry.in_force.until)}.</em></p>"
    for sentence in entry.sentences:
        sources = "; ".join(f"{b.title}, {b.locator}" for b in sentence.basis if b.relation == "supports")
        behind = f" <small>({html.escape(sources)})</small>" if sources else ""
        yield f"<p>{html.escape(entry.quote(sentence))}{behind}</p>"
    yield "</details>"


def demo_page(host: str, widget: Widget) -> str:
    """Return a plain intranet page that carries the widget, with the lines to copy."""
    page = (SOURCE / "demo.html").read_text(encoding="utf-8")
    values = {"HOST": host, "VERSION": widget.version, "INTEGRITY": widget.integrity("ses-assistant.js")}
    return re.sub(r"%(\w+)%", lambda mark: html.escape(values[mark.group(1)]), page)
