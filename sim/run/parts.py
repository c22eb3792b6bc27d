"""Build the parts that every run of a study shares."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.clock import Clock
from sim.command.effect import believed_curve, believed_reduction
from sim.command.engine import EngineName
from sim.command.opening import StreetRules
from sim.county.build import build_county
from sim.county.model import County
from sim.county.restrict import kept_areas, restrict
from sim.demand.build import build_demand, handling_of
from sim.demand.build import restrict as restrict_demand
from sim.demand.model import Demand, Handling
from sim.force.build import build_force, posts_by_district
from sim.force.config import Redeploy, Uplift
from sim.force.model import Force
from sim.force.sharing import district_share
from sim.harm.index import HarmIndex, harm_index
from sim.study.loaded import LoadedStudy
from sim.target.kinds import RecordKinds, record_kinds

DESK_ONLY_GRADE = 4


@dataclass(frozen=True, slots=True)
class Parts:
    """What every run of a study shares.

    Parameters
    ----------
    loaded
        The study.
    clock, county
        Times and places; the county is cut down to the districts that the study keeps.
    demand
        Demand as patrol can deter it: deterrable shares are cut to what the spots cover.
    stated_demand
        Demand with deterrable shares as stated, in which the size of the effect is solved.
    handling
        Delays, appointments, patience, custody.
    posts
        (3, n_districts) posts today, by team and kept district.
    demand_share
        (n_districts,) share of the calls that need a visit.
    rules
        Dispatch, meals, presence and spill.
    harm
        The study's own harm index.
    other_harm
        Further indices by name.
    engine
        What carries the street; the results are the same.
    """

    loaded: LoadedStudy
    clock: Clock
    county: County
    demand: Demand
    stated_demand: Demand
    handling: Handling
    posts: NDArray[np.int64]
    demand_share: NDArray[np.float64]
    rules: StreetRules
    harm: HarmIndex
    other_harm: dict[str, HarmIndex]
    engine: EngineName = "numba"

    def of_block(self, block: int) -> Parts:
        """Give the parts of a block: a study of one county is its own and only one, number 0."""
        if block:
            message = f"this study has one county, and no block {block}"
            raise ValueError(message)
        return self

    @property
    def harm_of_asb(self) -> float:
        """Harm of one ASB record: the mean over the call types that give one."""
        rows = self.demand.observed_per_year.sum(axis=1) * self.demand.asb_record_share
        total = rows.sum()
        return float(rows @ self.harm.by_type / total) if total > 0 else 0.0

    @property
    def record_kinds(self) -> RecordKinds:
        """What whoever plans patrol takes a record of each kind for."""
        believed = believed_reduction(self.loaded.effect, self.stated_demand)
        curve = believed_curve(self.loaded.effect, self.rules.street.presence, self.stated_demand)
        return record_kinds(self.demand, self.harm.by_offence, self.harm_of_asb, believed, curve)

    def force_of(self, scenario: str, replication: int, clock: Clock | None = None) -> Force:
        """Build the force of a scenario in one replication."""
        options = self.loaded.study.scenarios[scenario]
        return self.force_with(options.uplift, options.redeploy, replication, clock)

    def force_with(
        self, uplift: Uplift | None, redeploy: Redeploy | None, replication: int, clock: Clock | None = None
    ) -> Force:
        """Build today's force with officers added or moved, in one replication."""
        return build_force(
            self.loaded.force,
            self.posts,
            self.county,
            self.demand_share,
            clock or self.clock,
            uplift=uplift,
            redeploy=redeploy,
            seed=self.loaded.draw_seed,
            replication=replication,
        )


def build_parts(loaded: LoadedStudy, engine: EngineName = "numba") -> Parts:
    """Build the county, its demand and today's force, and cut them down to the districts that the study keeps.

    Parameters
    ----------
    loaded
        The study.
    engine
        What carries the street.

    Returns
    -------
    Parts
        What every run shares.
    """
    whole = build_county(loaded.county, loaded.county_folder, loaded.county_file, loaded.block)
    whole_demand = build_demand(loaded.demand, whole)
    whole_share = district_share(loaded.force.share_by, whole, _calls_by_district(whole_demand, whole))
    posts = posts_by_district(loaded.force, whole_share)
    keep = kept_areas(loaded.county, whole, loaded.county_file)
    if keep.all():
        county, demand = whole, whole_demand
    else:
        county, demand = restrict(whole, keep), restrict_demand(whole_demand, whole, keep)
        posts = posts[:, np.unique(whole.district_of_area[keep])]
    if not loaded.forces:
        loaded.check_moves(posts)  # of several forces together, posts were known when the study was read
        loaded.check_listed(county, whole)
    harm = {name: harm_index(pack, demand.offence_key, demand.asb_record_share) for name, pack in loaded.harm.items()}
    own = loaded.study.harm_index
    covered = demand.deterrable_share * loaded.effect.covered_share.value
    return Parts(
        loaded=loaded,
        clock=loaded.clock,
        county=county,
        demand=replace(demand, deterrable_share=covered),
        stated_demand=demand,
        handling=handling_of(loaded.demand),
        posts=posts,
        demand_share=_calls_by_district(demand, county),
        rules=StreetRules(loaded.street, loaded.effect),
        harm=harm[own],
        other_harm={name: index for name, index in harm.items() if name != own},
        engine=engine,
    )


def _calls_by_district(demand: Demand, county: County) -> NDArray[np.float64]:
    """Give each district's expected calls a year that need somebody to come: (n_districts,)."""
    deployed = 1.0 - demand.grade_share[:, DESK_ONLY_GRADE - 1]
    by_area = deployed @ demand.observed_per_year
    calls = np.bincount(county.district_of_area, weights=by_area, minlength=county.n_districts)
    return calls.astype(np.float64)
