"""One place and no travel: the street is a textbook queue, and must do what plain Python does, call by call."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.naive_queue import by_priority, first_come_first_served, preemptive_resume
from tests.street.builders import arrivals, call, go, make_street, start

quarters = st.integers(0, 400).map(lambda k: k / 4)


@st.composite
def loads(draw):
    """Draw times of calls, times on scene and grades; quarters of minutes make ties likely."""
    n = draw(st.integers(1, 40))
    made = sorted(draw(st.lists(quarters, min_size=n, max_size=n)))
    service = draw(st.lists(quarters.map(lambda minutes: minutes / 4 + 0.25), min_size=n, max_size=n))
    grade = draw(st.lists(st.integers(1, 3), min_size=n, max_size=n))
    return made, service, grade


def served(made, service, grade, servers, **rules):
    """Let response units serve the calls of one place, without travel."""
    calls = [call(at, grade=g, scene=minutes) for at, minutes, g in zip(made, service, grade, strict=True)]
    street = make_street(calls, 1, servers, room=4_096 + 4 * len(calls), travel_counts=0, **rules)
    start(street, *["response"] * servers)
    go(street, 1e7)
    return street


@settings(max_examples=60)
@given(loads(), st.integers(1, 4))
def test_first_come_first_served(load, servers):
    made, service, _ = load
    expected = first_come_first_served(made, service, servers)
    assert arrivals(served(made, service, [2] * len(made), servers)) == expected


@settings(max_examples=60)
@given(loads(), st.integers(1, 4))
def test_grades_are_priorities(load, servers):
    made, service, grade = load
    assert arrivals(served(made, service, grade, servers)) == by_priority(made, service, grade, servers)


@settings(max_examples=60)
@given(loads())
def test_an_interrupted_scene_resumes_with_the_time_left(load):
    made, service, grade = load
    grade = [min(g, 2) for g in grade]
    street = served(made, service, grade, 1, preempt_scene=1)
    assert street.outcome["closed_min"].tolist() == preemptive_resume(made, service, grade)


@pytest.mark.parametrize("servers", [1, 3, 20])
def test_a_long_queue_to_the_last_call(servers):
    rng = np.random.default_rng(servers)
    made = np.cumsum(rng.exponential(1.0, 20_000)).tolist()
    service = rng.exponential(0.9 * servers, 20_000).tolist()
    expected = first_come_first_served(made, service, servers)
    street = served(made, service, [2] * len(made), servers)
    assert arrivals(street) == expected
    assert street.g["steps"][0] == 4 * len(made)  # made, ready, arrival, end: nothing else happens


@settings(max_examples=40)
@given(loads(), st.integers(1, 4))
def test_one_more_unit_never_delays_a_call(load, servers):
    made, service, _ = load
    fewer = arrivals(served(made, service, [2] * len(made), servers))
    more = arrivals(served(made, service, [2] * len(made), servers + 1))
    assert all(np.less_equal(more, fewer))
