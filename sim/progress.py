"""How far a run is: a bar on a terminal, a few plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, Self, TextIO

if TYPE_CHECKING:
    from types import TracebackType


class Progress:
    """Remembers how far a run is and shows nothing; the base of those that do.

    It is called with what is being done, how many pieces of it are done, and how many there are.
    """

    def __init__(self) -> None:
        self._label = ""
        self._done = 0
        self._total = 0

    def __call__(self, label: str, done: int, total: int) -> None:
        """Take note that `done` of `total` pieces of something are done."""
        is_new = label != self._label
        self._label, self._done, self._total = label, done, total
        self.show(label, done, total, is_new=is_new)

    def show(self, label: str, done: int, total: int, *, is_new: bool) -> None:
        """Show it."""

    def close(self) -> None:
        """Stop showing."""

    @property
    def reached(self) -> str:
        """How far it came, in words."""
        label = f"{self._label[:1].lower()}{self._label[1:]}"
        return f"at {self._done} of {self._total} ({label})" if self._total else "before it began"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Lines(Progress):
    """A line when something begins, and one for each quarter that is done of it from then on."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._since = 0.0
        self._begun_at = 0
        self._quarter = 0

    def show(self, label: str, done: int, total: int, *, is_new: bool) -> None:
        """Write a line if there is something to tell."""
        if is_new:
            self._since, self._begun_at, self._quarter = time.monotonic(), done, _quarters(done, total)
            self._write(f"{label} ...")
        quarter = _quarters(done, total)
        if quarter > self._quarter:
            self._quarter = quarter
            self._write(f"{label}: {done} of {total}{self._left(done, total)}")

    def _left(self, done: int, total: int) -> str:
        """Say how long it took, or will still take."""
        elapsed = time.monotonic() - self._since
        if done >= total:
            return f" in {clock_words(elapsed)}"
        return f", about {clock_words(elapsed * (total - done) / (done - self._begun_at))} left"

    def _write(self, line: str) -> None:
        """Write a line at once."""
        self._stream.write(f"{line}\n")
        self._stream.flush()


def _quarters(done: int, total: int) -> int:
    """Count the quarters that are done."""
    return 4 * done // total if total else 0


class Bar(Progress):
    """A bar with the time left."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console  # noqa: PLC0415 - heavy for --help
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as RichProgress  # noqa: PLC0415

        super().__init__()
        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(file=stream),
            transient=True,
        )
        self._task: Any = None
        self._bar.start()

    def show(self, label: str, done: int, total: int, *, is_new: bool) -> None:
        """Move the bar."""
        if is_new:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(label, total=total)
        self._bar.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()


def progress_on(stream: TextIO, *, quiet: bool) -> Progress:
    """Choose how progress is shown.

    Parameters
    ----------
    stream
        Where it is shown.
    quiet
        Whether it is not shown at all.

    Returns
    -------
    Progress
        A bar on a terminal, plain lines elsewhere or where NO_COLOR is set; a context manager.
    """
    if quiet:
        return Progress()
    if stream.isatty() and not os.environ.get("NO_COLOR"):
        return Bar(stream)
    return Lines(stream)


def clock_words(seconds: float) -> str:
    """Write a duration: ``8 s``, ``2 min 5 s``."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
