"""What the environment decides about the server, and the thumbs it keeps."""

from __future__ import annotations

from datetime import date
from ipaddress import ip_network
from pathlib import Path

import pytest

from assistant.errors import UsageError
from ui.feedback import Feedback
from ui.settings import ServerSettings, read_server_settings


def test_without_a_word_nothing_is_open(tmp_path: Path) -> None:
    """The defaults: no origin, no proxy, 30 answers and 300 look-ups a minute, answers on."""
    assert read_server_settings({"SES_HOME": str(tmp_path)}) == ServerSettings(tmp_path.resolve())
    assert ServerSettings(tmp_path).answers_per_minute == 30
    assert ServerSettings(tmp_path).lookups_per_minute == 300
    assert ServerSettings(tmp_path).origins == ()


def test_every_setting_is_read(tmp_path: Path) -> None:
    """Lists may be parted by commas or spaces; origins lose capitals and a last slash."""
    found = read_server_settings(
        {
            "SES_HOME": str(tmp_path),
            "SES_ORIGINS": "https://Intranet.example/, http://localhost:3000",
            "SES_TRUSTED_PROXIES": "10.0.0.0/8 ::1",
            "SES_ANSWERS_OFF": " Under review ",
            "SES_ANSWERS_PER_MINUTE": "5",
            "SES_LOOKUPS_PER_MINUTE": "50",
            "SES_RUNNING": "3",
            "SES_WAITING": "7",
            "SES_COUNTERS": "file",
        }
    )
    proxies = (ip_network("10.0.0.0/8"), ip_network("::1"))
    origins = ("https://intranet.example", "http://localhost:3000")
    assert found == ServerSettings(tmp_path.resolve(), origins, proxies, "Under review", 5, 50, 3, 7, "file")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("SES_ORIGINS", "*"),
        ("SES_ORIGINS", "intranet.example"),
        ("SES_ORIGINS", "https://intranet.example/page"),
        ("SES_ORIGINS", "null"),
        ("SES_ORIGINS", "https://a.example;script-src"),
        ("SES_TRUSTED_PROXIES", "everyone"),
        ("SES_ANSWERS_PER_MINUTE", "0"),
        ("SES_ANSWERS_PER_MINUTE", "many"),
        ("SES_RUNNING", "-1"),
        ("SES_WAITING", "²"),
    ],
)
def test_a_wrong_word_is_named(name: str, word: str) -> None:
    """A value that cannot be is one line that names the variable and the word."""
    with pytest.raises(UsageError) as caught:
        read_server_settings({name: word})
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_thumbs_are_counted_by_day_and_release(tmp_path: Path) -> None:
    """Counts add up over days, releases and processes, and an empty home has none."""
    one, other = Feedback(tmp_path / "new"), Feedback(tmp_path / "new")
    assert one.counts() == {}
    one.keep("a" * 16, "up", "r1", date(2026, 11, 21))
    one.keep("a" * 16, "up", "r1", date(2026, 11, 21))
    other.keep("a" * 16, "up", "r2", date(2026, 11, 22))
    other.keep("b" * 16, "down", "r2", date(2026, 11, 22))
    assert one.counts() == {("a" * 16, "up"): 3, ("b" * 16, "down"): 1}


@pytest.mark.parametrize(("answer_id", "rating"), [("", "up"), ("a" * 15, "up"), ("a" * 16, "meh"), ("A" * 16, "up")])
def test_what_is_no_thumb_is_refused(tmp_path: Path, answer_id: str, rating: str) -> None:
    """Only an answer's id and one of two ways are kept."""
    with pytest.raises(UsageError):
        Feedback(tmp_path).keep(answer_id, rating, "r")  # type: ignore[arg-type]
    assert Feedback(tmp_path).counts() == {}
