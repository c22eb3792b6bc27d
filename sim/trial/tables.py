"""The results of a study of pilots as tables: the same study gives the same bytes, whatever the number of workers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Final

import numpy as np
import pyarrow as pa

from sim.outcomes.tables import column, csv_text, number
from sim.trial.announced import ANNOUNCED_COLUMNS, AnnouncedRow
from sim.trial.delivered_rows import DELIVERED_COLUMNS, DeliveredRow
from sim.trial.needed import NEEDED_COLUMNS, NeededRow
from sim.trial.runs import DesignRuns, Trend
from sim.trial.summary import TRIAL_COLUMNS, TrialRow

POWER_COLUMNS: Final = (
    "design",
    "estimator",
    "outcome",
    "reduction",
    "true_change",
    "pilots",
    "asked",
    "rejected",
    "rejected_low",
    "rejected_high",
    "falls_found",
    "falls_found_low",
    "falls_found_high",
    "rises_found",
    "rises_found_low",
    "rises_found_high",
)
TREND_COLUMNS: Final = ("design", "outcome", "apparent_change", "change_everywhere", "regression_to_the_mean")


def trial_csv(rows: Sequence[TrialRow]) -> str:
    """Write what each estimator makes of each outcome, design and true effect."""
    return csv_text(TRIAL_COLUMNS, ([getattr(row, name) for name in TRIAL_COLUMNS] for row in rows))


def power_csv(rows: Sequence[TrialRow]) -> str:
    """Write how often each estimator finds a fall, or a rise, by the true change: the points of the power curves."""
    tested = sorted(
        (row for row in rows if np.isfinite(row.rejected)),
        key=lambda row: (row.design, row.estimator, row.outcome, row.reduction),
    )
    return csv_text(POWER_COLUMNS, ([getattr(row, name) for name in POWER_COLUMNS] for row in tested))


def needed_csv(rows: Iterable[NeededRow]) -> str:
    """Write what each estimator needs to see an effect."""
    return csv_text(NEEDED_COLUMNS, ([getattr(row, name) for name in NEEDED_COLUMNS] for row in rows))


def announced_csv(rows: Sequence[AnnouncedRow]) -> str:
    """Write how often pilots show what was announced."""
    return csv_text(ANNOUNCED_COLUMNS, ([getattr(row, name) for name in ANNOUNCED_COLUMNS] for row in rows))


def delivered_csv(rows: Sequence[DeliveredRow]) -> str:
    """Write what was delivered on the street, beside what it did to the true change."""
    return csv_text(DELIVERED_COLUMNS, ([getattr(row, name) for name in DELIVERED_COLUMNS] for row in rows))


def trend_csv(runs: Sequence[DesignRuns], outcomes: Sequence[str]) -> str:
    """Write how the treated places would have changed without patrol, and how much of that is due to choosing them."""
    return csv_text(
        TREND_COLUMNS,
        (
            [design.name, outcome, float(apparent), float(everywhere), float(regression)]
            for design in runs
            for outcome, apparent, everywhere, regression in zip(outcomes, *_changes(design.trend), strict=True)
        ),
    )


def _changes(trend: Trend) -> tuple[list[float], list[float], list[float]]:
    """Give the columns of the trend."""
    return trend.apparent.tolist(), trend.everywhere.tolist(), trend.regression.tolist()


def pilots_table(runs: Sequence[DesignRuns], outcomes: Sequence[str]) -> pa.Table:
    """Write every pilot: a row for each design, true effect, pilot and outcome, with the truth and what each estimator said.

    Parameters
    ----------
    runs
        The pilots.
    outcomes
        Names of the outcomes.

    Returns
    -------
    pyarrow.Table
        Counts are of the treated place-periods (`with_patrol`, `without_patrol`) and of their buffers.
    """
    return pa.concat_tables(
        [_arm_table(design, place, outcomes) for design in runs for place in range(len(design.arms))]
    )


def _arm_table(design: DesignRuns, place: int, outcomes: Sequence[str]) -> pa.Table:
    """Write the pilots of one design under one effect."""
    arm = design.arms[place]
    pilots, kinds = arm.truth.with_patrol.shape
    truth = {
        "with_patrol": arm.truth.with_patrol,
        "without_patrol": arm.truth.without,
        "buffer_with_patrol": arm.truth.buffer_with,
        "buffer_without_patrol": arm.truth.buffer_without,
    }
    said = {
        f"{name}_{item.name}": getattr(estimates, item.name)
        for name, estimates in arm.estimates.items()
        for item in fields(estimates)
    }
    rows = pilots * kinds
    words = {"design": [design.name], "outcome": list(outcomes)}
    columns = {
        "design": pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, dtype=np.int32)), words["design"]),
        "reduction": pa.array(np.full(rows, arm.reduction)),
        "pilot": pa.array(np.repeat(np.arange(pilots, dtype=np.int32), kinds)),
        "outcome": pa.DictionaryArray.from_arrays(
            pa.array(np.tile(np.arange(kinds, dtype=np.int32), pilots)), words["outcome"]
        ),
        **{name: number(values.ravel()) for name, values in {**truth, **said}.items()},
    }
    schema = pa.schema([column(name, array.type, _unit(name)) for name, array in columns.items()])
    return pa.table(list(columns.values()), schema=schema)


def _unit(name: str) -> str:
    """Give the unit of a column."""
    if name.endswith("patrol"):
        return "recorded crimes or rows, or harm"
    return "share" if name.endswith(("_change", "_low", "_high")) else ""
