"""Do the tasks of a study here or in worker processes: same answers either way, in the order asked for."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from sim.run.ctrl_c import ctrl_c_held_back
from sim.run.parts import Parts
from sim.run.warm import warm_kernels

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how many pieces are done, and how many there are."""

_parts_of_worker: list[Parts] = []


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work on the parts of a study.

    Parameters
    ----------
    function
        A function of a module; it takes the parts, then the arguments.
    arguments
        Whatever else it needs.
    pieces
        How much of the progress it stands for.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    pieces: int = 1


class Crew:
    """Workers that hold the parts of one study; a context manager.

    Parameters
    ----------
    parts
        What every run shares; read by each worker once.
    workers
        Number of processes; 1 works in this one.
    progress
        Is told how far each lot of tasks is.
    """

    def __init__(self, parts: Parts, workers: int, progress: Progress) -> None:
        self._parts = parts
        self._workers = workers
        self._progress = progress
        self._pool: ProcessPoolExecutor | None = None
        self._not_ours: list[BaseProcess] = []
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is None:
            return
        if kind is not None:  # nobody wants the answers any more
            for child in active_children():
                if child not in self._not_ours:
                    child.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
        if self._folder is not None:
            self._folder.cleanup()

    def do(self, label: str, tasks: Sequence[Task]) -> list[Any]:
        """Do tasks and give their results in the order of the tasks.

        Parameters
        ----------
        label
            What progress is shown under.
        tasks
            What to do.
        """
        total = sum(task.pieces for task in tasks)
        self._progress(label, 0, total)
        results: list[Any] = [None] * len(tasks)
        done = 0
        for number, result in self._finished(tasks):
            results[number] = result
            done += tasks[number].pieces
            self._progress(label, done, total)
        return results

    def _finished(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Any]]:
        """Give the number and result of each task as it is done."""
        with ctrl_c_held_back():  # compiled here first: several processes that compile at once can crash
            warm_kernels()
        if self._workers == 1 or len(tasks) == 1:
            for number, task in enumerate(tasks):
                yield number, task.function(self._parts, *task.arguments)
            return
        pool = self._open_pool()
        waiting: dict[Future[Any], int] = {}
        with ctrl_c_held_back():  # workers start as tasks come in
            waiting.update((pool.submit(_do, task), number) for number, task in enumerate(tasks))
        while waiting:
            finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in finished:
                yield waiting.pop(future), future.result()

    def _open_pool(self) -> ProcessPoolExecutor:
        """Make the pool, once."""
        if self._pool is None:
            os.environ.setdefault("NUMBA_NUM_THREADS", "1")
            self._not_ours = active_children()
            self._folder = TemporaryDirectory(prefix="sim-")
            parcel = Path(self._folder.name) / "parts.pickle"
            parcel.write_bytes(pickle.dumps(self._parts, pickle.HIGHEST_PROTOCOL))
            self._pool = ProcessPoolExecutor(
                self._workers, mp_context=get_context("spawn"), initializer=_unpack, initargs=(parcel,)
            )
        return self._pool


def _unpack(parcel: Path) -> None:
    """Keep the parts of the study in this worker; a Ctrl-C is the parent's to answer.

    The parts come in a file: down a pipe, each worker would start only when the one before it has read them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _parts_of_worker[:] = [pickle.loads(parcel.read_bytes())]  # noqa: S301 - written by the parent, for us alone


def _do(task: Task) -> Any:  # noqa: ANN401 - whatever the task gives
    """Do a task in this worker."""
    return task.function(_parts_of_worker[0], *task.arguments)
