"""Tell what kind of system a study is, so that theory can speak of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from sim.errors import InputError
from sim.listing import listing
from sim.outcomes.record import RunRecord
from sim.run.parts import Parts
from sim.validate.row import Row, Sample
from sim.validate.systems.dose import Dose
from sim.validate.systems.field import Field
from sim.validate.systems.geography import Geography
from sim.validate.systems.queue import Queue
from sim.validate.systems.square import Square
from sim.validate.textbook import NotOfThisKindError

KINDS: tuple[type[Queue | Geography | Square | Field | Dose], ...] = (Geography, Queue, Square, Field, Dose)
"""The kinds that are known; a study is the first of them that it can be, and a geography says more than a queue."""
SHOWN: Final = 3
"""Reasons that are told of a study that is of no known kind."""


class System(Protocol):
    """A small system that theory knows."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is compared, and with what."""

    @property
    def calls_needed(self) -> int:
        """Calls that the exact rows need in all."""

    def observe(self, records: Sequence[RunRecord]) -> Sample:
        """Read the numbers of the rows off the runs of one replication, one run a scenario."""


def recognise(parts: Parts) -> System:
    """Tell what kind of system a study is.

    Parameters
    ----------
    parts
        The study.

    Returns
    -------
    System
        What theory says of it, and how it is read off a run.

    Raises
    ------
    InputError
        If no theory is known for the study, with what was tried and what keeps it from being the nearest of that.
    """
    refusals: dict[str, list[str]] = {}
    for kind in KINDS:
        try:
            return kind.of(parts)
        except NotOfThisKindError as error:
            refusals[kind.kind] = list(dict.fromkeys(error.reasons))
    raise InputError.of(
        parts.loaded.file, f"theory does not know it: it is not {listing(refusals, 'or')}", _nearest(refusals)
    )


def _nearest(refusals: Mapping[str, list[str]]) -> str:
    """Tell the first reasons why a study is not of the kind that has the fewest; of several kinds, if each has few."""
    fewest = min(len(reasons) for reasons in refusals.values())
    further = [f"and {fewest - SHOWN} more"] if fewest > SHOWN else []
    nearest = [
        f"{kind}, but for {'; '.join([*reasons[:SHOWN], *further])}"
        for kind, reasons in refusals.items()
        if len(reasons) == fewest
    ]
    return f"nearest is {', or '.join(nearest[: max(1, SHOWN // fewest)])}"
