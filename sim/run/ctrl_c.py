"""Ctrl-C waits while something is done that must not be cut short."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType


@contextmanager
def ctrl_c_held_back() -> Iterator[None]:
    """Let Ctrl-C wait until the end of a block; pressed a second time, it does not wait.

    Compiled code that is being loaded can crash when it is interrupted, and so can processes that are being started.
    Processes that start meanwhile do not hear Ctrl-C at all (on Windows they do): it is for their parent to end them.

    Yields
    ------
    None
        Nothing; `KeyboardInterrupt` comes after the block if Ctrl-C was pressed in it.
    """
    before = signal.getsignal(signal.SIGINT)
    if not callable(before) or current_thread() is not main_thread():
        yield  # nobody listens, or it is not ours to say
        return
    heard: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        """Remember it the first time, and pass it on the second."""
        if heard:
            before(number, frame)
        heard.append(number)

    signal.signal(signal.SIGINT, note)
    try:
        with _children_deaf():
            yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        signal.raise_signal(signal.SIGINT)


@contextmanager
def _children_deaf() -> Iterator[None]:
    """Have processes that start meanwhile inherit a mask against Ctrl-C, where there is such a thing."""
    if sys.platform == "win32":
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
