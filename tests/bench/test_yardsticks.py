"""A yardstick that does not do its work measures nothing."""

import heapq

import numpy as np
import pytest

from sim.bench.simpy_yardsticks import run_queue, run_timeouts
from sim.bench.yardsticks import LONGEST_MIN, hold_steps, spin, trivial

MASK = 2**64 - 1


def shift_register():
    """Give the states of the yardsticks' shift register."""
    state = 88172645463325252
    while True:
        state ^= (state << 13) & MASK
        state ^= state >> 7
        state ^= (state << 17) & MASK
        yield state


def held_by_heap(steps, live):
    """Hold events in a binary heap; give the times at which they come up."""
    states = shift_register()

    def delay():
        return LONGEST_MIN * (next(states) >> 11) / 2.0**53

    heap = [delay() for _ in range(live)]
    heapq.heapify(heap)
    times = []
    for _ in range(steps):
        times.append(heap[0])
        heapq.heapreplace(heap, heap[0] + delay())
    return times


@pytest.mark.parametrize("live", [1, 2, 150, 5000])
def test_the_wheel_gives_events_in_the_order_of_a_heap(live):
    popped_min = np.zeros(3000)
    end_min = hold_steps(3000, live, popped_min)
    expected = held_by_heap(3000, live)
    assert popped_min.tolist() == expected
    assert end_min == expected[-1]


def test_spin_comes_to_the_state_of_the_shift_register():
    states = shift_register()
    for _ in range(1000):
        state = next(states)
    assert spin(1000) == state & 0x7FFFFFFF


def test_trivial():
    assert trivial(41) == 42


def test_timeouts_all_happen():
    # one process: the clock ends at the sum of its waits, near 1000 times the mean of 30
    assert run_timeouts(1000, 1, 60.0) == pytest.approx(30_000, rel=0.1)


def test_the_simpy_queue_waits_as_theory_says():
    # M/M/2 at load .5: a mean wait of 1/3 of the mean service, whoever goes first
    assert run_queue(60_000, 2, 0.5, 0.2) == pytest.approx(1 / 3, rel=0.1)
