"""A small system with geography: the street sends whom the exact Markov chain of the hypercube model sends."""

from itertools import product
from math import sqrt

import numpy as np
import pytest
from scipy.stats import t as student

from sim.run.parts import build_parts
from tests.run.studying import KNOWN_ANSWERS, is_counted, walks_of

FAMILY_ERROR = 0.01
LONGEST_QUEUE = 300


def solve(rate, service_rate, order):
    """Solve the chain by a dense system; states are who is busy (bits), then the length of the queue.

    Returns the workload of each unit, and the share of calls of each area that each unit answers.
    """
    n_units, n_areas = len(order[0]), len(rate)
    full = 2**n_units - 1
    states = full + 1 + LONGEST_QUEUE
    flow = np.zeros((states, states))
    for state in range(full):
        for area in range(n_areas):
            flow[state, state | 1 << first_free(order[area], state)] += rate[area]
        for unit in range(n_units):
            if state >> unit & 1:
                flow[state, state & ~(1 << unit)] += service_rate
    for unit in range(n_units):
        flow[full, full & ~(1 << unit)] += service_rate
    for queue in range(LONGEST_QUEUE):
        flow[full + queue, full + queue + 1] += sum(rate)
        flow[full + queue + 1, full + queue] += n_units * service_rate
    balance = (flow - np.diag(flow.sum(axis=1))).T
    balance[-1] = 1
    chance = np.linalg.solve(balance, np.eye(states)[-1])
    all_busy = chance[full:].sum()
    workload = np.array([chance[[s for s in range(full) if s >> u & 1]].sum() + all_busy for u in range(n_units)])
    share = np.full((n_areas, n_units), all_busy / n_units)  # who is freed first is anyone's luck
    for area, state in product(range(n_areas), range(full)):
        share[area, first_free(order[area], state)] += chance[state]
    return workload, share


def first_free(order, state):
    """Give the first unit in an order of preference that is not busy."""
    return next(unit for unit in order if not state >> unit & 1)


def test_chain_of_two_units_by_hand():
    """Two units, a rate of ½ in each of two areas, service 1: M/M/2 at ρ = ½. P(0) = P(1 busy) = P(2 or more) = 1/3.

    By symmetry an area's own unit answers when nobody is busy (1/3), half the time when one is (1/6), and half of the
    calls that wait (1/6): 2/3.
    """
    workload, share = solve([0.5, 0.5], 1.0, [[0, 1], [1, 0]])
    assert workload == pytest.approx([0.5, 0.5])
    assert share == pytest.approx(np.array([[2, 1], [1, 2]]) / 3)


def test_work_and_cover_are_those_of_the_chain(desk):
    loaded = desk.load(KNOWN_ANSWERS / "hypercube_4.yaml")
    parts = build_parts(loaded)
    home = parts.force_of("today", 0).officers["home"]
    assert sorted(home) == [0, 1, 2, 3]
    minutes = parts.county.travel.base_min[home]
    order = [list(np.argsort(minutes[:, area])) for area in range(4)]
    rate = parts.demand.observed_per_year[0] / 8760
    assert rate == pytest.approx([5.6, 2.24, 2.24, 1.12])
    workload, share = solve(rate, 4.0, order)
    expected = np.concatenate([workload, share.ravel(), [outside(share, rate, home)]])
    found = np.array([observed(walk, home) for walk in walks_of(loaded, parts)])
    half = student.isf(FAMILY_ERROR / expected.size / 2, len(found) - 1) * found.std(axis=0, ddof=1) / sqrt(len(found))
    assert (np.abs(found.mean(axis=0) - expected) <= half).all()
    assert (half <= 0.05 * expected).all()
    # the officer of the busiest place works hardest, and three calls in five get somebody from elsewhere
    assert workload.argmax() == np.flatnonzero(home == 0)[0]
    assert expected[-1] == pytest.approx(0.62, abs=0.01)


def outside(share, rate, home):
    """Give the share of calls that get somebody from another place."""
    own = np.array([share[area, home == area][0] for area in range(len(rate))])
    return 1 - float(own @ rate / rate.sum())


def observed(walk, home):
    """Give workloads, shares by area and unit, and the share from elsewhere, as one replication had them."""
    record, counted = walk.record, is_counted(walk)
    calls, outcome = record.history.calls, record.outcome
    begin = np.clip(outcome["first_arrival_min"], record.clock.measure_from_min, record.clock.measure_until_min)
    end = np.clip(outcome["closed_min"], record.clock.measure_from_min, record.clock.measure_until_min)
    served = ~np.isnan(end)
    minutes = record.clock.measure_until_min - record.clock.measure_from_min
    workload = np.bincount(outcome["unit"][served], weights=(end - begin)[served], minlength=4) / minutes
    answered = np.zeros((4, 4))
    mine = counted & served
    np.add.at(answered, (calls["area"][mine], outcome["unit"][mine]), 1)
    share = answered / answered.sum(axis=1, keepdims=True)
    elsewhere = np.mean(home[outcome["unit"][mine]] != calls["area"][mine])
    return np.concatenate([workload, share.ravel(), [elsewhere]])
