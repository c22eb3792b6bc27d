"""The dispatch log bears out the call log and the visit log, row for row: who was sent, from where, and what was left."""

import numpy as np
import pytest

from sim.street.records import ATTENDED, BY_PHONE, CANCELLED, DOING_NAMES, OPEN, PREVENTED, VISIT_CUT_BY_CALL
from tests.run.studying import TINY, Gone, walks_of
from tests.run.test_calibrate import STREET

IDLE, TO_CALL, ON_SCENE, IN_CUSTODY, TO_VISIT, ON_VISIT, TO_HOME = (
    DOING_NAMES.index(name) for name in ("idle", "to_call", "on_scene", "in_custody", "to_visit", "on_visit", "to_home")
)
OPTIONS = {
    "as they are": {},
    "everything is left for an emergency": {"preempt": ["visit", "travel", "scene"]},
    "units go home, and sit where they are": {"idle": "home", "travel_counts": False},
}


@pytest.fixture(scope="module", params=OPTIONS)
def rules(request):
    """Give some rules of dispatch."""
    return OPTIONS[request.param]


@pytest.fixture(scope="module")
def records(desk, rules):
    """Walk a busy tiny study under these rules; give what each scenario left."""
    street = {**STREET, "dispatch": {**STREET["dispatch"], **rules}}
    changes = {
        "demand": {"pack": "hertfordshire", "times": 0.06},
        "effect": "none",
        "replications": 1,
        "street": street,
    }
    name = f"busy_{list(OPTIONS.values()).index(rules)}"
    return [walk.record for walk in walks_of(desk.load(TINY, name, scenarios__response=Gone, **changes))]


def test_the_log_is_in_order_of_time_and_says_what_units_can_be_taken_from(records):
    for record in records:
        log = record.dispatches
        assert log.size > 500
        assert (np.diff(log["time_min"]) >= 0).all()
        assert set(log["was"].tolist()) <= {IDLE, TO_CALL, ON_SCENE, TO_VISIT, ON_VISIT, TO_HOME}
        assert (log["crew"] >= 1).all()
        assert not (log["arrival_min"] < log["time_min"]).any()


def test_calls_are_what_their_dispatches_say(records):
    """First sent, first arrived and the unit that did, for each call; nobody is sent to what needs nobody."""
    for record in records:
        log, outcome = record.dispatches, record.outcome
        first_sent, first_here, unit = {}, {}, {}
        for row in log.tolist():
            sent, arrived, call, who, *_ = row
            first_sent.setdefault(call, sent)
            if arrived == arrived and (arrived, who) < (first_here.get(call, np.inf), unit.get(call, np.inf)):  # noqa: PLR0124 - not nan
                first_here[call], unit[call] = arrived, who
        was_sent = ~np.isnan(outcome["first_dispatch_min"])
        assert set(np.flatnonzero(was_sent).tolist()) == set(first_sent)
        assert all(outcome["first_dispatch_min"][call] == sent for call, sent in first_sent.items())
        assert set(np.flatnonzero(~np.isnan(outcome["first_arrival_min"])).tolist()) == set(first_here)
        for call, arrived in first_here.items():
            assert (outcome["first_arrival_min"][call], outcome["unit"][call]) == (arrived, unit[call])
        attended = outcome["state"] == ATTENDED
        assert attended.sum() > 200
        assert set(np.flatnonzero(attended).tolist()) <= set(first_here)
        assert not np.isin(outcome["state"][was_sent], (BY_PHONE, PREVENTED)).any()


def test_interrupted_visits_and_dispatches_from_a_visit_are_the_same(records):
    n_cut = 0
    for record in records:
        visits, log = record.visits, record.dispatches
        cut = visits[visits["ended"] == VISIT_CUT_BY_CALL]
        left = log[log["was"] == ON_VISIT]
        ends = sorted(zip(cut["unit"].tolist(), cut["end_min"].tolist(), cut["area"].tolist(), strict=True))
        assert ends == sorted(
            zip(left["unit"].tolist(), left["time_min"].tolist(), left["from_area"].tolist(), strict=True)
        )
        n_cut += len(ends)
    assert n_cut > 10


def test_a_unit_does_one_thing_at_a_time_and_leaves_what_it_was_sent_to_last(records, rules):
    """Each unit's own dispatches, one after the other, make one story with the ends of the calls."""
    n_left = {TO_CALL: 0, ON_SCENE: 0}
    for record in records:
        outcome = record.outcome
        before = {}
        for row in record.dispatches:
            last = before.get(int(row["unit"]))
            before[int(row["unit"])] = row
            if row["was"] in {TO_CALL, ON_SCENE}:
                assert last["call"] == row["left_call"] != row["call"]
                # on scene it had arrived, on the way it had not
                assert np.isnan(last["arrival_min"]) == (row["was"] == TO_CALL)
                # left for something more urgent, and the call it left was not over
                grades = record.history.calls["grade"]
                assert grades[row["call"]] < grades[row["left_call"]]
                closed_min = outcome["closed_min"][row["left_call"]]
                assert np.isnan(closed_min) or closed_min >= row["time_min"]
                n_left[int(row["was"])] += 1
                continue
            assert row["left_call"] == -1
            if last is not None:  # what it was sent to before is over: closed, or it was called off
                assert outcome["state"][last["call"]] != OPEN
                assert outcome["closed_min"][last["call"]] <= row["time_min"]
                if not np.isnan(last["arrival_min"]):
                    assert last["arrival_min"] <= row["time_min"]
    assert all((number > 5) == ("preempt" in rules) for number in n_left.values())


def test_who_never_came_was_sent_elsewhere_or_called_off(records):
    for record in records:
        outcome, horizon_min = record.outcome, record.clock.horizon_min
        taken = {(int(row["unit"]), int(row["left_call"])) for row in record.dispatches if row["was"] == TO_CALL}
        missing = record.dispatches[np.isnan(record.dispatches["arrival_min"])]
        for row in missing:
            call = int(row["call"])
            over = outcome["state"][call] in {ATTENDED, CANCELLED}
            under_way = horizon_min - row["time_min"] < 180
            assert (int(row["unit"]), call) in taken or over or under_way


def test_calls_that_a_unit_left_are_tried_again(records, rules):
    """With travel to be left for emergencies, most calls so left are sent to anew."""
    for record in records:
        left = {int(call) for call in record.dispatches["left_call"] if call >= 0}
        assert bool(left) == ("preempt" in rules)
        log = record.dispatches
        again = 0
        for call in left:
            times = log["time_min"][log["left_call"] == call]
            again += bool(((log["call"] == call) & (log["time_min"] >= times.min())).any())
        assert again >= 0.8 * len(left)
