"""The audit trail of one run: every call with its times and end, every dispatch, every visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.county.model import County
from sim.demand.records import ASB_RECORD, DETERRABLE, HATE, UNREPORTED
from sim.outcomes.audit_columns import CALL_COLUMNS, DISPATCH_COLUMNS, VISIT_COLUMNS
from sim.outcomes.record import RunRecord
from sim.outcomes.tables import column, number
from sim.street.records import DISPLACED, DOING_NAMES, INDUCED, LATENT, RECORDED, SHORT, STATE_NAMES

SINCE_START = "minutes since the start of the study"
VISIT_ENDS = ("full", "cut_by_call", "cut_by_shift_end")
NOBODY = -1
STEPS_PER_MINUTE = 64
"""Times of the audit trail are kept to a 64th of a minute."""

_Column = tuple[pa.Field, pa.Array]


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
        *_which_run(record, rows.size),
        _whole("call", rows, pa.int32()),
        _flag("counted", _is_counted(record, calls["call_min"])),
        *_call_itself(record, calls, harm_unit),
        *_what_became_of_it(record, outcome),
    ]
    return _table(columns, CALL_COLUMNS)


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
        *_which_run(record, log.size),
        _whole("call", log["call"], pa.int32()),
        _flag("counted", _is_counted(record, record.history.calls["call_min"][log["call"]])),
        _whole("unit", log["unit"], pa.int32()),
        _whole("crew", log["crew"], pa.int16(), "officers"),
        _time("dispatch_min", log["time_min"]),
        _time("arrival_min", log["arrival_min"]),
        *_place(record.county, "from_", log["from_area"]),
        _word("was", DOING_NAMES, log["was"]),
        _whole("left_call", log["left_call"], pa.int32()),
    ]
    return _table(columns, DISPATCH_COLUMNS)


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
        *_which_run(record, visits.size),
        _flag("counted", _is_counted(record, visits["start_min"])),
        _time("start_min", visits["start_min"]),
        _time("end_min", visits["end_min"]),
        _whole("unit", visits["unit"], pa.int32()),
        _whole("crew", visits["crew"], pa.int16(), "officers"),
        *_place(record.county, "", visits["area"]),
        _word("ended", VISIT_ENDS, visits["ended"]),
    ]
    return _table(columns, VISIT_COLUMNS)


def _call_itself(record: RunRecord, calls: NDArray[np.void], harm_unit: str) -> list[_Column]:
    """Give the columns that the history holds."""
    demand = record.demand
    return [
        _time("call_min", calls["call_min"]),
        _time("ready_min", calls["ready_min"]),
        _word("type", demand.type_key, calls["type"]),
        _word("offence", demand.offence_key, calls["offence"]),
        _whole("grade", calls["grade"], pa.int8()),
        _whole("officers_needed", calls["officers"], pa.int8(), "officers"),
        _time("scene_min", calls["scene_min"], "minutes"),
        (column("harm", pa.float64(), harm_unit), number(calls["harm"].copy())),
        _whole("parent_call", calls["parent"], pa.int32()),
        *_place(record.county, "drawn_", calls["area"]),
        *(
            _flag(name, (calls["flags"] & bit) != 0)
            for name, bit in (
                ("deterrable", DETERRABLE),
                ("unreported_kind", UNREPORTED),
                ("asb_kind", ASB_RECORD),
                ("hate_kind", HATE),
            )
        ),
    ]


def _what_became_of_it(record: RunRecord, outcome: NDArray[np.void]) -> list[_Column]:
    """Give the columns that the street filled."""
    return [
        *_place(record.county, "", outcome["area"]),
        _word("state", STATE_NAMES, outcome["state"]),
        _time("first_dispatch_min", outcome["first_dispatch_min"]),
        _time("first_arrival_min", outcome["first_arrival_min"]),
        _time("closed_min", outcome["closed_min"]),
        _whole("unit", outcome["unit"], pa.int32()),
        _time("stock", outcome["stock"].astype(np.float64), "minutes of presence"),
        *(
            _flag(name, (outcome["flags"] & bit) != 0)
            for name, bit in (("displaced", DISPLACED), ("short", SHORT), ("induced", INDUCED), ("recorded", RECORDED))
        ),
    ]


def _which_run(record: RunRecord, n_rows: int) -> list[_Column]:
    """Give the columns that say which run the rows are of."""
    return [
        (column("scenario", pa.string()), pa.repeat(record.scenario, n_rows)),
        (column("replication", pa.int32()), pa.repeat(pa.scalar(record.replication, pa.int32()), n_rows)),
    ]


def _is_counted(record: RunRecord, time_min: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which times lie in the measured period."""
    return (time_min >= record.clock.measure_from_min) & (time_min < record.clock.measure_until_min)


def _place(county: County, prefix: str, area: NDArray[np.int16]) -> list[_Column]:
    """Give the code and the district of areas."""
    return [
        _word(f"{prefix}area_code", county.area_code, area),
        _word(f"{prefix}district", county.district_name, county.district_of_area[area]),
    ]


def _time(name: str, time_min: NDArray[np.float64], unit: str = SINCE_START) -> _Column:
    """Give a column of times to about a second, which packs into half the space; nan is empty."""
    return column(name, pa.float64(), unit), number(np.round(time_min * STEPS_PER_MINUTE) / STEPS_PER_MINUTE)


def _flag(name: str, values: NDArray[np.bool_]) -> _Column:
    """Give a column of yes and no."""
    return column(name, pa.bool_()), pa.array(values)


def _whole(name: str, values: NDArray[np.integer], kind: pa.DataType, unit: str = "") -> _Column:
    """Give a column of whole numbers; `NOBODY` is empty."""
    whole = values.astype(np.int64)
    return column(name, kind, unit), pa.array(whole, mask=whole == NOBODY).cast(kind)


def _word(name: str, words: Sequence[str], which: NDArray[np.integer]) -> _Column:
    """Give a column of words by their numbers; below 0 is empty."""
    index = which.astype(np.int64)
    return column(name, pa.string()), pa.array(words, pa.string()).take(pa.array(index, mask=index < 0))


def _table(columns: Sequence[_Column], meanings: Mapping[str, str]) -> pa.Table:
    """Put columns together, and what each means beside its unit."""
    fields = [
        field.with_metadata({**(field.metadata or {}), "description": meanings[field.name]}) for field, _ in columns
    ]
    return pa.Table.from_arrays([values for _, values in columns], schema=pa.schema(fields))
