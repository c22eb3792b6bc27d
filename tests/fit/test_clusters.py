"""Related pairs against clusters that are drawn, and against the sum that any self-exciting process has."""

import numpy as np
import pytest

from sim.fit.clusters import related_pairs


@pytest.mark.parametrize("branching", [0.05, 0.2, 0.4])
def test_all_pairs_together(branching):
    everything = related_pairs(branching, 1.0, 1.0, np.array([1e3]), np.array([1e3]))
    exact = branching * (2 - branching) / (2 * (1 - branching) ** 2)
    assert everything[0, 0] == pytest.approx(exact, rel=0.03)


def test_one_step_by_hand():
    """With hardly any branching, pairs are a call and its child: n (1 − e^(−τ/d)) (1 − e^(−r²/2σ²))."""
    pairs = related_pairs(1e-6, 10.0, 150.0, np.array([150.0]), np.array([10.0]))
    assert pairs[0, 0] == pytest.approx(1e-6 * (1 - np.exp(-1)) * (1 - np.exp(-0.5)), rel=1e-4)


def test_against_clusters_that_are_drawn():
    """Thirty thousand families, every pair of each looked at."""
    random = np.random.default_rng(8)
    edge_m, edge_days = np.array([100.0, 200.0, 500.0]), np.array([3.0, 10.0, 40.0])
    drawn, calls = np.zeros((3, 3)), 0
    for _ in range(30_000):
        family, waiting = [], [np.zeros(3)]
        while waiting:
            call = waiting.pop()
            family.append(call)
            steps = [
                (random.exponential(10.0), *(150 * random.standard_normal(2))) for _ in range(random.poisson(0.35))
            ]
            waiting += [call + step for step in steps]
        calls += len(family)
        for a, one in enumerate(family):
            for other in family[:a]:
                distance, delay = np.hypot(*(one - other)[1:]), abs(one[0] - other[0])
                if distance <= edge_m[-1] and delay <= edge_days[-1]:
                    drawn[np.searchsorted(edge_m, distance), np.searchsorted(edge_days, delay)] += 1
    assert drawn.min() > 400
    np.testing.assert_allclose(related_pairs(0.35, 10.0, 150.0, edge_m, edge_days), drawn / calls, rtol=0.08)
