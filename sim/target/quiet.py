"""Keep compiled code that talks to itself off the standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

STDOUT = 1


@contextmanager
def nothing_said() -> Iterator[None]:
    """Send to nowhere what is written to standard output meanwhile, be it by compiled code.

    The solver writes a line of its own now and then, whatever it is told; a program that reads an answer in JSON from the
    standard output would stumble over it. Without a standard output there is nothing to do.
    """
    try:
        kept = os.dup(STDOUT)
    except OSError:
        yield
        return
    if sys.stdout is not None:
        sys.stdout.flush()
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - the null device is no path
            os.dup2(nowhere.fileno(), STDOUT)
        yield
    finally:
        os.dup2(kept, STDOUT)
        os.close(kept)
