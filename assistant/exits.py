"""How a command ends: with its exit status, and of what broke one line on standard error, without a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from assistant.errors import AssistantError, UsageError


def exit_status(run: Callable[[], int], interrupted: str = "") -> int:
    """Return the exit status of ``run``: its own, 1 for what broke, 2 for wrong words of the call, 130 for Ctrl-C.

    ``interrupted`` is what a person who interrupts it is told.
    """
    try:
        return run()
    except UsageError as error:
        print(f"usage: {error}", file=sys.stderr)
        return 2
    except AssistantError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read the output has seen enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:  # a disk that is full, a folder that nobody may read
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        if interrupted:
            print(f"error: {interrupted}", file=sys.stderr)
        return 130
