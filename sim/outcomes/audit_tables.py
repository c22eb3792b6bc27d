"""The audit trail of one run: every call with its times and end, every dispatch, every visit."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.demand.records import ASB_RECORD, DETERRABLE, HATE, UNREPORTED
from sim.outcomes.audit_columns import CALL_COLUMNS, DISPATCH_COLUMNS, VISIT_COLUMNS
from sim.outcomes.cells import Column, flag, place, table, time, which_run, whole, word
from sim.outcomes.record import RunRecord
from sim.outcomes.tables import column, number
from sim.street.records import DISPLACED, DOING_NAMES, INDUCED, LATENT, RECORDED, SHORT, STATE_NAMES

VISIT_ENDS = ("full", "cut_by_call", "cut_by_shift_end")


def calls_table(record: RunRecord, harm_unit: str = "days") -> pa.Table:
    """Lay out every potential call of a run that is not latent, warm-up and cool-down included.

    Parameters
    ----------
    record
        What the run left behind.
    harm_unit
        Unit of the study's harm index.

    Returns
    -------
    pyarrow.Table
        One row a call in the order of their numbers; ``counted`` tells those of the measured period.
    """
    rows = np.flatnonzero(record.outcome["state"] != LATENT)
    calls, outcome = record.history.calls[rows], record.outcome[rows]
    columns = [
        *which_run(record.scenario, record.replication, rows.size),
        whole("call", rows, pa.int32()),
        flag("counted", _is_counted(record, calls["call_min"])),
        *_call_itself(record, calls, harm_unit),
        *_what_became_of_it(record, outcome),
    ]
    return table(columns, CALL_COLUMNS)


def dispatches_table(record: RunRecord) -> pa.Table:
    """Lay out every time that a unit was sent to a call, warm-up and cool-down included.

    Parameters
    ----------
    record
        What the run left behind.

    Returns
    -------
    pyarrow.Table
        One row a dispatch in the order in which they were decided; ``counted`` as in the table of calls. ``was`` is
        what the unit was doing, ``left_call`` the call that it was taken from; without ``arrival_min`` it was sent
        elsewhere or called off on the way.
    """
    log = record.dispatches
    columns = [
        *which_run(record.scenario, record.replication, log.size),
        whole("call", log["call"], pa.int32()),
        flag("counted", _is_counted(record, record.history.calls["call_min"][log["call"]])),
        whole("unit", log["unit"], pa.int32()),
        whole("crew", log["crew"], pa.int16(), "officers"),
        time("dispatch_min", log["time_min"]),
        time("arrival_min", log["arrival_min"]),
        *place(record.county, "from_", log["from_area"]),
        word("was", DOING_NAMES, log["was"]),
        whole("left_call", log["left_call"], pa.int32()),
    ]
    return table(columns, DISPATCH_COLUMNS)


def visits_table(record: RunRecord) -> pa.Table:
    """Lay out every visit of a run, warm-up and cool-down included.

    Parameters
    ----------
    record
        What the run left behind.

    Returns
    -------
    pyarrow.Table
        One row a visit in the order of their ends; ``counted`` tells those that started in the measured period.
    """
    visits = record.visits
    columns = [
        *which_run(record.scenario, record.replication, visits.size),
        flag("counted", _is_counted(record, visits["start_min"])),
        time("start_min", visits["start_min"]),
        time("end_min", visits["end_min"]),
        whole("unit", visits["unit"], pa.int32()),
        whole("crew", visits["crew"], pa.int16(), "officers"),
        *place(record.county, "", visits["area"]),
        word("ended", VISIT_ENDS, visits["ended"]),
    ]
    return table(columns, VISIT_COLUMNS)


def _call_itself(record: RunRecord, calls: NDArray[np.void], harm_unit: str) -> list[Column]:
    """Give the columns that the history holds."""
    demand = record.demand
    return [
        time("call_min", calls["call_min"]),
        time("ready_min", calls["ready_min"]),
        word("type", demand.type_key, calls["type"]),
        word("offence", demand.offence_key, calls["offence"]),
        whole("grade", calls["grade"], pa.int8()),
        whole("officers_needed", calls["officers"], pa.int8(), "officers"),
        time("scene_min", calls["scene_min"], "minutes"),
        (column("harm", pa.float64(), harm_unit), number(calls["harm"].copy())),
        whole("parent_call", calls["parent"], pa.int32()),
        *place(record.county, "drawn_", calls["area"]),
        *(
            flag(name, (calls["flags"] & bit) != 0)
            for name, bit in (
                ("deterrable", DETERRABLE),
                ("unreported_kind", UNREPORTED),
                ("asb_kind", ASB_RECORD),
                ("hate_kind", HATE),
            )
        ),
    ]


def _what_became_of_it(record: RunRecord, outcome: NDArray[np.void]) -> list[Column]:
    """Give the columns that the street filled."""
    return [
        *place(record.county, "", outcome["area"]),
        word("state", STATE_NAMES, outcome["state"]),
        time("first_dispatch_min", outcome["first_dispatch_min"]),
        time("first_arrival_min", outcome["first_arrival_min"]),
        time("closed_min", outcome["closed_min"]),
        whole("unit", outcome["unit"], pa.int32()),
        time("stock", outcome["stock"].astype(np.float64), "minutes of presence"),
        *(
            flag(name, (outcome["flags"] & bit) != 0)
            for name, bit in (("displaced", DISPLACED), ("short", SHORT), ("induced", INDUCED), ("recorded", RECORDED))
        ),
    ]


def _is_counted(record: RunRecord, time_min: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which times lie in the measured period."""
    return (time_min >= record.clock.measure_from_min) & (time_min < record.clock.measure_until_min)
