"""A worker process does not outlive the process that started it."""

from __future__ import annotations

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread

ORPHANED = 1
"""Exit code of a worker without a parent; nobody is left to read it."""


def end_with_parent() -> None:
    """Have this process end as soon as its parent is gone, however that came about.

    A parent that is killed closes nothing and tells nobody: its workers would wait for tasks for ever, each with the
    parts of a study in memory. Compiled code runs without the interpreter lock, so that a thread hears of it in the
    middle of a run too. In a process that nobody started this way it does nothing.
    """
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), name="end with parent", daemon=True).start()


def _end_after(sentinel: int) -> None:
    """Wait for a process to end, then end this one without a word: there is nobody to hear it."""
    wait([sentinel])
    os._exit(ORPHANED)
