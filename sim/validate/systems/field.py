"""Scattered units, each there or not by its own luck: how far it is from a call to the nearest."""

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
from sim.validate.theory.distance import HALVED, Metric

BUSIEST = 0.002
"""Load up to which all units count as at home: a unit away lengthens the mean journey by less than its share of time."""
PLANE_WORDS: dict[Metric, str] = {"right_angle": ".6267 g^-½, right-angle", "straight": ".5 g^-½, straight"}


@dataclass(frozen=True, slots=True)
class Option:
    """One scenario.

    Parameters
    ----------
    name
        Its name.
    present
        Mean number of units on duty.
    mean_min
        Mean journey, exactly for the areas of the study.
    plane_min
        The same for units and calls anywhere in the plane; None if the county is no grid.
    """

    name: str
    present: float
    mean_min: float
    plane_min: float | None


@dataclass(frozen=True, slots=True)
class Field:
    """Scattered units under one or more scenarios.

    Parameters
    ----------
    options
        The scenarios, the baseline first.
    plane
        What geometry says of the mean journey; empty if the county is no grid.
    """

    kind: ClassVar[str] = "units scattered at random"
    options: tuple[Option, ...]
    plane: str

    @classmethod
    def of(cls, parts: Parts) -> Self:
        """Recognise the system in a study.

        Raises
        ------
        NotOfThisKindError
            If the study is something else.
        """
        textbook.refuse(
            textbook.is_deterred(parts),
            textbook.not_poisson(parts),
            textbook.not_plain_calls(parts),
            textbook.not_one_team(parts),
            textbook.not_steady_journeys(parts),
            _not_scattered(parts),
        )
        (stream,) = textbook.streams_of(parts.demand)
        share = stream.rate / stream.total_rate
        plane = Plane.of(parts.loaded.county)
        options = tuple(_option(parts, name, share, plane) for name in parts.loaded.study.scenarios)
        longest = max(option.mean_min for option in options)
        fewest = min(option.present for option in options)
        away = stream.total_rate * (2 * longest + stream.mean_min) / fewest
        if away > BUSIEST:
            textbook.refuse(
                [f"demand: units are away {away:.2%} of the time; at most {BUSIEST:.1%} leaves all at home"]
            )
        return cls(options, "" if plane is None else PLANE_WORDS[plane.metric])

    @property
    def calls_needed(self) -> int:
        """Calls that the exact rows need."""
        return 100_000

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is compared: journeys under each scenario, and by how much twice the units shorten them."""
        rows = []
        for option in self.options:
            rows.append(Row(f"mean journey, {option.name} (minutes)", Exact(option.mean_min)))
            if option.plane_min is not None:
                off = abs(option.plane_min - option.mean_min)
                rows.append(Row(f"mean journey, {option.name} = {self.plane} (minutes)", Exact(option.plane_min, off)))
        for option in self._doubled:
            fall = 1 - option.mean_min / self.options[0].mean_min
            rows.append(Row(f"fall with twice the units, {option.name}", Exact(fall)))
            if self.plane:
                rows.append(Row(f"fall, {option.name} = 1 - 1/√2", Exact(HALVED, abs(fall - HALVED))))
        return tuple(rows)

    def observe(self, records: Sequence[RunRecord]) -> Sample:
        """Read the mean journeys off the runs of a replication."""
        journeys = {record.scenario: served_calls(record).journey_min for record in records}
        mean = {name: float(minutes.mean()) for name, minutes in journeys.items()}
        calls = journeys[self.options[0].name].size
        pairs = []
        for option in self.options:
            pairs += [(mean[option.name], calls)] * (1 if option.plane_min is None else 2)
        for option in self._doubled:
            # of the means over all replications, the ratio is wanted; by theory's mean of the baseline it is linear
            fall = (mean[self.options[0].name] - mean[option.name]) / self.options[0].mean_min
            pairs += [(fall, calls)] * (2 if self.plane else 1)
        return sample_of(pairs, calls)

    @property
    def _doubled(self) -> list[Option]:
        """Scenarios with twice the units of the baseline."""
        return [option for option in self.options if np.isclose(option.present, 2 * self.options[0].present)]


def _option(parts: Parts, name: str, share: NDArray[np.float64], plane: Plane | None) -> Option:
    """Work out what theory says of one scenario."""
    officers = parts.force_of(name, 0).officers
    presence = officers["presence"].astype(np.float64)
    absent = np.ones(parts.county.n_areas)
    np.multiply.at(absent, officers["home"], 1 - presence)
    present = float(presence.sum())
    mean_min = distance.to_nearest(share, parts.county.travel.base_min.astype(np.float64), absent)
    if plane is None:
        return Option(name, present, mean_min, None)
    density = present / parts.county.n_areas
    return Option(name, present, mean_min, distance.TO_NEAREST[plane.metric] * plane.cell_min / density**0.5)


def _not_scattered(parts: Parts) -> Iterator[str]:
    """Tell what keeps units from being at home, each by its own luck."""
    force, streams = parts.loaded.force, textbook.streams_of(parts.demand)
    rota = force.rotas.get(force.rota.get("response", ""))
    if rota is None or rota.teams != 1 or rota.duty_share != 1:
        yield "force.rota: one shift team that is rostered round the clock is needed"
    if not force.abstraction.value:
        yield "force.abstraction: nobody is ever absent"
    if parts.rules.street.dispatch.idle != "home":
        yield "street.dispatch.idle: units stay where they were; use home"
    if len(streams) != 1:
        yield "demand.types.grades: calls of one grade are needed"
    if any(scenario.redeploy for scenario in parts.loaded.study.scenarios.values()):
        yield "scenarios.redeploy: officers change teams"
