"""The rules that hold whatever the numbers are: they hold, and each sees what breaks it."""

from dataclasses import replace

import numpy as np
import pytest

from sim.command.suppression import BaselineStock
from sim.run.parts import build_parts
from sim.run.replicate import effect_of, run_scenarios
from sim.street.records import ATTENDED, PENDING
from sim.validate.rules import books, monotone
from sim.validate.rules.conservation import Conservation
from sim.validate.rules.monotone import HalfLife, OneMoreExactly, Responses
from tests.run.studying import KNOWN_ANSWERS


@pytest.fixture(scope="module")
def parts(desk):
    """The study of conservation, cut to a week."""
    return build_parts(desk.load(KNOWN_ANSWERS / "conservation.yaml", "week", days=7, warm_up_days=7))


@pytest.fixture(scope="module")
def record(parts):
    """The option with patrol of its first replication."""
    nothing = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
    return next(run for run in run_scenarios(parts, nothing, effect_of(parts, 0), 0) if run.scenario == "patrol")


def changed(record, table, row, **fields):
    """Give a run with one row of a table changed."""
    copy = getattr(record, table).copy()
    for name, value in fields.items():
        copy[name][row] = value
    return replace(record, **{table: copy})


def attended(record, grade=2):
    """Give an attended call of a grade made in the first days."""
    return np.flatnonzero((record.outcome["state"] == ATTENDED) & (record.history.calls["grade"] == grade))[50]


def test_books_are_kept(parts, record):
    sample = Conservation().examine(parts, 0)
    assert not sample.values.any()
    assert (sample.looked_at > 0).all()
    assert books.contradictions(record) == (0, 1)


def test_lost_call_is_seen(record):
    broken = changed(record, "outcome", attended(record), state=PENDING)
    assert books.calls_without_one_end(broken)[0] == 1


def test_contradiction_is_seen(record):
    broken = changed(record, "outcome", attended(record), first_arrival_min=np.nan)
    assert books.contradictions(broken) == (1, 1)


def test_unit_in_two_places_is_seen(record):
    visit = record.visits[40]
    broken = changed(
        record, "visits", 41, unit=visit["unit"], start_min=visit["start_min"] + 1, end_min=visit["end_min"] + 1
    )
    assert books.units_in_two_places(record)[0] == 0
    assert books.units_in_two_places(broken)[0] >= 1


def test_unit_sent_off_duty_is_seen(parts, record):
    force = parts.force_of("patrol", 0)
    unit = record.dispatches["unit"][100]
    shifts = force.shifts[
        (force.shifts["rota"] == force.officers["rota"][unit])
        & (force.shifts["column"] == force.officers["column"][unit])
    ]
    after_the_first = shifts["end_min"][0] + 1
    assert after_the_first < shifts["start_min"][1]
    assert books.sent_off_duty(record, force)[0] == 0
    assert books.sent_off_duty(changed(record, "dispatches", 100, time_min=after_the_first), force)[0] == 1


def test_overtaking_is_seen(record):
    call = attended(record)
    later = record.outcome["first_dispatch_min"][call] + 2_000
    broken = changed(record, "outcome", call, first_dispatch_min=later, closed_min=later + 30)
    assert books.served_out_of_turn(record)[0] == 0
    assert books.served_out_of_turn(broken)[0] >= 1


def test_dose_that_counts_units_twice_is_seen(record, monkeypatch):
    inside = record.visits["start_min"] >= record.clock.measure_from_min
    doubled = replace(record, visits=np.append(record.visits, record.visits[inside][:1]))
    assert books.dose_off_the_visits(doubled)[0] == 0

    def summed(visits, n_areas, from_min, until_min):
        minutes = np.clip(visits["end_min"], from_min, until_min) - np.clip(visits["start_min"], from_min, until_min)
        return np.bincount(visits["area"], weights=minutes, minlength=n_areas)

    monkeypatch.setattr(books, "delivered_minutes", summed)
    assert books.dose_off_the_visits(record)[0] == 0
    assert books.dose_off_the_visits(doubled)[0] == 1


def test_measure_that_takes_in_a_call_of_the_warm_up_is_seen(parts, record, monkeypatch):
    rows = books.counted_rows(record)
    monkeypatch.setattr(books, "counted_rows", lambda _: slice(rows.start + 20, rows.stop))
    assert books.moved_by_warm_up(parts, record)[0] > 0


def test_responses_go_one_way(parts, monkeypatch):
    sample = Responses().examine(parts, 0)
    assert not sample.values.any()
    assert (sample.looked_at > 0).all()
    monkeypatch.setattr(monotone, "solve_effect", lambda *_: effect_of(parts, 0))
    assert Responses().examine(parts, 0).values[2] > 0  # an effect that is not zero does act


def test_dose_where_there_should_be_none_is_seen(parts, monkeypatch):
    monkeypatch.setattr(monotone, "delivered_minutes", lambda *_: np.array([15.0]))
    assert Responses().examine(parts, 0).values[1] == 15


def test_fewer_units_do_make_emergencies_wait(desk):
    scenarios = {"many": {"uplift": {"posts": 2, "to": "response"}}, "today": {}}
    parts = build_parts(desk.load(KNOWN_ANSWERS / "one_more_unit.yaml", "fewer", scenarios=scenarios))
    assert OneMoreExactly().examine(parts, 0).values[0] > 100


def test_shorter_half_life_does_prevent_less(desk, monkeypatch):
    parts = build_parts(desk.load(KNOWN_ANSWERS / "effect_16_percent.yaml"))
    held = HalfLife().examine(parts, 0)
    assert not held.values.any()
    assert (held.looked_at > 100).all()
    monkeypatch.setattr(monotone, "HALF_LIVES_DAYS", (4.0, 1.0, 0.25))
    assert HalfLife().examine(parts, 0).values[1] > 100
