"""What many pilots come to: the truth, by the no-patrol twin, and what each estimator said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from sim.ratio import ratio
from sim.trial.delivered import Delivered
from sim.trial.estimators.registry import EstimatorName
from sim.trial.pilot import Estimates, Floats


@dataclass(frozen=True, slots=True)
class Truth:
    """What patrol did, pilot by pilot: all (n_pilots, n_outcomes), of what people report whatever patrol does.

    Parameters
    ----------
    with_patrol, without
        Counts in the treated place-periods that are counted, and in the same place-periods of the no-patrol twin.
    buffer_with, buffer_without
        The same in the buffers of these places.
    """

    with_patrol: Floats
    without: Floats
    buffer_with: Floats
    buffer_without: Floats

    @property
    def change(self) -> Floats:
        """(n_outcomes,) relative change over all pilots: the expected effect; NaN where nothing would have happened."""
        return ratio(self.with_patrol.sum(axis=0), self.without.sum(axis=0)) - 1

    @property
    def buffer_change(self) -> Floats:
        """(n_outcomes,) the same in the buffers."""
        return ratio(self.buffer_with.sum(axis=0), self.buffer_without.sum(axis=0)) - 1


@dataclass(frozen=True, slots=True)
class Trend:
    """What would have come without patrol, against the past by which places were chosen: (n_pilots, n_outcomes) a day.

    Parameters
    ----------
    past, twin
        Recorded in the treated places in the past that the choice looked at, and in the pilot's twin.
    past_everywhere, twin_everywhere
        The same in all areas.
    """

    past: Floats
    twin: Floats
    past_everywhere: Floats
    twin_everywhere: Floats

    @property
    def apparent(self) -> Floats:
        """(n_outcomes,) change from the past to the pilot in the treated places though nothing was done."""
        return ratio(self.twin.sum(axis=0), self.past.sum(axis=0)) - 1

    @property
    def everywhere(self) -> Floats:
        """(n_outcomes,) change from the past to the pilot in all areas: season and chance."""
        return ratio(self.twin_everywhere.sum(axis=0), self.past_everywhere.sum(axis=0)) - 1

    @property
    def regression(self) -> Floats:
        """(n_outcomes,) what choosing by the past alone makes of it: the one change against the other."""
        return (1 + self.apparent) / (1 + self.everywhere) - 1


@dataclass(frozen=True, slots=True)
class Arm:
    """The pilots of one design under one true effect.

    Parameters
    ----------
    reduction
        The effect, as stated.
    truth
        What patrol did.
    delivered
        How much of the patrol was delivered.
    if_all_made
        (n_pilots, n_outcomes) counts as `Truth.with_patrol`, had every planned visit been made on time and in full; None where
        compliance is stated.
    recorded_before
        (n_pilots, n_outcomes) recorded in the treated places in the time that a comparison before and after looks back to.
    estimates
        What each estimator said, by its name.
    """

    reduction: float
    truth: Truth
    delivered: Delivered
    if_all_made: Floats | None
    recorded_before: Floats
    estimates: dict[EstimatorName, Estimates]

    @property
    def change_if_all_made(self) -> Floats:
        """(n_outcomes,) expected change had every planned visit been made; NaN where compliance is stated."""
        if self.if_all_made is None:
            return np.full(self.truth.without.shape[1], np.nan)
        return ratio(self.if_all_made.sum(axis=0), self.truth.without.sum(axis=0)) - 1


@dataclass(frozen=True, slots=True)
class DesignRuns:
    """The pilots of one design.

    Parameters
    ----------
    name
        What the study calls it.
    places
        Places of a pilot, those for comparison included.
    patrolled
        Those of them that are patrolled at any time.
    trend
        What would have come without patrol.
    arms
        By true effect, the smallest first.
    least_fall
        By estimator (n_asked, n_outcomes) the least fall that the first pilots would have found, as `sim.trial.least_fall.least_falls` gives it.
    """

    name: str
    places: int
    patrolled: int
    trend: Trend
    arms: tuple[Arm, ...]
    least_fall: dict[EstimatorName, Floats]


def join_runs(parts: Sequence[Sequence[DesignRuns]]) -> list[DesignRuns]:
    """Put the pilots of several lots one after the other, design by design."""
    return [_join_design(same) for same in zip(*parts, strict=True)]


def _join_design(parts: Sequence[DesignRuns]) -> DesignRuns:
    """Join the lots of one design."""
    arms = tuple(_join_arm(same) for same in zip(*(part.arms for part in parts), strict=True))
    trend = Trend(*_columns([part.trend for part in parts]))
    least = {name: np.concatenate([part.least_fall[name] for part in parts]) for name in parts[0].least_fall}
    return DesignRuns(parts[0].name, parts[0].places, parts[0].patrolled, trend, arms, least)


def _join_arm(parts: Sequence[Arm]) -> Arm:
    """Join the lots of one arm."""
    estimates = {name: Estimates(*_columns([part.estimates[name] for part in parts])) for name in parts[0].estimates}
    whole = [part.if_all_made for part in parts if part.if_all_made is not None]
    return Arm(
        parts[0].reduction,
        Truth(*_columns([part.truth for part in parts])),
        Delivered(*_columns([part.delivered for part in parts])),
        None if not whole else np.concatenate(whole),
        np.concatenate([part.recorded_before for part in parts]),
        estimates,
    )


def _columns(
    parts: Sequence[Truth] | Sequence[Trend] | Sequence[Delivered] | Sequence[Estimates],
) -> list[Floats]:
    """Join each field of several lots along the pilots."""
    return [np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(parts[0])]
