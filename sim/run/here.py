"""Do the work in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sim.run.ctrl_c import ctrl_c_held_back
from sim.run.task import Order
from sim.run.warm import warm_kernels


class Here:
    """The one worker that a single process is."""

    count = 1
    shares_disk = True

    def finished(self, orders: Sequence[Order]) -> Iterator[tuple[int, Any]]:
        """Do tasks; give the number and the result of each as it is done.

        Parameters
        ----------
        orders
            What to do.

        Yields
        ------
        tuple[int, Any]
            Number and result, in order.
        """
        with ctrl_c_held_back():  # loading compiled code must not be cut short
            warm_kernels()
        for number, order in enumerate(orders):
            yield number, order.do()

    def close(self, *, abandon: bool) -> None:
        """Do nothing: there is nobody to let go."""
