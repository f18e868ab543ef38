"""The widget's files: size, addresses, integrity, and that they hold nothing that a strict page forbids."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from assistant.types import Document, Passage, Period, Sentence
from ui.pages import demo_page, faq_page
from ui.shelf import SCRIPTS, SOURCE, Shelf, integrity, load_widget

LARGEST = 12 * 1024


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_part_is_small(name: str) -> None:
    """The loader with the entries, and the ask panel, take at most 12 KB each on the wire."""
    assert len(gzip.compress(load_widget().files[name], 9)) <= LARGEST


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize(
    "forbidden",
    [
        r"\binnerHTML\b",
        r"\bouterHTML\b",
        r"insertAdjacentHTML",
        r"document\.write",
        r"\beval\(",
        r"new Function",
        r"localStorage",
        r"document\.cookie",
        r"setAttribute\(\"style\"",
        r"https?://[a-z]",
    ],
)
def test_nothing_that_could_run_or_reach_elsewhere(name: str, forbidden: str) -> None:
    """No markup from text, no evaluated code, no inline style, no lasting storage, no address of another host."""
    assert re.search(forbidden, load_widget().files[name].decode()) is None


def test_the_loader_knows_its_panel_by_address_and_digest() -> None:
    """What is served names the pinned panel and its integrity, and both belong to the file that is served."""
    widget = load_widget()
    loader = widget.files["ses-assistant.js"].decode()
    assert f'"widget/{widget.version}/ask.js"' in loader
    assert f'"{integrity(widget.files["ask.js"])}"' in loader
    assert "%ASK" not in loader
    assert widget.version == load_widget().version


def test_earlier_versions_stay_where_pages_expect_them(tmp_path: Path) -> None:
    """A version kept under the home is served as it was; what was never there, or is no version, is not."""
    widget = load_widget()
    shelf = Shelf(widget, tmp_path)
    (tmp_path / "widget" / ("0" * 16)).mkdir()
    (tmp_path / "widget" / ("0" * 16) / "ask.js").write_bytes(b"old")
    assert shelf.file("0" * 16, "ask.js") == b"old"
    assert shelf.file(widget.version, "ask.js") == widget.files["ask.js"]
    assert (tmp_path / "widget" / widget.version / "ask.js").read_bytes() == widget.files["ask.js"]
    for version, name in (
        ("1" * 16, "ask.js"),
        ("..", "ask.js"),
        (widget.version, "page.css"),
        ("0" * 16, "../current"),
    ):
        assert shelf.file(version, name) is None


def test_a_home_that_cannot_be_written_still_serves(tmp_path: Path) -> None:
    """Where no folder can be made, today's version is served all the same."""
    (tmp_path / "widget").write_text("a file where a folder should be")
    widget = load_widget()
    assert Shelf(widget, tmp_path).file(widget.version, "ask.js") == widget.files["ask.js"]


def test_integrity_is_sha384() -> None:
    """The attribute is the base64 of the SHA-384 digest."""
    assert integrity(b"") == "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
    assert len(hashlib.sha384(b"").digest()) == 48


def test_pages_escape_what_they_show() -> None:
    """Markup in an entry or a host name is text on the page."""
    document = Document("d", "Memo", "them", "verbatim", "agency", "2026-11-21")
    text = "a <script>alert(1)</script> & b"
    entry = Passage(
        "d#a/0", "0" * 64, document, ("<b>Q</b>",), text, (Sentence(0, len(text)),), Period(), "in_force", "pay"
    )
    page = faq_page([entry])
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; b" in page
    assert faq_page([entry], list_only=True).startswith("<details>")
    assert "<x>" not in demo_page("http://a'<x>", load_widget())


def test_pages_hold_no_inline_script_or_style() -> None:
    """Our own pages obey the policy that they are sent with."""
    demo = (SOURCE / "demo.html").read_text(encoding="utf-8")
    for page in (demo, faq_page([])):
        assert re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=", page) is None
