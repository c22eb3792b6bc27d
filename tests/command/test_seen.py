"""What the force has on record: logged calls, recorded crimes, windows cut in proportion (MODEL.md §3)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.command.seen import Records
from sim.command.terrain import terrain_of
from sim.demand.records import ASB_RECORD, HATE
from sim.street.records import ATTENDED, INDUCED, LATENT, PREVENTED, RECORDED, SILENT
from tests.command.ground import WINDOWS, make_county, make_history, make_kinds
from tests.street.builders import DAY, call, make_street

WINDOW = 28 * DAY
HARM = np.array([100.0, 7.0])
HARM_OF_ASB = 0.5


def memory(calls=(), n_areas=2, **past):
    """Give the force's memory of a history and of what became of its calls."""
    history = make_history(calls, n_areas, n_offences=2, **past)
    return Records(history, HARM, HARM_OF_ASB), make_street(calls, n_areas)


def test_the_past_is_thirteen_windows_before_the_start():
    offences = np.zeros((WINDOWS, 2, 2), dtype=np.int32)
    offences[12, 0, 1], offences[12, 1, 1], offences[0, 1, 0] = 3, 4, 5
    asb = np.full((WINDOWS, 2), 2, dtype=np.int32)
    calls = np.full((WINDOWS, 2), 10, dtype=np.int32)
    hate = np.zeros((WINDOWS, 2), dtype=np.int32)
    hate[12, 0] = 1
    records, _ = memory(past_offences=offences, past_asb=asb, past_calls=calls, past_hate=hate)
    last = records.window(28, 0.0)
    assert last["crimes"].tolist() == [0, 7]
    assert last["asb"].tolist() == [2, 2]
    assert last["calls"].tolist() == [10, 10]
    assert last["hate"].tolist() == [1, 0]
    assert last["harm"].tolist() == [1.0, 3 * 100 + 4 * 7 + 1.0]
    year = records.window(364, 0.0)
    assert year["crimes"].tolist() == [5, 7]
    assert year["asb"].tolist() == [26, 26]
    assert records.window(336, 0.0)["crimes"].tolist() == [0, 7]


@pytest.mark.parametrize(
    ("days", "now_days", "expected"),
    [
        (28, 0, 12.0),
        (56, 0, 23.0),
        (28, 7, 9.0),  # three quarters of the last window before the start, nothing since
        (56, 7, 9.0 + 3.0 + 8.25),  # the same, 12/4 more, and three quarters of 11
        (14, 0, 6.0),
    ],
)
def test_a_window_that_lies_partly_outside_counts_in_proportion(days, now_days, expected):
    counts = np.zeros((WINDOWS, 2), dtype=np.int32)
    counts[:, 0] = np.arange(WINDOWS)  # the last window has 12, the one before 11
    records, street = memory(past_calls=counts)
    records.look(street.outcome, now_days * DAY)
    assert records.window(days, now_days * DAY)["calls"][0] == pytest.approx(expected)


CALLS = [
    call(1.0, offence=0),  # recorded crime: 100
    call(2.0, offence=1, flags=HATE),  # recorded hate crime: 7
    call(3.0, flags=ASB_RECORD),  # ASB record: .5
    call(4.0, area=1),  # logged, nothing on record
    call(5.0, area=1, offence=0),  # prevented
    call(6.0, area=1, offence=0),  # latent
    call(7.0, area=1, offence=0),  # nobody reports it
    call(8.0, area=0, offence=1),  # displaced to area 1
]


def played():
    """Give the memory of these calls at the end of their first day."""
    records, street = memory(CALLS)
    street.outcome["area"] = street.calls["area"]
    street.outcome["state"] = [ATTENDED] * 4 + [PREVENTED, LATENT, SILENT, ATTENDED]
    street.outcome["flags"] = [RECORDED, RECORDED | INDUCED, RECORDED, 0, 0, 0, 0, RECORDED]
    street.outcome["area"][7] = 1
    records.look(street.outcome, DAY)
    return records, street


def test_only_what_was_logged_and_recorded_is_seen_where_it_happened():
    seen = played()[0].window(28, DAY)
    assert seen["calls"].tolist() == [3, 2]
    assert seen["crimes"].tolist() == [2, 1]
    assert seen["asb"].tolist() == [1, 0]
    assert seen["hate"].tolist() == [1, 0]
    assert seen["harm"].tolist() == [107.5, 7.0]


def test_each_call_is_seen_once():
    records, street = played()
    records.look(street.outcome, DAY)
    records.look(street.outcome, 2 * DAY)
    assert records.window(28, 2 * DAY)["calls"].tolist() == [3, 2]


def test_a_look_sees_what_came_strictly_before():
    records, street = memory([call(0.0), call(DAY - 0.5), call(DAY)])
    street.outcome["state"] = ATTENDED
    records.look(street.outcome, DAY)
    assert records.window(28, DAY)["calls"][0] == 2
    records.look(street.outcome, 2 * DAY)
    assert records.window(28, 2 * DAY)["calls"][0] == 3
    # half of the first day's two, as nobody notes the hour
    assert records.window(1.5, 2 * DAY)["calls"][0] == pytest.approx(2.0)


def test_the_memory_by_window_and_kind_adds_up_to_the_sums():
    offences = np.zeros((WINDOWS, 2, 2), dtype=np.int32)
    offences[12, 0, 1], offences[11, 1, 0] = 8, 4
    asb = np.full((WINDOWS, 2), 2, dtype=np.int32)
    records, street = memory(CALLS, past_offences=offences, past_asb=asb)
    street.outcome["area"] = street.calls["area"]
    street.outcome["state"] = ATTENDED
    street.outcome["flags"] = RECORDED
    records.look(street.outcome, 7 * DAY)
    by_window = records.by_window(56, 7 * DAY)
    # the last 28 days: three quarters of the last window before the start, and the week since
    assert by_window.shape == (2, 3, 2)
    assert by_window[1, 0].tolist() == [1, 6 + 3]
    assert by_window[1, 1].tolist() == [2, 0]
    assert by_window[1, 2].tolist() == [1.5 + 1, 1.5]
    assert by_window[0, 0].tolist() == [0, 2]
    assert by_window[0, 1].tolist() == [3, 0]
    sums = records.window(56, 7 * DAY)
    assert by_window[:, :2].sum(axis=(0, 1)).tolist() == sums["crimes"].tolist()
    assert by_window[:, 2].sum(axis=0).tolist() == sums["asb"].tolist()


def test_a_meeting_sees_sums_and_windows_of_the_same_records():
    records, _ = played()
    terrain = terrain_of(make_county(2), make_kinds([*HARM, HARM_OF_ASB]))
    seen = records.seen(28, DAY, terrain, np.array([0.25, 0.75]))
    assert seen.recorded.shape == (1, 3, 2)
    assert np.einsum("k,wka->a", terrain.kinds.harm, seen.recorded).tolist() == seen.harm.tolist() == [107.5, 7.0]
    assert seen.lottery.tolist() == [0.25, 0.75]
    assert seen.deprivation_rank.tolist() == [1, 2]


def test_the_way_to_a_visit_is_that_from_the_nearest_station():
    kinds = make_kinds([10.0, 1.0])
    road = replace(make_county(5), station_area=np.array([0, 3], dtype=np.int16))
    assert terrain_of(road, kinds).reach_min.tolist() == [0, 10, 10, 0, 10]
    nowhere = replace(road, station_area=np.zeros(0, dtype=np.int16))
    assert terrain_of(nowhere, kinds).reach_min.tolist() == [0] * 5
