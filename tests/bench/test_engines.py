"""Both sides of a race do the same work, and that is looked at."""

from functools import partial

import numpy as np
import pytest

from sim.bench import engines, growth
from sim.bench.measured import NotMeasuredError
from sim.bench.recording import recorder
from sim.bench.workload import county_workload, queue_workload
from sim.command.engine import ENGINES


@pytest.fixture(scope="module")
def week():
    """Give three days of the county: workload, history, force."""
    work = county_workload(3)
    force = work.force()
    return work, work.draw(force), force


def test_engines_with_the_same_logs_may_race(week):
    work, ground, force = week
    engines._check_same_logs(work.run(ground, force, "simpy"), work.run(ground, force))


def test_engines_that_differ_may_not(week):
    work, ground, force = week
    one, other = work.run(ground, force), work.run(ground, force)
    other.visits["end_min"][0] += 1
    with pytest.raises(AssertionError, match="differ in visits"):
        engines._check_same_logs(one, other)


def test_what_commanders_asked_gives_the_same_street_again(week):
    work, ground, force = week
    streets = []
    ran = work.run(ground, force, recorder(ENGINES["numba"], streets))
    (street,) = streets
    plain = work.run(ground, force)
    for again in (street.replay(ENGINES["numba"]), street.replay(ENGINES["numba"])):  # a replay leaves no trace
        assert again.dispatches.tobytes() == ran.dispatches.tobytes() == plain.dispatches.tobytes()
        assert again.visits.tobytes() == plain.visits.tobytes()
        assert again.steps == plain.steps
    assert 3 * 8 <= street.advances <= 3 * 14  # nine shift changes a day and little else


def test_a_county_of_twice_the_size_has_twice_the_calls_and_posts(week):
    work, ground, _ = week
    double = work.scaled(2.0)
    assert double.parts.posts.sum() == 2 * work.parts.posts.sum()
    calls = double.draw(double.force()).history.calls.size
    assert calls == pytest.approx(2 * ground.history.calls.size, rel=0.05)


def test_the_queue_is_offered_nine_tenths_of_what_sixty_can_do():
    work = queue_workload(2)
    calls = work.draw(work.force()).history.calls
    assert calls.size == pytest.approx(2 * 12_960, rel=0.03)
    load = calls["scene_min"].sum() / (60 * 2 * 1_440)
    assert load == pytest.approx(0.9, rel=0.05)
    assert set(np.unique(calls["grade"])) == {1, 2}


def test_growth_tells_a_line_from_a_square(monkeypatch):
    class Work:
        def __init__(self, size):
            self.history = type("H", (), {"calls": np.zeros(size)})()

        def force(self):
            return None

        def draw(self, force):
            return type("G", (), {"history": self.history})()

    works = [Work(size) for size in (100, 200, 400, 800)]

    def cost(formula, work):
        return formula(work.history.calls.size)

    # a fixed cost cancels: 5 + n has slopes 1 and 1
    monkeypatch.setattr(growth, "_cost_s", partial(cost, lambda n: 5.0 + n))
    assert growth.growth(works, "calls", rounds=1).value == pytest.approx(1)
    # n²: (800² - 400²) / 400 = 1200 over (400² - 100²) / 300 = 500
    monkeypatch.setattr(growth, "_cost_s", partial(cost, lambda n: 5.0 + n * n))
    assert growth.growth(works, "calls", rounds=1).value == pytest.approx(2.4)
    # a large one that takes less time than a small one says nothing
    monkeypatch.setattr(growth, "_cost_s", partial(cost, lambda n: 1000.0 - n))
    with pytest.raises(NotMeasuredError, match="too busy"):
        growth.growth(works, "calls", rounds=1)
