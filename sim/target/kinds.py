"""What a record of each kind means to whoever plans patrol: its harm, how much of it patrol prevents, and when it happens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import HOURS_PER_WEEK
from sim.demand.model import Demand
from sim.ratio import ratio
from sim.target.dose_curve import DoseCurve


@dataclass(frozen=True, slots=True)
class RecordKinds:
    """Kinds of record: each offence of the demand, in its order, and ASB records as the last.

    Parameters
    ----------
    harm
        (n_kinds,) harm of one record, in units of the study's index.
    preventable
        (n_kinds,) share of the records that patrol at the stated dose is held to prevent.
    hour_share
        (n_kinds, 168) share of the records in each hour of the week, Monday 00:00 first; rows sum to 1.
    curve
        What the visits of a day to one place come to.
    """

    harm: NDArray[np.float64]
    preventable: NDArray[np.float64]
    hour_share: NDArray[np.float64]
    curve: DoseCurve


def record_kinds(
    demand: Demand,
    harm_by_offence: NDArray[np.float64],
    harm_of_asb: float,
    reduction_by_type: NDArray[np.float64],
    curve: DoseCurve,
) -> RecordKinds:
    """Say what a record of each kind means, from the types of call that records of that kind come from.

    Parameters
    ----------
    demand
        Types of call, what each becomes on record, and when it comes.
    harm_by_offence
        (n_offences,) harm of one crime.
    harm_of_asb
        Harm of one ASB record.
    reduction_by_type
        (n_types,) share by which the stated dose reduces each type.
    curve
        What the visits of a day to one place come to.

    Returns
    -------
    RecordKinds
        What a force can know: a record names the offence, not the call, so each is taken for a call of the county's mix.
    """
    becomes = np.column_stack([demand.offence_share, demand.asb_record_share])
    rows = (demand.observed_per_year.sum(axis=1)[:, None] * becomes).T
    total = rows.sum(axis=1, keepdims=True)
    of_type = ratio(rows, total, 0.0)
    hour_share = np.where(total > 0, of_type @ demand.hour_profile, 1.0 / HOURS_PER_WEEK)
    return RecordKinds(np.append(harm_by_offence, harm_of_asb), of_type @ reduction_by_type, hour_share, curve)
