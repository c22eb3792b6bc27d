"""The formulae of theory, against numbers worked out by hand and the table of known answers."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.random import Generator, Philox

from sim.validate.theory import cobham, crommelin, distance, erlang, hypercube, pollaczek, preemption, stated_effect

SHARES = np.array([0.2, 0.3, 0.5])


@pytest.mark.parametrize(
    ("servers", "load", "waiting", "wait"),
    [
        (1, 0.5, 0.5, 1.0),
        (2, 0.5, 0.333333, 0.333333),
        (3, 0.5, 0.236842, 0.157895),
        (5, 0.8, 0.554113, 0.554113),
        (20, 0.9, 0.550769, 0.275385),
    ],
)
def test_erlang_c(servers, load, waiting, wait):
    assert erlang.erlang_c(servers, servers * load) == pytest.approx(waiting, abs=5e-7)
    assert erlang.mean_wait(servers, servers * load) == pytest.approx(wait, abs=5e-7)


def test_erlang_c_of_many_servers_does_not_overflow():
    assert 0 < erlang.erlang_c(2000, 1990) < 1


def test_number_in_system_of_one_server():
    """ρ / (1 - ρ) = .8 / .2 = 4."""
    assert erlang.mean_in_system(1, 0.8) == pytest.approx(4)


def test_crommelin_of_one_server_is_pollaczek_and_khinchine():
    """ρ / (2 (1 - ρ)) = .8 / .4 = 2."""
    assert crommelin.mean_wait(1, 0.8) == pytest.approx(2, rel=1e-9)


def test_crommelin_of_two_servers_against_a_recursion():
    """Kiefer and Wolfowitz: the next call takes the server that is free first. One long run, so 3 % is near enough."""
    random = Generator(Philox(7))
    free, wait, now = np.zeros(2), [], 0.0
    for gap in random.exponential(1 / 1.4, 200_000):
        now += gap
        first = free.argmin()
        begin = max(now, free[first])
        free[first] = begin + 1
        wait.append(begin - now)
    assert np.mean(wait) == pytest.approx(crommelin.mean_wait(2, 1.4), rel=0.03)


@pytest.mark.parametrize(("cv2", "wait"), [(1, 4), (0, 2), (2, 6)])
def test_pollaczek_and_khinchine(cv2, wait):
    assert pollaczek.mean_wait(0.8, 1, 1 + cv2) == pytest.approx(wait)
    # in minutes: six times as long, at a sixth of the rate
    assert pollaczek.mean_wait(0.8 / 6, 6, 36 * (1 + cv2)) == pytest.approx(6 * wait)


def test_cobham():
    one = cobham.waits_one_server(0.8 * SHARES, np.ones(3), np.full(3, 2.0))
    assert one == pytest.approx([0.95238, 1.58730, 6.66667], abs=5e-6)
    assert one == pytest.approx(cobham.waits_many_servers(1, 0.8 * SHARES))
    many = cobham.waits_many_servers(20, 18 * SHARES)
    assert many == pytest.approx([0.03358, 0.06106, 0.50070], abs=5e-6)
    # who goes first moves waits between the grades, not their mean: that of first come, first served
    assert SHARES @ one == pytest.approx(erlang.mean_wait(1, 0.8))
    assert SHARES @ many == pytest.approx(erlang.mean_wait(20, 18))


def test_cobham_with_a_time_for_each_grade_by_hand():
    """Rates .2 and .1, fixed times 1 and 4: W₀ = (.2 + .1 × 16) / 2 = .9; .9 / .8 = 1.125; .9 / (.8 × .4) = 2.8125."""
    waits = cobham.waits_one_server(np.array([0.2, 0.1]), np.array([1.0, 4.0]), np.array([1.0, 16.0]))
    assert waits == pytest.approx([1.125, 2.8125])


def test_preemptive_resume():
    stays = preemption.stays_one_server(np.array([0.3, 0.5]), np.ones(2), np.full(2, 2.0))
    assert stays == pytest.approx([1.428571, 7.142857], abs=5e-7)
    assert preemption.stays_many_servers(1, 0.3, 0.5) == pytest.approx(stays)


def test_preemptive_resume_of_fixed_times_by_hand():
    """Rates .2 and .1, fixed times 1 and 4: 1 + .1 / .8 = 1.125; 4 / .8 + .9 / (.8 × .4) = 7.8125."""
    stays = preemption.stays_one_server(np.array([0.2, 0.1]), np.array([1.0, 4.0]), np.array([1.0, 16.0]))
    assert stays == pytest.approx([1.125, 7.8125])


def test_chain_of_two_units_by_hand():
    """Two units, a rate of ½ in each of two areas, service 1: M/M/2 at ρ = ½. P(0) = P(1 busy) = P(2 or more) = 1/3.

    By symmetry an area's own unit answers when nobody is busy (1/3), half the time when one is (1/6), and half of the
    calls that wait (1/6): 2/3.
    """
    chain = hypercube.solve(np.array([0.5, 0.5]), 1.0, np.array([[0, 1], [1, 0]]))
    assert chain.workload == pytest.approx([0.5, 0.5])
    assert chain.share == pytest.approx(np.array([[2, 1], [1, 2]]) / 3)


def with_a_queue(rate, mean_service, preference, longest):
    """The chain of the hypercube written out with every length of the queue, one state after the other."""
    n_areas, n_units = preference.shape
    full = 2**n_units - 1
    flow = np.zeros((full + 1 + longest, full + 1 + longest))
    for state in range(full):
        for area in range(n_areas):
            unit = next(unit for unit in preference[area] if not state >> unit & 1)
            flow[state, state | 1 << unit] += rate[area]
    for state in range(full + 1):
        for unit in range(n_units):
            if state >> unit & 1:
                flow[state, state & ~(1 << unit)] += 1 / mean_service
    for shorter, longer in pairwise(range(full, full + 1 + longest)):
        flow[shorter, longer] += sum(rate)
        flow[longer, shorter] += n_units / mean_service
    balance = (flow - np.diag(flow.sum(axis=1))).T
    balance[-1] = 1
    return np.linalg.solve(balance, np.eye(len(flow))[-1])


def test_chain_without_a_queue_is_that_with_one():
    rate, preference = np.array([0.9, 0.3, 0.6]), np.array([[0, 1, 2], [1, 0, 2], [2, 0, 1]])
    chain = hypercube.solve(rate, 1.0, preference)
    chance = with_a_queue(rate, 1.0, preference, 200)
    busy = np.array([sum(chance[s] for s in range(7) if s >> u & 1) + chance[7:].sum() for u in range(3)])
    assert chain.workload == pytest.approx(busy)
    assert chain.workload.sum() == pytest.approx(1.8)  # all the work is done
    assert chain.share.sum(axis=1) == pytest.approx(1)
    assert chance[7:].sum() == pytest.approx(erlang.erlang_c(3, 1.8))


def test_chain_with_too_much_work_is_refused():
    with pytest.raises(ValueError, match="cannot do 2 erlangs"):
        hypercube.solve(np.array([2.0]), 1.0, np.array([[0]]))


def test_distances_in_the_plane():
    assert pytest.approx({"straight": 0.5214, "right_angle": 0.6667}, abs=5e-5) == distance.IN_SQUARE
    assert pytest.approx({"straight": 0.5, "right_angle": 0.6267}, abs=5e-5) == distance.TO_NEAREST
    assert pytest.approx(0.293, abs=5e-4) == distance.HALVED


def line(n):
    """Minutes between n places in a row."""
    return np.abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float)


def test_distance_between_draws_by_hand():
    """Three places in a row: 0 with chance 1/3, 1 with 4/9, 2 with 2/9: 8/9."""
    assert distance.between_draws(np.full(3, 1 / 3), line(3)) == pytest.approx(8 / 9)


def test_distance_to_the_nearest_by_hand():
    """Call in the middle of three places, each empty half the time: 0 with ½, 1 with 3/8, nobody with 1/8: 3/7."""
    assert distance.to_nearest(np.array([0, 1, 0]), line(3), np.full(3, 0.5)) == pytest.approx(3 / 7)


def test_stated_effect_by_hand():
    """.2 × (.5 × 1 + .5 × .5) / .75 = .2; by type .267 and .133, the first capped at .24: .12 + .067."""
    crimes, multiplier = np.array([100.0, 100.0]), np.array([1.0, 0.5])
    assert stated_effect.reduction(0.2, crimes, multiplier, np.array([0.8, 0.8])) == pytest.approx(0.2)
    assert stated_effect.reduction(0.2, crimes, multiplier, np.array([0.24, 0.8])) == pytest.approx(0.12 + 0.2 / 3)
    assert stated_effect.reduction(-0.05, crimes, multiplier, np.array([0.24, 0.8])) == pytest.approx(-0.05)
