"""What a worker does when it fails: kept in a module of its own, where worker processes can find it."""

from __future__ import annotations

from sim.command.suppression import BaselineStock
from sim.run.parts import Parts
from sim.run.tasks import Audit, Replication, measure_replication


def fail_in_second(parts: Parts, stock: BaselineStock, replication: int, audit: Audit | None) -> Replication:
    """Do the first replication, and fail in the second."""
    if replication == 1:
        message = "replication 1 went wrong"
        raise RuntimeError(message)
    return measure_replication(parts, stock, replication, audit)
