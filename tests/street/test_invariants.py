"""What must hold of any street, at every event and at the end, on small random ones."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from sim.street.records import ATTENDED, BY_PHONE, CANCELLED, LATENT, PENDING, PREVENTED, SHORT, SILENT
from sim.street.state import (
    ON_SCENE,
    ON_VISIT,
    OUT_OF_DISPATCHES,
    OUT_OF_EVENTS,
    OUT_OF_VISITS,
    SPARE_DISPATCHES,
    SPARE_EVENTS,
    SPARE_VISITS,
)
from tests.oracle.naive_stock import by_changes
from tests.street.audit import audit, queued_events
from tests.street.builders import RULES, TALLY
from tests.street.random_studies import END, HORIZON, OPTIONS, STUDIES, carry, digest, draw_study, play


def next_event_min(street):
    """Give when the next thing on the street happens."""
    g = street.g[0]
    times = [g["next_due_min"], math.inf]
    if g["n_events"]:
        times.append(min(key[0] for key in queued_events(street)))
    if g["made"] < street.calls.size:
        times.append(street.calls["call_min"][g["made"]])
    if g["ready"] < street.ready_order.size:
        times.append(street.calls["ready_min"][street.ready_order[g["ready"]]])
    return float(min(times))


class Watcher:
    """Carries a street from event to event, audits it at each, and notes who is present where."""

    def __init__(self):
        self.stays = {ON_SCENE: [], ON_VISIT: []}
        self._open = {}

    def carry(self, street, until):
        """Carry a street to a time; what commands have brought comes first."""
        now = street.g["now_min"][0]
        street = carry(street, now)
        self.note(street, now)
        while (at := next_event_min(street)) < until:
            street = carry(street, np.nextafter(at, math.inf))
            audit(street)
            self.note(street, at)
        street = carry(street, until)
        self.note(street, until)
        return street

    def note(self, street, now):
        """Note who came and who left."""
        for unit, row in enumerate(street.units):
            doing = (int(row["state"]), int(row["loc"]), float(row["since_min"]))
            if unit in self._open and self._open[unit] != doing:
                state, area, since = self._open.pop(unit)
                ended = min(now, float(row["since_min"]))
                self.stays[state].append((unit, area, since, ended))
            if row["state"] in self.stays:
                self._open[unit] = doing

    def close(self, street):
        """Note that everybody is gone."""
        self.note(street, END)


@settings(max_examples=40)
@given(STUDIES)
def test_a_street_holds_together_at_every_event(options):
    check_at_every_event(draw_study(**options))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: "-".join(options) or "default")
def test_busy_streets_hold_together_at_every_event(options, seed):
    """Hypothesis prefers small studies; these are always full."""
    check_at_every_event(draw_study(seed, **options))


def check_at_every_event(study):
    """Play a study event by event, and hold its books against what was seen."""
    watcher = Watcher()
    street = play(study, watcher.carry)
    watcher.close(street)
    assert street.g["n_active"][0] == 0
    assert (street.units["crewed_in"] == -1).all()
    assert not street.areas["attending"].any()
    assert not street.areas["visiting"].any()
    check_visits(street, watcher)
    check_stocks(street, watcher)
    check_tallies(street, watcher)


def check_visits(street, watcher):
    """The visit log is who was seen visiting; no unit is at two visits at once, no hotspot has two units."""
    log = street.visits[: street.g["n_visits"][0]]
    listed = [row for row in log[["unit", "area", "start_min", "end_min"]].tolist() if row[3] > row[2]]
    seen = [stay for stay in watcher.stays[ON_VISIT] if stay[3] > stay[2]]
    assert sorted(listed) == sorted(seen)
    assert (np.diff(log["end_min"]) >= 0).all()
    for key in (0, 1):
        for name in {row[key] for row in listed}:
            mine = sorted(row[2:] for row in listed if row[key] == name)
            assert all(first[1] <= second[0] for first, second in pairwise(mine))


def check_stocks(street, watcher):
    """The deterrence of each area is what the presence seen there gives by the slow version."""
    rule = {"decay": RULES["decay_per_min"], "fresh": 15.0, "gap": 30.0, "stale": 0.2}
    weights = {ON_VISIT: 1.0, ON_SCENE: float(street.g["attend_weight"][0])}
    for number, area in enumerate(street.areas):
        stays = [
            (start, end, weight)
            for state, weight in weights.items()
            for _, place, start, end in watcher.stays[state]
            if place == number
        ]
        now = float(area["stock_min"])
        assert by_changes(stays, now, **rule) == pytest.approx(area["stock"], rel=1e-9, abs=1e-12)


def check_tallies(street, watcher):
    """No column holds more than the time on duty."""
    tallies = street.tallies.view(TALLY).reshape(-1)
    busy = sum(tallies[name] for name in ("meal_min", "travel_min", "scene_min", "custody_min", "patrol_min"))
    assert (busy <= tallies["duty_min"] + 1e-6).all()
    assert (tallies["overtime_min"] <= tallies["duty_min"]).all()


@settings(max_examples=60)
@given(STUDIES)
def test_every_call_ends_in_one_state_that_its_times_bear_out(options):
    study = draw_study(**options)
    street = play(study)
    calls, outcome = street.calls, street.outcome
    made = calls["call_min"] < HORIZON
    state, dispatched, reached, closed = (
        outcome[name] for name in ("state", "first_dispatch_min", "first_arrival_min", "closed_min")
    )
    assert np.isin(state, (PENDING, LATENT, PREVENTED, BY_PHONE, ATTENDED, CANCELLED, SILENT)).all()
    assert made.all()
    never = np.isin(state, (LATENT, PREVENTED, SILENT))
    assert (closed[never] == calls["call_min"][never]).all()
    assert np.isnan(dispatched[never | (state == BY_PHONE)]).all()
    assert (calls["grade"][state == BY_PHONE] == 4).all()
    attended = state == ATTENDED
    assert (calls["ready_min"][attended] <= dispatched[attended]).all()
    assert (dispatched[attended] <= reached[attended]).all()
    if not study.rules["preempt_scene"]:
        assert (closed[attended] == reached[attended] + calls["scene_min"][attended]).all()
    assert (reached[attended] <= calls["patience_min"][attended]).all()
    cancelled = state == CANCELLED
    assert (closed[cancelled] == calls["patience_min"][cancelled]).all()
    assert np.isnan(reached[cancelled]).all()
    assert np.isnan(closed[state == PENDING]).all()
    assert ((outcome["unit"] >= 0) == ~np.isnan(reached)).all()
    assert not (outcome["flags"][~attended] & SHORT).any()
    assert street.g["made"][0] == calls.size


@settings(max_examples=20)
@given(STUDIES)
def test_short_arrays_grow_and_change_nothing(options):
    """Room for one step is the least there can be; the queue and the log grow many times from there."""
    assert digest(play(draw_study(**options, room=1))) == digest(play(draw_study(**options)))


def test_both_arrays_ask_for_room():
    codes = set()
    study = draw_study(5, n_areas=8, n_officers=8, takes_meals=1, room=SPARE_EVENTS + 8)
    play(study, lambda street, until: watch_room(street, until, codes))
    assert codes == {OUT_OF_EVENTS, OUT_OF_VISITS, OUT_OF_DISPATCHES}
    assert SPARE_VISITS == SPARE_EVENTS == SPARE_DISPATCHES


def watch_room(street, until, codes):
    """Carry a street and note why it came back."""
    from sim.street.advance import advance
    from sim.street.state import FULL, grown

    while (code := advance(street, until)) != FULL:
        codes.add(code)
        street = grown(street, code)
    return street


def test_carrying_in_small_steps_changes_nothing():
    for options in OPTIONS:
        stepwise = play(draw_study(9, **options), lambda street, until: in_steps(street, until, 37.3))
        assert digest(stepwise) == digest(play(draw_study(9, **options)))


def in_steps(street, until, step):
    """Carry a street by steps, as commands that decide nothing would."""
    while street.g["now_min"][0] + step < until:
        street = carry(street, street.g["now_min"][0] + step)
    return carry(street, until)


def test_without_officers_nobody_comes():
    street = play(draw_study(3, n_officers=0, n_calls=300))
    assert np.isnan(street.outcome["first_dispatch_min"]).all()
    assert not np.isin(street.outcome["state"], (ATTENDED,)).any()
    assert street.g["n_visits"][0] == 0
    assert not street.tallies.any()
    assert not street.areas["stock"].any()


def test_without_calls_patrol_gets_all_its_visits():
    street = play(draw_study(3, n_calls=0))
    assert street.g["made"][0] == 0
    assert (street.visits["ended"][: street.g["n_visits"][0]] != 1).all()


def test_a_hundredfold_demand_is_worked_through():
    """Eight officers, 12,000 calls: queues of thousands; steps stay a small multiple of the calls."""
    street = play(draw_study(11, n_calls=12_000, n_officers=8, n_areas=8, takes_meals=1, preempt_travel=1))
    assert street.g["made"][0] == 12_000
    assert street.g["steps"][0] < 5 * 12_000
    assert (street.outcome["state"] == PENDING).sum() > 1_000


def test_everything_at_once_ends():
    """A thousand calls of all grades in the same minute at no distance, with no time on scene."""
    study = draw_study(4, n_calls=1_000, n_areas=1, n_officers=8, travel_counts=0, step=5.0)
    study.street.calls["call_min"] = 700.0
    study.street.calls["ready_min"] = 700.0
    study.street.calls["patience_min"] = math.inf
    study.street.calls["scene_min"] = 0.0
    study.street.calls["custody_min"] = 0.0
    study.street.ready_order[:] = np.arange(1_000)
    study.street.live["scene_left_min"] = 0.0
    street = play(study)
    assert street.g["steps"][0] < 10_000
    assert not (street.outcome["state"][street.calls["grade"] == 1] == PENDING).any()
