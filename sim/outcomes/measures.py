"""Every measure of one run, by the definitions of MODEL.md §3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.harm.index import HarmIndex
from sim.harm.kernels import score
from sim.outcomes.config import CostPack
from sim.outcomes.conservation import check_conservation
from sim.outcomes.counted import Counted, count_calls
from sim.outcomes.effort import cost_pounds, overtime_hours, utilisation
from sim.outcomes.groups import Grouping, groupings, whole
from sim.outcomes.intervals import Interval
from sim.outcomes.names import index_of, of_index, unit_of
from sim.outcomes.prevention import net_by_area, net_total
from sim.outcomes.record import RunRecord
from sim.outcomes.response import NEVER_REACHED, TAIL_NEVER_REACHED, ResponseTimes
from sim.outcomes.run_measures import Draft, RunMeasures
from sim.outcomes.strength import deployable_by_month, mean_deployable
from sim.street.records import ATTENDED, BY_PHONE, CANCELLED, OPEN
from sim.track.dose import delivered_minutes, planned_minutes, visit_counts
from sim.track.sums import count_by, sum_by

NO_CALLS = "no calls"
NOBODY_ON_DUTY = "nobody on duty"
NO_VISITS = "no visits"
QUANTILES = {"median": (50, NEVER_REACHED), "p90": (90, TAIL_NEVER_REACHED)}
"""Quantiles of response times by the word in their names: which one, and why it may be empty."""

AreaValues = dict[str, NDArray[np.float64]]


def measure_run(
    record: RunRecord, costs: CostPack, harm_indices: Mapping[str, HarmIndex], harm_unit: str = "days"
) -> RunMeasures:
    """Measure one run.

    Parameters
    ----------
    record
        What the run left behind.
    costs
        Prices and response targets.
    harm_indices
        Further indices by name, under which harm is scored again.
    harm_unit
        Unit of the study's own index, in which ``history.calls["harm"]`` is.

    Returns
    -------
    RunMeasures
        Every measure of `sim.outcomes.names.MEASURES` but the cost effect, which compares two runs; ``harm`` and
        ``harm_prevented`` under each further index; officers by month; response, dose and harm prevented by
        district, deprivation fifth and urban or rural; and the values by area.

    Raises
    ------
    ConservationError
        Where a potential call did not end in exactly one state.
    """
    check_conservation(record)
    counted = count_calls(record)
    response = _response_by_grade(counted, costs)
    by_area = _by_area(record, counted, response[0])
    draft = Draft()
    _put_calls(draft, counted)
    draft.put("harm", counted.harm[counted.occurred].sum())
    draft.put("harm_prevented", net_total(counted, counted.harm))
    _put_response(draft, response, whole(record.county))
    draft.put("utilisation", utilisation(record.tallies, record.county.n_districts), NOBODY_ON_DUTY)
    _put_patrol(draft, record, by_area)
    _put_effort(draft, record, costs)
    _put_harm_indices(draft, counted, harm_indices)
    for name, value in deployable_by_month(record.strength, record.clock).items():
        draft.put(name, value)
    for grouping in groupings(record.county):
        _put_harm_and_dose(draft, by_area, grouping)
        _put_response(draft, response, grouping)
    units = _units(draft.values, harm_unit, harm_indices, f"pounds of {costs.price_year}")
    return RunMeasures(record.scenario, record.replication, draft.values, units, draft.reasons, by_area)


def response_bounds(record: RunRecord, costs: CostPack) -> dict[str, Interval]:
    """Give the response quantiles of the whole county the interval that one run can give.

    Parameters
    ----------
    record
        What the run left behind.
    costs
        Prices and response targets.

    Returns
    -------
    dict of str to Interval
        Minutes by the name of the measure.
    """
    return {
        f"response_{word}_grade{grade}": times.interval(percent)
        for grade, times in enumerate(_response_by_grade(count_calls(record), costs), 1)
        for word, (percent, _) in QUANTILES.items()
    }


def _response_by_grade(counted: Counted, costs: CostPack) -> tuple[ResponseTimes, ResponseTimes]:
    """Gather the response times of the calls of grade 1 and of grade 2."""
    targets = costs.response_target_min
    return _response_times(counted, 1, targets.grade1.value), _response_times(counted, 2, targets.grade2.value)


def _response_times(counted: Counted, grade: int, target_min: float) -> ResponseTimes:
    """Gather the response times of the calls of one grade that were made."""
    rows = counted.made & (counted.grade == grade)
    return ResponseTimes(counted.response_min[rows], counted.area[rows], counted.day[rows], target_min)


def _by_area(record: RunRecord, counted: Counted, grade1: ResponseTimes) -> AreaValues:
    """Measure each area, in the order of `AREA_MEASURES`."""
    n_areas = counted.n_areas
    period = record.clock.measure_from_min, record.clock.measure_until_min
    area, occurred = counted.area, counted.occurred
    return {
        "calls": count_by(area[counted.made], n_areas),
        "calls_open": count_by(area[counted.state == OPEN], n_areas),
        "crimes": count_by(area[occurred & counted.is_crime], n_areas),
        "crimes_prevented": net_by_area(counted, counted.is_crime.astype(np.float64)),
        "harm": sum_by(area[occurred], counted.harm[occurred], n_areas),
        "harm_prevented": net_by_area(counted, counted.harm),
        "dose_planned": planned_minutes(record.plan, n_areas, *period),
        "dose_delivered": delivered_minutes(record.visits, n_areas, *period),
        "response_median_grade1": grade1.quantiles_by([50], np.arange(n_areas, dtype=np.int16), n_areas)[0],
    }


def _count(rows: NDArray[np.bool_]) -> float:
    """Count the rows that are true."""
    return float(np.count_nonzero(rows))


def _put_calls(draft: Draft, counted: Counted) -> None:
    """Count calls by how they ended, and crimes."""
    draft.put("calls", _count(counted.made))
    for name, state in (("attended", ATTENDED), ("by_phone", BY_PHONE), ("cancelled", CANCELLED), ("open", OPEN)):
        draft.put(f"calls_{name}", _count(counted.state == state))
    # a crime that nobody would have reported is a crime prevented, but no call
    draft.put("calls_prevented", net_total(counted, (~counted.is_unreported_kind).astype(np.float64)))
    draft.put("crimes", _count(counted.occurred & counted.is_crime))
    draft.put("crimes_recorded", _count(counted.recorded & counted.is_crime))
    draft.put("crimes_prevented", net_total(counted, counted.is_crime.astype(np.float64)))


def _put_response(draft: Draft, response: Sequence[ResponseTimes], grouping: Grouping) -> None:
    """Measure the response times of each group of areas."""
    n_groups = len(grouping.names)
    for grade, times in enumerate(response, 1):
        n_calls = times.calls_by(grouping.of_area, n_groups)
        percents = [percent for percent, _ in QUANTILES.values()]
        found = times.quantiles_by(percents, grouping.of_area, n_groups)
        for (word, (_, never)), values in zip(QUANTILES.items(), found, strict=True):
            for group, value in enumerate(values):
                reason = never if n_calls[group] else NO_CALLS
                draft.put(grouping.label(f"response_{word}_grade{grade}", group), value, reason)
        for group, value in enumerate(times.within_target_by(grouping.of_area, n_groups)):
            draft.put(grouping.label(f"response_within_target_grade{grade}", group), value, NO_CALLS)


def _put_patrol(draft: Draft, record: RunRecord, by_area: AreaValues) -> None:
    """Measure patrol as planned and as delivered."""
    counts = visit_counts(record.visits, record.clock.measure_from_min, record.clock.measure_until_min)
    draft.put("dose_planned", by_area["dose_planned"].sum())
    draft.put("dose_delivered", by_area["dose_delivered"].sum())
    draft.put("visits", counts.visits)
    draft.put("visits_cut_short", counts.cut_short)
    draft.put("visits_10_to_16_minutes", counts.koper_share, NO_VISITS)


def _put_effort(draft: Draft, record: RunRecord, costs: CostPack) -> None:
    """Measure strength, overtime and cost."""
    clock = record.clock
    deployable = mean_deployable(record.strength, clock.measure_from_min, clock.measure_until_min)
    draft.put("officers_deployable", deployable)
    draft.put("overtime_hours", overtime_hours(record.tallies))
    draft.put("cost", cost_pounds(record.tallies, record.posts, clock.days, costs))


def _put_harm_indices(draft: Draft, counted: Counted, harm_indices: Mapping[str, HarmIndex]) -> None:
    """Score harm again under each further index."""
    kind, area = counted.kind[counted.occurred], counted.area[counted.occurred]
    prevented, induced = counted.kind[counted.prevented], counted.kind[counted.induced]
    for key, index in harm_indices.items():
        weight_of_kind = np.concatenate([index.by_offence, index.by_type])
        occurred = np.zeros(counted.n_areas)
        score(kind, area, weight_of_kind, occurred)
        draft.put(of_index("harm", key), occurred.sum())
        spared = float(weight_of_kind[prevented].sum() - weight_of_kind[induced].sum())
        draft.put(of_index("harm_prevented", key), spared)


def _put_harm_and_dose(draft: Draft, by_area: AreaValues, grouping: Grouping) -> None:
    """Add up by group of areas what patrol gave and what it prevented."""
    for measure in ("harm_prevented", "dose_planned", "dose_delivered"):
        for group, value in enumerate(sum_by(grouping.of_area, by_area[measure], len(grouping.names))):
            draft.put(grouping.label(measure, group), value)


def _units(
    names: Mapping[str, float], harm_unit: str, harm_indices: Mapping[str, HarmIndex], pounds: str
) -> dict[str, str]:
    """Give each measure its unit, harm in that of its own index."""
    harm_units = {key: index.unit for key, index in harm_indices.items()}
    return {name: unit_of(name, harm_units.get(index_of(name), harm_unit), pounds) for name in names}
