"""Results by area: who got the service, and where harm was prevented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.county.model import County
from sim.outcomes.names import unit_of
from sim.outcomes.run_measures import AREA_MEASURES, RunMeasures
from sim.outcomes.tables import column, number


def area_means(runs: Iterable[RunMeasures], scenarios: Sequence[str]) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Average the values by area over replications.

    Parameters
    ----------
    runs
        One for each scenario and replication, in any order.
    scenarios
        Scenarios in the order of the study.

    Returns
    -------
    dict
        (n_areas,) means by scenario and measure; nan where any replication is empty.
    """
    by_scenario: dict[str, list[RunMeasures]] = {scenario: [] for scenario in scenarios}
    for run in sorted(runs, key=lambda run: run.replication):
        by_scenario[run.scenario].append(run)
    return {
        scenario: {name: _mean_of(run.by_area[name] for run in mine) for name in AREA_MEASURES}
        for scenario, mine in by_scenario.items()
    }


def _mean_of(values: Iterator[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Average arrays of the same shape, of which two at a time are held."""
    total, count = np.array(next(values)), 1
    for count, value in enumerate(values, 2):  # noqa: B007 - the last one is their number
        total += value
    return np.asarray(total / count, dtype=np.float64)


def areas_table(
    means: Mapping[str, Mapping[str, NDArray[np.float64]]], baseline: str, county: County, harm_unit: str
) -> pa.Table:
    """Lay out the values of every scenario and area, and their differences against the baseline.

    Parameters
    ----------
    means
        (n_areas,) means by scenario and measure.
    baseline
        Scenario to compare with.
    county
        The county.
    harm_unit
        Unit of the study's harm index.

    Returns
    -------
    pyarrow.Table
        By scenario in the order of the study, then by area: who and where it is, each of `AREA_MEASURES`, and
        each again as a difference.
    """
    scenarios = list(means)
    differences = {name: _differences(means, baseline, name) for name in AREA_MEASURES}
    columns = [
        pa.array(np.repeat(np.array(scenarios, dtype=object), county.n_areas), pa.string()),
        *(pa.array(list(values) * len(scenarios), kind) for _, kind, values in _who(county)),
        *(number(np.concatenate([means[scenario][name] for scenario in scenarios])) for name in AREA_MEASURES),
        *(number(differences[name]) for name in AREA_MEASURES),
    ]
    units = {name: unit_of(name, harm_unit, "pounds") for name in AREA_MEASURES}
    schema = pa.schema(
        [
            column("scenario", pa.string()),
            *(column(name, kind) for name, kind, _ in _who(county)),
            *(column(name, pa.float64(), units[name]) for name in AREA_MEASURES),
            *(column(f"{name}_difference", pa.float64(), units[name]) for name in AREA_MEASURES),
        ]
    )
    return pa.Table.from_arrays(columns, schema=schema)


def _who(county: County) -> tuple[tuple[str, pa.DataType, Sequence[object]], ...]:
    """Give the columns that say which area a row is of."""
    return (
        ("area_code", pa.string(), county.area_code),
        ("area_name", pa.string(), county.area_name),
        *(
            [("force", pa.string(), [county.force_name[force] for force in county.force_of_area])]
            if county.force_name
            else []
        ),
        ("district", pa.string(), [county.district_name[district] for district in county.district_of_area]),
        ("deprivation_fifth", pa.int8(), (county.deprivation_fifth + 1).tolist()),
        ("is_urban", pa.bool_(), county.is_urban.tolist()),
    )


def _differences(
    means: Mapping[str, Mapping[str, NDArray[np.float64]]], baseline: str, name: str
) -> NDArray[np.float64]:
    """Give (n_scenarios * n_areas,) differences against the baseline; empty for the baseline itself."""
    base = means[baseline][name]
    empty = np.full(base.shape, np.nan)
    return np.concatenate([empty if key == baseline else mine[name] - base for key, mine in means.items()])
