"""Textbook queues, each a study file that anyone can open, change and run again: the street gives what theory gives.

Held against VALIDATION's rows: at least 30 independent replications after a warm-up, 10⁵ calls or more (10⁶ at 90 % load),
an interval for each number that together, over all rows, hold with 99 % (Bonferroni), none wider than 5 % either way.
"""

from dataclasses import dataclass, field
from math import factorial, sqrt

import numpy as np
import pytest
from scipy.stats import t as student

from tests.run.studying import KNOWN_ANSWERS, is_counted, walks_of

FAMILY_ERROR = 0.01
WIDEST = 0.05


@dataclass
class Case:
    """A study and what theory says of it, by measure and grade; waits in units of the mean time on scene."""

    study: str
    load: float
    waiting: dict[int, float] = field(default_factory=dict)
    wait: dict[int, float] = field(default_factory=dict)
    stay: dict[int, float] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Numbers that are compared: those of the table, and the load itself."""
        return len(self.waiting) + len(self.wait) + len(self.stay) + 1


CASES = [
    Case("mmc_1_050", 0.5, waiting={2: 0.5}, wait={2: 1.0}),
    Case("mmc_2_050", 0.5, waiting={2: 0.333333}, wait={2: 0.333333}),
    Case("mmc_3_050", 0.5, waiting={2: 0.236842}, wait={2: 0.157895}),
    Case("mmc_5_080", 0.8, waiting={2: 0.554113}, wait={2: 0.554113}),
    Case("cobham_1_080", 0.8, wait={1: 0.95238, 2: 1.58730, 3: 6.66667}),
    Case("preemptive_resume", 0.8, stay={1: 1.428571, 2: 7.142857}),
    Case("mg1_exponential", 0.8, wait={2: 4.0}),
    Case("mg1_fixed", 0.8, wait={2: 2.0}),
    Case("mg1_cv2", 0.8, wait={2: 6.0}),
]
LONG_CASES = [
    Case("mmc_20_090", 0.9, waiting={2: 0.550769}, wait={2: 0.275385}),
    Case("cobham_20_090", 0.9, wait={1: 0.03358, 2: 0.06106, 3: 0.50070}),
]
ROWS = sum(case.rows for case in [*CASES, *LONG_CASES])


def erlang_c(servers, load):
    """Erlang's C formula: the probability that a call waits."""
    offered = servers * load
    full = offered**servers / factorial(servers) / (1 - load)
    return full / (sum(offered**n / factorial(n) for n in range(servers)) + full)


def test_table_agrees_with_erlang_and_cobham():
    """The numbers above, worked out again: M/M/c waits C/(c(1-ρ)); Cobham C/(c(1-σₖ₋₁)(1-σₖ)), σ the load down to k."""
    for case, servers in zip((*CASES[:4], LONG_CASES[0]), (1, 2, 3, 5, 20), strict=True):
        waiting = erlang_c(servers, case.load)
        assert case.waiting[2] == pytest.approx(waiting, abs=5e-7)
        assert case.wait[2] == pytest.approx(waiting / (servers * (1 - case.load)), abs=5e-7)
    for case, servers in ((CASES[4], 1), (LONG_CASES[1], 20)):
        above = np.cumsum([0, 0.2, 0.3, 0.5]) * case.load
        for grade in (1, 2, 3):
            wait = erlang_c(servers, case.load) / servers / (1 - above[grade - 1]) / (1 - above[grade])
            assert case.wait[grade] == pytest.approx(wait, abs=5e-6)
        # who goes first moves waits between the grades, not their mean: that of M/M/c, first come first served
        mean = sum(share * case.wait[grade] for grade, share in ((1, 0.2), (2, 0.3), (3, 0.5)))
        assert mean == pytest.approx(erlang_c(servers, case.load) / (servers * (1 - case.load)), abs=1e-5)
    # preemptive resume, loads .3 and .5: 1/(1-.3), and 1/((1-.3)(1-.8))
    assert [*CASES[5].stay.values()] == pytest.approx([1 / 0.7, 1 / 0.7 / 0.2], abs=5e-7)
    # Pollaczek and Khinchine: ρ/(1-ρ) · (1 + cv²)/2
    assert [case.wait[2] for case in CASES[6:]] == pytest.approx([0.8 / 0.2 * (1 + cv2) / 2 for cv2 in (1, 0, 2)])


def measured(walk):
    """Give what one replication came to: (measure, grade) to number."""
    record = walk.record
    calls, outcome, counted = record.history.calls, record.outcome, is_counted(walk)
    mean_scene = float(record.demand.scene_mean_min[0])
    found = {("load", 0): walk.measures.values["utilisation"]}
    for grade in np.unique(calls["grade"]):
        mine = counted & (calls["grade"] == grade)
        wait = outcome["first_arrival_min"][mine] - calls["call_min"][mine]
        stay = outcome["closed_min"][mine] - calls["call_min"][mine]
        found["waiting", int(grade)] = float(np.mean(wait > 0))
        found["wait", int(grade)] = float(wait.mean()) / mean_scene
        found["stay", int(grade)] = float(stay.mean()) / mean_scene
    return found, int(np.count_nonzero(counted))


def check_order(walk):
    """First come, first served within a grade, and an interrupted call keeps its place: they start and end in order."""
    calls, outcome = walk.record.history.calls, walk.record.outcome
    by_one = walk.record.posts == 1
    for grade in np.unique(calls["grade"]):
        mine = calls["grade"] == grade
        arrival = outcome["first_arrival_min"][mine]
        arrival = arrival[~np.isnan(arrival)]
        assert (np.diff(arrival) >= 0).all()
        if by_one:
            closed = outcome["closed_min"][mine]
            assert (np.diff(closed[~np.isnan(closed)]) >= 0).all()


def replicate(loaded):
    """Run a study; give its numbers by replication, and the calls in all."""
    found, calls = [], 0
    for walk in walks_of(loaded):
        check_order(walk)
        numbers, count = measured(walk)
        found.append(numbers)
        calls += count
    return {key: np.array([numbers[key] for numbers in found]) for key in found[0]}, calls


def check(case, found, widest):
    """Check that each number lies in its interval, and that the interval is narrow."""
    wanted = {("load", 0): case.load}
    for measure in ("waiting", "wait", "stay"):
        wanted |= {(measure, grade): value for grade, value in getattr(case, measure).items()}
    for key, value in wanted.items():
        numbers = found[key]
        assert numbers.size >= 30
        half = student.isf(FAMILY_ERROR / ROWS / 2, numbers.size - 1) * numbers.std(ddof=1) / sqrt(numbers.size)
        assert abs(numbers.mean() - value) <= half, (case.study, key, numbers.mean(), value, half)
        assert half <= widest * value, (case.study, key, half / value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.study)
def test_queue_is_as_theory_has_it(case, desk):
    found, calls = replicate(desk.load(KNOWN_ANSWERS / f"{case.study}.yaml"))
    assert calls >= 1e5
    check(case, found, WIDEST)


@pytest.mark.slow
@pytest.mark.parametrize("case", LONG_CASES, ids=lambda case: case.study)
def test_queue_under_heavy_traffic(case, desk, small_form):
    study = KNOWN_ANSWERS / f"{case.study}.yaml"
    # a tenth of the days makes the intervals about three times as wide
    loaded = desk.load(study, days=9, warm_up_days=2) if small_form else desk.load(study)
    found, calls = replicate(loaded)
    assert calls >= (1e5 if small_form else 1e6)
    check(case, found, 4 * WIDEST if small_form else WIDEST)
