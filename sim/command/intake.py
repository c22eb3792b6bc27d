"""Intakes and what becomes of them: officers who join, learn, move and leave, as their records change (MODEL.md §5)."""

from __future__ import annotations

from collections.abc import Generator
from itertools import groupby

import simpy

from sim.command.environment import CommandEnvironment
from sim.command.roster import Roster
from sim.force.model import Force

INTAKE = 0
"""A change of posting holds for the shift that starts at that minute."""


def intake(env: CommandEnvironment, force: Force, roster: Roster) -> Generator[simpy.Event, None, None]:
    """Bring the roster up to date whenever officers are posted otherwise.

    Parameters
    ----------
    env
        Commands over the street.
    force
        Its `changes`, in order of time.
    roster
        Changed in place; who is out on a shift finishes it as it began.
    """
    for time_min, changes in groupby(force.changes, key=lambda row: float(row["time_min"])):
        yield env.at(time_min, INTAKE)
        for change in changes:
            roster.change(int(change["officer"]), change["to"])
