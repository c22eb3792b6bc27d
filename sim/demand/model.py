"""Demand as the simulation sees it: rates and shares in arrays, by call type and area."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

SCENE_KINDS = ("lognormal", "exponential", "fixed", "gamma", "listed", "quantiles")
"""How time on scene can be distributed, by number."""


@dataclass(frozen=True, slots=True)
class NearRepeat:
    """Self-exciting part of each type: one call makes others near it more likely for a while.

    Parameters
    ----------
    branching
        (n_types,) share of *observed* calls that are near-repeats, in [0, 1).
    decay_days
        (n_types,) mean of the exponential delay from parent to child, days.
    landing
        (n_types, n_areas, k) cumulative probability that a child lands in each candidate area.
    landing_area
        (n_types, n_areas, k) the candidate areas: the parent's own first, then neighbours.
    """

    branching: NDArray[np.float64]
    decay_days: NDArray[np.float64]
    landing: NDArray[np.float64]
    landing_area: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Frailty:
    """Month-to-month wandering of an area's rates: gamma of mean 1, shared by all types × a type's own.

    Parameters
    ----------
    shared_variance
        Variance of the part shared across types.
    own_variance
        (n_groups,) variance of each frailty group's own part.
    group_of_type
        (n_types,) frailty group of each call type (types of one police.uk category move together).
    group_key
        (n_groups,) names; they key the draws.
    autocorrelation
        Correlation of the shared part from one 28-day window to the next.
    own_autocorrelation
        (n_groups,) the same of each group's own part; empty where all are like the shared part's.
    """

    shared_variance: float
    own_variance: NDArray[np.float64]
    group_of_type: NDArray[np.int16]
    group_key: tuple[str, ...]
    autocorrelation: float
    own_autocorrelation: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class Posterior:
    """How well fitted rates are known, by police.uk category (`sim.demand.posterior` draws from it).

    Parameters
    ----------
    category
        (n_categories,) names; they key the draws.
    level_log_sd
        (n_categories,) standard deviation of the log of the county's level.
    shape
        (n_categories, n_areas) gamma shape of each area's rate about its mean.
    place
        (n_categories, n_areas) share of each category's rows in each area.
    mix
        (n_types, n_categories) share of a type's calls that follow the rows of each category; rows sum to 1.
    """

    category: tuple[str, ...]
    level_log_sd: NDArray[np.float64]
    shape: NDArray[np.float64]
    place: NDArray[np.float64]
    mix: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScenePoints:
    """Listed times on scene of one type.

    Parameters
    ----------
    minutes
        (n_points,) minutes on scene.
    before
        (n_points,) share of calls with an earlier point of the list; of quantiles: how far along the list each is.
    """

    minutes: NDArray[np.float64]
    before: NDArray[np.float64]


NO_POINTS = ScenePoints(np.zeros(0), np.zeros(0))


@dataclass(frozen=True, slots=True)
class Demand:
    """What is called in, where and when, under today's policing: the *observed* rates.

    Parameters
    ----------
    type_key, type_label
        (n_types,) machine names (they key the draws) and names for people.
    offence_key
        (n_offences,) offences that a call can turn out to be.
    offence_category
        (n_offences,) police.uk category of each offence.
    observed_per_year
        (n_types, n_areas) expected calls a year at today's policing.
    hour_profile
        (n_types, 168) share of a week's calls in each hour of the week, Monday 00:00 first; rows sum to 1.
    season
        (n_types, 12) multiplier by calendar month; mean over the days of a year is 1.
    grade_share
        (n_types, 4) share of calls of each grade; rows sum to 1.
    officers_share
        (n_types, 4) share of deployed calls that need 1, 2, 3, 4 officers; rows sum to 1.
    scene_kind
        (n_types,) place in `SCENE_KINDS`.
    scene_mean_min, scene_cv
        (n_types,) mean minutes on scene, and coefficient of variation, whatever the kind.
    offence_share
        (n_types, n_offences) probability that a call is recorded as each offence; row sums are the share of
        calls that become crimes.
    asb_record_share
        (n_types,) probability that a call becomes a police.uk ASB row (and is no crime).
    hate_share
        (n_types,) share of calls flagged as hate crime or incident.
    arrest_share
        (n_types,) share of attended calls that end in an arrest.
    deterrable_share
        (n_types,) share of calls that visible patrol could deter at all (delta of MODEL.md §1).
    effect_multiplier
        (n_types,) how strongly a type responds relative to others (m of MODEL.md §2); 0 where none.
    unreported_ratio
        (n_types,) crimes that nobody reports, per reported one.
    near_repeat, frailty
        The two kinds of clustering in time.
    scene_points
        (n_types,) listed times on scene; empty where no type lists any.
    posterior
        How well the rates are known; None where they are taken as they are.
    """

    type_key: tuple[str, ...]
    type_label: tuple[str, ...]
    offence_key: tuple[str, ...]
    offence_category: tuple[str, ...]
    observed_per_year: NDArray[np.float64]
    hour_profile: NDArray[np.float64]
    season: NDArray[np.float64]
    grade_share: NDArray[np.float64]
    officers_share: NDArray[np.float64]
    scene_kind: NDArray[np.int8]
    scene_mean_min: NDArray[np.float64]
    scene_cv: NDArray[np.float64]
    offence_share: NDArray[np.float64]
    asb_record_share: NDArray[np.float64]
    hate_share: NDArray[np.float64]
    arrest_share: NDArray[np.float64]
    deterrable_share: NDArray[np.float64]
    effect_multiplier: NDArray[np.float64]
    unreported_ratio: NDArray[np.float64]
    near_repeat: NearRepeat
    frailty: Frailty
    scene_points: tuple[ScenePoints, ...] = ()
    posterior: Posterior | None = None

    @property
    def n_types(self) -> int:
        """Number of call types."""
        return len(self.type_key)

    @property
    def n_areas(self) -> int:
        """Number of areas."""
        return int(self.observed_per_year.shape[1])


@dataclass(frozen=True, slots=True)
class Handling:
    """What happens to a call before anyone is sent, and how long callers wait; drawn into the history.

    Parameters
    ----------
    handling_median_min, handling_sigma
        Lognormal delay from the call to its being ready for dispatch: median in minutes, sigma of its log
        (0 is a fixed delay).
    desk_mean_min
        Mean minutes of desk work on a grade 4 call (exponential).
    appointment_mean_days, appointment_hours
        Grade 3: mean delay to the appointment slot in days (geometric), and the first and last hour of the
        day in which slots lie; slots are on the quarter-hour. A mean of 0 gives no appointment: such calls
        queue when ready.
    patience_share, patience_mean_min
        (4,) by grade: share of callers who would give up, and the mean minutes after which they do
        (exponential, counted from the time the call is ready).
    custody_median_min, custody_sigma
        Lognormal minutes that an arresting unit spends at the custody suite.
    """

    handling_median_min: float
    handling_sigma: float
    desk_mean_min: float
    appointment_mean_days: float
    appointment_hours: tuple[int, int]
    patience_share: NDArray[np.float64]
    patience_mean_min: NDArray[np.float64]
    custody_median_min: float
    custody_sigma: float


@dataclass(frozen=True, slots=True)
class Suppression:
    """What today's policing prevents, and how patrol acts in one replication (MODEL.md §1, §2).

    Parameters
    ----------
    beta
        (n_types,) deterrence per unit of stock, per minute of presence; negative is backfire.
    spare
        (n_types,) M of MODEL.md §1: potential calls are drawn at this many times the rate; 1 when beta >= 0.
    q
        (n_types, n_areas, 168) share of potential calls that the baseline prevents, by area and hour of the
        week; all 0 when beta is 0. A broadcast view is fine.
    displacement
        Share of the calls prevented by visible patrol that happens in a neighbouring area instead, so that q counts
        them but the county keeps them; a call that backfire induces never moves.
    """

    beta: NDArray[np.float64]
    spare: NDArray[np.float64]
    q: NDArray[np.float32]
    displacement: float = 0.0
