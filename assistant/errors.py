"""Breakage, as opposed to abstention: each message says what is wrong, where, and what to do."""

from __future__ import annotations

from pathlib import Path


class AssistantError(Exception):
    """Base of every error that is shown to the user, as one line and without a traceback."""


class CorpusError(AssistantError):
    """A source text or catalogue file breaks a rule of its format."""

    def __init__(self, path: Path | str, line: int, problem: str) -> None:
        """Name the file and line, then the problem and what would mend it."""
        super().__init__(f"{path}:{line}: {problem}")


class ParameterError(AssistantError):
    """A parameter file is malformed, or a date lies outside its table."""


class ReleaseError(AssistantError):
    """A release is missing, damaged, or was made by another encoder."""


class StaleReleaseError(ReleaseError):
    """A release was made by another version of the program; building again mends it."""


class ServerAwayError(ReleaseError):
    """The Chroma server of several machines does not answer; the lexical index answers until it is back."""


class BusyError(AssistantError):
    """Another build holds the lock."""


class EncoderError(AssistantError):
    """The sentence encoder cannot be loaded or is not the one that was expected."""


class UsageError(AssistantError):
    """The words of the call are wrong (exit status 2)."""
