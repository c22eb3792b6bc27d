"""A case: a study, what is asked of it, and how an answer is read off a replication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sim.clock import DAYS_PER_YEAR
from sim.command.suppression import BaselineStock
from sim.run.parts import Parts
from sim.run.replicate import effect_of, run_scenarios
from sim.validate.recognise import System
from sim.validate.row import Row, Sample


class Question(Protocol):
    """What is asked of a study; the seam for further known answers."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is compared, and by which rule."""

    @property
    def calls_needed(self) -> int:
        """Calls that exact rows need in all replications together."""

    def examine(self, parts: Parts, replication: int) -> Sample:
        """Run one replication and read the numbers of the rows off it."""


@dataclass(frozen=True, slots=True)
class Theory:
    """Ask whether a small system does what theory says.

    Parameters
    ----------
    system
        What the study was recognised as.
    """

    system: System

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is compared, and by which rule."""
        return self.system.rows

    @property
    def calls_needed(self) -> int:
        """Calls that exact rows need in all replications together."""
        return self.system.calls_needed

    def examine(self, parts: Parts, replication: int) -> Sample:
        """Run one replication and read the numbers of the rows off it."""
        nothing = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
        records = run_scenarios(parts, nothing, effect_of(parts, replication), replication)
        return self.system.observe(list(records))


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked of a study.

    Parameters
    ----------
    name
        What the table calls it.
    parts
        The study.
    question
        What is asked.
    most_replications
        How many replications it takes at most; all of the study's if None.
    own
        Whether the study comes with the program: such a study must be long enough.
    """

    name: str
    parts: Parts
    question: Question
    most_replications: int | None = None
    own: bool = False

    @property
    def replications(self) -> int:
        """How many replications are run."""
        stated = self.parts.loaded.most_replications
        return stated if self.most_replications is None else min(stated, self.most_replications)

    @property
    def calls_expected(self) -> float:
        """About how many calls a replication has: by this the longest are begun first."""
        return float(self.parts.demand.observed_per_year.sum()) * self.parts.clock.total_days / DAYS_PER_YEAR
