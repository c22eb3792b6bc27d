"""Do the work on a Dask cluster that is there already."""

from __future__ import annotations

import asyncio
import logging
import pickle
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from typing import Any

from sim.errors import InputError
from sim.run.common import Common, put_on_shelf, take_off_shelf
from sim.run.ctrl_c import ctrl_c_held_back
from sim.run.lost import WorkersLostError
from sim.run.ready import compile_kernels, differences, fingerprint, refuse_another_program
from sim.run.task import Order

try:
    from distributed import Client, Security, WorkerPlugin, rpc
    from distributed.scheduler import KilledWorker
except ImportError as error:
    what = "a cluster needs the package distributed, which is not installed"
    msg = "--cluster"
    raise InputError.of(msg, what, 'install it with: python -m pip install "distributed>=2026.3"') from error

log = logging.getLogger(__name__)

CONNECT_S = 5.0
"""Seconds within which the scheduler, and a first worker, must answer."""
LOOK_EVERY_S = 5.0
LONGEST_ALONE_S = 120.0
"""Seconds that a cluster may be without any worker before the run is given up."""


class Cluster:
    """The workers of a Dask cluster.

    Parameters
    ----------
    address
        Address of its scheduler, say ``tcp://10.0.0.1:8786``.

    Raises
    ------
    InputError
        If nobody answers there in a few seconds, no worker is there, or one has another program.
    """

    shares_disk = False

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _connected(address)
        self._sent: list[str] = []
        try:
            self._refuse_other_programs()
        except BaseException:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False, retries=0)

    @property
    def count(self) -> int:
        """How many threads of workers there are now."""
        threads: dict[str, int] = self._client.nthreads()
        return max(sum(threads.values()), 1)

    def finished(self, orders: Sequence[Order]) -> Iterator[tuple[int, Any]]:
        """Do tasks; give the number and the result of each as it is done.

        Parameters
        ----------
        orders
            What to do.

        Yields
        ------
        tuple[int, Any]
            Number and result, as they come; what a worker that is gone had in hand the scheduler gives to another.

        Raises
        ------
        WorkersLostError
            If a task has brought down several workers, or all workers or the scheduler are gone.
        """
        self._send(common for order in orders for common in order.shared())
        mine = fingerprint()
        with ctrl_c_held_back():
            waiting = {
                self._executor.submit(_do, pickle.dumps(order, pickle.HIGHEST_PROTOCOL), mine): number
                for number, order in enumerate(orders)
            }
        alone_since: float | None = None
        while waiting:
            done, _ = wait(waiting, timeout=LOOK_EVERY_S, return_when=FIRST_COMPLETED)
            alone_since = None if done else self._look_for_workers(alone_since)
            for future in done:
                yield waiting.pop(future), self._result_of(future)

    def close(self, *, abandon: bool) -> None:
        """Take back what was sent and leave the cluster.

        Parameters
        ----------
        abandon
            Whether tasks that are left are cancelled.
        """
        if self._client.status == "closed":
            return
        try:
            self._executor.shutdown(wait=not abandon)
            for key in self._sent:
                self._client.unregister_worker_plugin(key)
        except (OSError, CancelledError, ValueError) as error:
            log.info("the cluster was left in a hurry: %s", error)
        finally:
            self._client.close()

    def _refuse_other_programs(self) -> None:
        """Refuse a cluster with a worker that lacks this very program."""
        try:
            found = self._client.run(fingerprint)
        except Exception as error:
            what = f"a worker there cannot load this program ({type(error).__name__}: {error})"
            raise InputError.of(self._address, what, "install it on every machine of the cluster") from error
        mine = fingerprint()
        apart = {worker: told for worker, theirs in sorted(found.items()) if (told := differences(mine, theirs))}
        if apart:
            worker, told = next(iter(apart.items()))
            what = f"{len(apart)} of {len(found)} workers have another program; {worker} has {told}"
            raise InputError.of(self._address, what, "install the same versions on every machine of the cluster")

    def _send(self, commons: Iterable[Common[Any]]) -> None:
        """Send shared values to all workers, those that join later included."""
        for common in {item.key: item for item in commons}.values():
            if common.key not in self._sent:
                self._client.register_plugin(_Shelf(common.key, common.packed()), name=common.key)
                self._sent.append(common.key)

    def _result_of(self, future: Future[Any]) -> Any:  # noqa: ANN401 - whatever the task gives
        """Give the result of a task, or say what has become of the workers."""
        try:
            return future.result()
        except KilledWorker as error:
            message = f"each of {error.allowed_failures + 1} workers that began one of the tasks died; see their logs"
            raise WorkersLostError(message) from error
        except CancelledError as error:
            message = f"the scheduler at {self._address} has gone, or has cancelled the tasks"
            raise WorkersLostError(message) from error

    def _look_for_workers(self, alone_since: float | None) -> float | None:
        """See whether anybody is left to wait for; give since when there is nobody."""
        if self._client.status != "running":
            message = f"the scheduler at {self._address} does not answer any more"
            raise WorkersLostError(message)
        if self._client.scheduler_info()["workers"]:
            return None
        since = time.monotonic() if alone_since is None else alone_since
        if time.monotonic() - since > LONGEST_ALONE_S:
            message = f"the cluster at {self._address} has had no worker for {LONGEST_ALONE_S:g} seconds"
            raise WorkersLostError(message)
        return since


class _Shelf(WorkerPlugin):
    """A shared value; the scheduler hands it to every worker, also to one that takes the place of another.

    Parameters
    ----------
    key, packed
        The value, pickled, and its key.
    """

    def __init__(self, key: str, packed: bytes) -> None:
        self._key = key
        self._packed = packed

    def setup(self, worker: object) -> None:  # noqa: ARG002 - as distributed calls it
        """Put the value where tasks find it."""
        put_on_shelf(self._key, self._packed)

    def teardown(self, worker: object) -> None:  # noqa: ARG002 - as distributed calls it
        """Take it away again."""
        take_off_shelf(self._key)


def _connected(address: str) -> Client:
    """Connect to a scheduler with at least one worker.

    It is asked for an answer before: a client that cannot be made is not closed, hangs and complains when it is thrown
    away, and waits for ever for something else that listens there.
    """
    try:
        asyncio.run(_refuse_silence(address))
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        told = " ".join(str(error).split()) or f"nobody within {CONNECT_S:g} seconds"
        do = "start a scheduler and workers, and give the address that the scheduler prints"
        raise InputError.of(address, f"no cluster answers at this address ({told})", do) from error
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError as error:
        client.close()
        raise InputError.of(address, "the cluster there has no workers", "start some, then run again") from error
    return client


async def _refuse_silence(address: str) -> None:
    """Fail unless a scheduler answers in time."""
    async with asyncio.timeout(CONNECT_S):
        security = Security().get_connection_args("client")
        async with rpc(address, connection_args=security) as scheduler:
            await scheduler.identity()


def _do(packed: bytes, asked_by: dict[str, str]) -> Any:  # noqa: ANN401 - whatever the task gives
    """Do a task in a worker of the cluster."""
    refuse_another_program(asked_by)
    compile_kernels()
    order: Order = pickle.loads(packed)  # noqa: S301 - written by the program that asks, which the cluster trusts
    return order.do()
