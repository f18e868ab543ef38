"""The release being served: opened once, lent to requests, and exchanged for a newer one while they run."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from assistant.encoder import Encoder, open_encoder
from assistant.errors import AssistantError, ReleaseError
from assistant.pipeline import Assistant
from assistant.releases import current_release, open_release
from assistant.settings import read_settings
from assistant.types import Question
from ui.faq import Faq

_log = logging.getLogger("ses")


class Loaded:
    """One opened release with all that is read from it, and how many requests still read it."""

    def __init__(self, assistant: Assistant) -> None:
        """Prepare the search over its entries, and answer once so that nobody waits for what loads at first use."""
        self.assistant = assistant
        self.faq = Faq(assistant.release.id, assistant.release.passages)
        self.rows = assistant.release.rows
        self.readers = 0
        assistant.answer(Question(self.faq.entries[0].heading[-1], date.today()))

    @property
    def id(self) -> str:
        """The release's id."""
        return self.assistant.release.id


class Served:
    """The current release of a home. A newer one is opened beside it; the old one closes after its last reader."""

    def __init__(self, home: Path, encoder: Encoder | None = None) -> None:
        """Remember the home; ``refresh`` opens what it holds."""
        self._home, self._given = home, encoder
        self._encoder: Encoder | None = None
        self._lock, self._opening = threading.Lock(), threading.Lock()
        self._loaded: Loaded | None = None
        self._refused: str | None = None
        self.problem = "The release is still being opened: try again in some seconds."

    @property
    def id(self) -> str | None:
        """The id of the release that answers, ``None`` before the first."""
        loaded = self._loaded
        return loaded.id if loaded else None

    def refresh(self) -> bool:
        """Open the current release if it is another than the one served. Return whether it was exchanged.

        What cannot be opened is logged once and the release before stays; ``problem`` says why.
        """
        with self._opening:
            wanted = None
            try:
                wanted = current_release(self._home)
                if wanted == self.id and wanted is not None:
                    self._refused = None
                    return False
                if wanted is not None and wanted == self._refused:
                    return False
                loaded = self._open(wanted)
            except AssistantError as error:
                self._refused, self.problem = wanted, str(error)
                _log.warning("release not opened", extra={"told": {"wanted": wanted, "problem": str(error)}})
                return False
            self._exchange(loaded)
            return True

    def _open(self, wanted: str | None) -> Loaded:
        release = open_release(self._home, wanted)
        try:
            return Loaded(Assistant(release, self._opened_encoder(release.manifest.encoder)))
        except BaseException:
            release.close()
            raise

    def _opened_encoder(self, made_by: str) -> Encoder:
        """Return the encoder that made a release, the one that is loaded already when nothing about it has changed."""
        if self._given is not None:
            return self._given
        found = open_encoder(self._home, read_settings(self._home).encoder).matching(made_by)
        if self._encoder is None or self._encoder.fingerprint != found.fingerprint:
            self._encoder = found
        return self._encoder

    def _exchange(self, loaded: Loaded | None) -> None:
        with self._lock:
            before, self._loaded = self._loaded, loaded
            idle = before is not None and before.readers == 0
        if loaded is not None:
            _log.info("release opened", extra={"told": {"release": loaded.id}})
        if before is not None and idle:
            before.assistant.release.close()

    @contextmanager
    def lend(self) -> Iterator[Loaded]:
        """Lend the release for one request. Raise ``ReleaseError`` when there is none."""
        with self._lock:
            loaded = self._loaded
            if loaded is None:
                raise ReleaseError(self.problem)
            loaded.readers += 1
        try:
            yield loaded
        finally:
            with self._lock:
                loaded.readers -= 1
                done = loaded.readers == 0 and loaded is not self._loaded
            if done:
                loaded.assistant.release.close()

    def close(self) -> None:
        """Let go of the release."""
        self._exchange(None)
