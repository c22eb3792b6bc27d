"""Tell what kind of system a study is, so that theory can speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sim.errors import InputError, Problem
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
        If no theory is known for the study, with all that keeps it from being what it is nearest to.
    """
    refusals: list[tuple[str, list[str]]] = []
    for kind in KINDS:
        try:
            return kind.of(parts)
        except NotOfThisKindError as error:
            refusals.append((kind.kind, list(dict.fromkeys(error.reasons))))
    fewest = min(len(reasons) for _, reasons in refusals)
    raise InputError(
        [
            Problem(parts.loaded.file, 0, 0, "", f"theory does not know it as {kind}", reason)
            for kind, reasons in refusals
            for reason in reasons
            if len(reasons) == fewest
        ]
    )
