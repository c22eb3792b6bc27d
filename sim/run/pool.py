"""Do the work in processes of this machine."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.run.common import Common, look_in, name_of
from sim.run.ctrl_c import ctrl_c_held_back
from sim.run.here import Here
from sim.run.lost import WorkersLostError
from sim.run.orphan import end_with_parent
from sim.run.task import Order
from sim.run.warm import warm_kernels

log = logging.getLogger(__name__)

MOST_RESTARTS = 3
"""How often the work of processes that were killed is begun anew."""


class Pool:
    """Processes of this machine, started by `spawn`.

    Parameters
    ----------
    count
        How many.
    """

    shares_disk = True

    def __init__(self, count: int) -> None:
        self.count = count
        self._restarts = 0
        self._executor: ProcessPoolExecutor | None = None
        self._not_ours: list[BaseProcess] = []
        self._folder: TemporaryDirectory[str] | None = None

    def finished(self, orders: Sequence[Order]) -> Iterator[tuple[int, Any]]:
        """Do tasks; give the number and the result of each as it is done.

        Parameters
        ----------
        orders
            What to do.

        Yields
        ------
        tuple[int, Any]
            Number and result, as they come; what a process that was killed had in hand is done again.

        Raises
        ------
        WorkersLostError
            If processes are killed again and again.
        """
        if len(orders) == 1:  # not worth starting a process for
            yield from Here().finished(orders)
            return
        with ctrl_c_held_back():  # compiled here first: several processes that compile at once can crash
            warm_kernels()
        left = dict(enumerate(orders))
        self._lay_out(common for order in orders for common in order.shared())
        while left:
            try:
                for number, result in self._round(left):
                    del left[number]
                    yield number, result
            except BrokenProcessPool as error:
                self._start_again(error, len(left))

    def close(self, *, abandon: bool) -> None:
        """Let the processes go.

        Parameters
        ----------
        abandon
            Whether to end what they are at.
        """
        if self._executor is not None:
            if abandon:
                self._end_children()
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _round(self, left: Mapping[int, Order]) -> Iterator[tuple[int, Any]]:
        """Give out what is left to do, and gather it until all is done or a process dies."""
        executor = self._open()
        with ctrl_c_held_back():  # processes start as tasks come in
            waiting: dict[Future[Any], int] = {executor.submit(order.do): number for number, order in left.items()}
        while waiting:
            finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in finished:
                yield waiting.pop(future), future.result()

    def _open(self) -> ProcessPoolExecutor:
        """Make the pool, once."""
        if self._executor is None:
            os.environ.setdefault("NUMBA_NUM_THREADS", "1")
            self._not_ours = active_children()
            self._executor = ProcessPoolExecutor(
                self.count, mp_context=get_context("spawn"), initializer=_begin, initargs=(self._place(),)
            )
        return self._executor

    def _place(self) -> Path:
        """Give the folder of shared values."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="sim-")
        return Path(self._folder.name)

    def _lay_out(self, commons: Iterable[Common[Any]]) -> None:
        """Write shared values into files: down a pipe, each process would start only when the one before has read them."""
        for common in {item.key: item for item in commons}.values():
            path = self._place() / name_of(common.key)
            if not path.exists():
                path.write_bytes(common.packed())

    def _start_again(self, error: BrokenProcessPool, left: int) -> None:
        """Drop a pool that has lost a process; another one takes its place."""
        self._restarts += 1
        if self._restarts > MOST_RESTARTS:
            message = (
                f"worker processes were killed {self._restarts} times with {left} tasks still to do; where memory is short, "
                "give fewer --workers"
            )
            raise WorkersLostError(message) from error
        log.warning("a worker process was killed; the %d tasks that are left begin again", left)
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _end_children(self) -> None:
        """End the processes of this pool."""
        for child in active_children():
            if child not in self._not_ours:
                child.terminate()


def _begin(folder: Path) -> None:
    """Tell a new process where shared values lie; a Ctrl-C is the parent's to answer, and its end is this one's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    look_in(folder)
