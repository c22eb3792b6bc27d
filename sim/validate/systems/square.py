"""One unit that stays where it was last: how far it is to the next call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.record import RunRecord
from sim.run.parts import Parts
from sim.validate import textbook
from sim.validate.judge import Exact
from sim.validate.observe import served_calls
from sim.validate.plane import Plane
from sim.validate.row import Row, Sample, sample_of
from sim.validate.theory import distance

PLANE_WORDS: dict[distance.Metric, str] = {"right_angle": "2/3 √A, right-angle", "straight": ".5214 √A, straight"}


@dataclass(frozen=True, slots=True)
class Square:
    """One unit among scattered calls.

    Parameters
    ----------
    mean_min
        Mean journey from call to call, exactly for the areas of the study.
    plane
        What geometry says of points anywhere in a square, and the minutes; None if the county is no square with calls
        everywhere alike.
    """

    kind: ClassVar[str] = "one unit that stays where it was"
    mean_min: float
    plane: tuple[str, float] | None

    @classmethod
    def of(cls, parts: Parts) -> Self:
        """Recognise the system in a study.

        Raises
        ------
        NotOfThisKindError
            If the study is something else.
        """
        textbook.refuse(
            textbook.not_one_steady_team(parts),
            textbook.not_steady_journeys(parts),
            _not_one_unit(parts),
        )
        (stream,) = textbook.streams_of(parts.demand)
        share = stream.rate / stream.total_rate
        exact_min = distance.between_draws(share, parts.county.travel.base_min.astype(np.float64))
        if stream.total_rate * (exact_min + stream.mean_min) >= 1:
            textbook.refuse(["demand: more work than the unit can do"])
        return cls(exact_min, _in_plane(Plane.of(parts.loaded.county), share))

    @property
    def calls_needed(self) -> int:
        """Calls that the exact rows need."""
        return 100_000

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is compared: the mean journey, for the areas of the study and for the plane."""
        rows = [Row("mean journey (minutes)", Exact(self.mean_min))]
        if self.plane is not None:
            name, minutes = self.plane
            rows.append(Row(f"mean journey = {name} (minutes)", Exact(minutes, abs(minutes - self.mean_min))))
        return tuple(rows)

    def observe(self, records: Sequence[RunRecord]) -> Sample:
        """Read the mean journey off the one run of a replication."""
        (record,) = records
        served = served_calls(record)
        return sample_of([(float(served.journey_min.mean()), served.count)] * len(self.rows), served.count)


def _in_plane(plane: Plane | None, share: NDArray[np.float64]) -> tuple[str, float] | None:
    """Give what geometry says of a square."""
    if plane is None or plane.rows != plane.columns or not np.allclose(share, share[0]):
        return None
    side_min = plane.rows * plane.cell_min
    return PLANE_WORDS[plane.metric], distance.IN_SQUARE[plane.metric] * side_min


def _not_one_unit(parts: Parts) -> Iterator[str]:
    """Tell what keeps the unit from being where the last call was, whatever the next one is."""
    if int(parts.posts.sum()) != 1:
        yield "force.posts: there must be one unit"
    if parts.rules.street.dispatch.idle != "stay":
        yield "street.dispatch.idle: the unit goes home; use stay"
    if len(textbook.streams_of(parts.demand)) != 1:
        yield "demand.types.grades: calls of one grade are needed"
