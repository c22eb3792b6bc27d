"""Do the tasks of a study here, in worker processes or on a cluster: same answers either way, in the order asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, Self

from sim.run.common import Common
from sim.run.here import Here
from sim.run.pool import Pool
from sim.run.task import Grounds, Order, Task

__all__ = ["Crew", "Progress", "Task", "Workers"]

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how many pieces are done, and how many there are."""


class Workers(Protocol):
    """Who does the work; the seam between a study and where it runs."""

    @property
    def count(self) -> int:
        """How many work side by side."""

    @property
    def shares_disk(self) -> bool:
        """Whether they write to the disk of this process."""

    def finished(self, orders: Sequence[Order]) -> Iterator[tuple[int, Any]]:
        """Do tasks; give the number and the result of each as it is done, in any order."""

    def close(self, *, abandon: bool) -> None:
        """Let them go; `abandon` ends what they are at, because nobody wants the answers any more."""


def local_workers(count: int) -> Workers:
    """Give workers on this machine: this process alone, or a pool of processes."""
    return Here() if count == 1 else Pool(count)


class Crew:
    """Workers that hold the parts of one study; a context manager.

    Parameters
    ----------
    grounds
        What every run shares, block by block; sent to each worker once.
    workers
        Who does the work: a number of processes on this machine, 1 working in this one, or others.
    progress
        Is told how far each lot of tasks is.
    """

    def __init__(self, grounds: Grounds, workers: int | Workers, progress: Progress) -> None:
        self._grounds = Common(grounds)
        self._workers = local_workers(workers) if isinstance(workers, int) else workers
        self._progress = progress

    @property
    def count(self) -> int:
        """How many work side by side."""
        return self._workers.count

    @property
    def shares_disk(self) -> bool:
        """Whether tasks write to the disk of this process."""
        return self._workers.shares_disk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._workers.close(abandon=kind is not None)

    def do(self, label: str, tasks: Sequence[Task]) -> list[Any]:
        """Do tasks and give their results in the order of the tasks.

        Parameters
        ----------
        label
            What progress is shown under.
        tasks
            What to do.
        """
        return list(self.each(label, tasks))

    def each(self, label: str, tasks: Sequence[Task]) -> Iterator[Any]:
        """Do tasks and give their results in the order of the tasks, each as soon as those before it are done.

        Parameters
        ----------
        label
            What progress is shown under.
        tasks
            What to do.

        Yields
        ------
        Any
            The result of each task; only those that came too early are held back.
        """
        total = sum(task.pieces for task in tasks)
        self._progress(label, 0, total)
        early: dict[int, Any] = {}
        done = due = 0
        for number, result in self._workers.finished([Order(task, self._grounds) for task in tasks]):
            early[number] = result
            done += tasks[number].pieces
            self._progress(label, done, total)
            while due in early:
                yield early.pop(due)
                due += 1
