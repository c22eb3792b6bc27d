"""Build what patrols the pilots of a study: visits as stated, or a street with a force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.command.session import Ground
from sim.demand.model import Suppression
from sim.demand.records import History
from sim.force.abstraction import abstraction_marks
from sim.force.model import Force
from sim.run.parts import Parts
from sim.study.trial_schema import TrialStudy
from sim.target.kinds import RecordKinds
from sim.trial.patrol import Patrols
from sim.trial.stated.deliver import Deterrence
from sim.trial.stated.patrol import StatedPatrols
from sim.trial.street_patrol import StreetPatrol, visits_alone_deter


def patrols_of(parts: Parts, study: TrialStudy, beta: Sequence[NDArray[np.float64]]) -> Patrols:
    """Build what patrols the pilots of a study.

    Parameters
    ----------
    parts
        What every run shares.
    study
        The study of pilots.
    beta
        By effect: (n_types,) deterrence per minute of stock.
    """
    rules = deterrence_of(parts)
    if study.delivery == "street":
        # whoever patrols is there from the first day, so that the force is the same in every pilot
        return StreetPatrols(parts, study, parts.force_with(study.uplift, None, 0), rules, parts.record_kinds, beta)
    return StatedPatrols(study.dose, rules, beta, study.days, parts.county.n_areas, parts.loaded.draw_seed)


@dataclass(frozen=True, slots=True)
class StreetPatrols:
    """Patrols the histories of a study with its force.

    Parameters
    ----------
    parts, study, beta
        As in `patrols_of`.
    force
        Today's force with the pilot's extra officers.
    rules
        How presence acts.
    kinds
        What whoever plans patrol takes a record of each kind for.
    """

    parts: Parts
    study: TrialStudy
    force: Force
    rules: Deterrence
    kinds: RecordKinds
    beta: Sequence[NDArray[np.float64]]

    def on(self, history: History, number: int) -> StreetPatrol:
        """Send the force into the history of one pilot."""
        study = self.study
        return StreetPatrol(
            ground=self._ground(history, number),
            force=self.force,
            target=study.selection.target(study.dose.visits_at, study.dose.visit_minutes),
            dose=study.dose,
            rules=self.rules,
            beta=self.beta,
            engine=self.parts.engine,
        )

    def _ground(self, history: History, number: int) -> Ground:
        """Gather what the street of one pilot stands on; nothing is prevented in it yet."""
        parts, seed = self.parts, self.parts.loaded.draw_seed
        types = parts.demand.n_types
        shifts = int(self.force.shifts["number"].max(initial=0)) + 1
        return Ground(
            county=parts.county,
            clock=parts.clock,
            rules=visits_alone_deter(parts.rules),
            history=history,
            suppression=Suppression(np.zeros(types), np.ones(types), np.zeros((0, 0, 0), dtype=np.float32)),
            marks=abstraction_marks(seed, number, self.force.n_officers, shifts),
            harm_by_offence=parts.harm.by_offence,
            harm_of_asb=parts.harm_of_asb,
            kinds=self.kinds,
            key=(seed, number),
        )


def deterrence_of(parts: Parts) -> Deterrence:
    """Gather how presence acts, by the packs of the street and of the effect."""
    presence, effect = parts.rules.street.presence, parts.rules.effect
    return Deterrence(
        weight=presence.visit_weight.value,
        fresh_min=presence.fresh_minutes.value,
        stale_gain=presence.stale_gain.value,
        renew_gap_min=presence.renew_gap_minutes.value,
        decay_per_min=float(np.log(2.0) / (presence.half_life_days.value * MINUTES_PER_DAY)),
        diffusion=effect.diffusion.value,
        displacement=effect.displacement.value,
        reporting=effect.reporting_per_minute.value,
        neighbour_start=parts.county.neighbour_start,
        neighbour=parts.county.neighbour,
    )
