import gc
import time

import pytest

from sim.bench.measured import Measured
from sim.bench.timing import Pairs, in_turn, seconds_of


def test_ratio_is_the_median_over_rounds_and_not_a_ratio_of_medians():
    # rounds: 2/1, 9/3, 8/2 = 2, 3, 4; the medians would give 8/2 = 4
    pairs = Pairs((2.0, 9.0, 8.0), (1.0, 3.0, 2.0))
    assert pairs.ratio == 3
    assert (pairs.first_median_s, pairs.second_median_s) == (8, 2)
    assert pairs.spread == (2.5, 3.5)  # quartiles of 2, 3, 4


def test_one_round_has_no_spread():
    assert Pairs((6.0,), (2.0,)).spread == (3, 3)


def test_work_is_done_in_turn_after_one_round_that_warms_up():
    done = []
    pairs = in_turn(lambda: done.append("A"), lambda: done.append("B"), 3)
    assert done == ["A", "B"] * 4
    assert (len(pairs.first_s), len(pairs.second_s)) == (3, 3)


def test_garbage_is_not_collected_while_time_runs_even_when_work_fails():
    def fail():
        assert not gc.isenabled()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        seconds_of(fail)
    assert gc.isenabled()


def test_a_scale_corrects_for_different_amounts_of_work():
    measured = Measured.of_ratio(Pairs((2.0, 9.0, 8.0), (1.0, 3.0, 2.0)), "note", scale=10.0)
    assert (measured.value, measured.ratio, measured.spread) == (30, 30, (25, 35))


def test_waiting_is_charged_by_the_wall_and_not_by_the_processor():
    assert seconds_of(lambda: time.sleep(0.2)) < 0.1
    assert seconds_of(lambda: time.sleep(0.2), time.perf_counter) >= 0.2
