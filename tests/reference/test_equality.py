"""The plain street and the compiled one leave the same behind: every call, dispatch, visit and minute."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from tests.reference.side_by_side import assert_same, both
from tests.street.random_studies import OPTIONS, PATROLS, ROUTES, STUDIES, TEAMS, draw_study


@settings(max_examples=100)
@given(STUDIES)
def test_small_studies(options):
    plain, compiled = both(draw_study(**options))
    assert_same(plain, compiled)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: "-".join(options) or "default")
def test_busy_streets(options, seed):
    """Hypothesis prefers small studies; these are always full."""
    plain, compiled = both(draw_study(seed, **options))
    assert_same(plain, compiled)
    assert compiled.log.dispatches.size > 0 or "n_officers" in options


def busy(seed):
    """Draw the options of a study in which much happens: every rule is on as often as off, and calls are many."""
    rng = np.random.default_rng((500, seed))
    flags = ("takes_meals", "preempt_visit", "preempt_travel", "preempt_scene", "idle_home")
    return {name: bool(rng.integers(2)) for name in flags} | {
        "n_areas": int(rng.integers(1, 13)),
        "n_officers": int(rng.integers(0, 9)),
        "n_calls": int(rng.integers(20, 250)),
        "step": float(rng.choice([0.5, 5.0, 30.0])),
        "patrol": str(rng.choice(sorted(PATROLS))),
        "teams": str(rng.choice(sorted(TEAMS))),
        "route": str(rng.choice(ROUTES)),
        "spill": [None, "displacement", "diffusion"][rng.integers(3)],
        "travel_counts": bool(rng.random() < 0.8),
        "attend_weight": float(rng.choice([0.3, 0.0])),
        "blue_light_factor": float(rng.choice([0.75, 1.0])),
    }


@pytest.mark.slow
def test_five_hundred_studies(small_form):
    for seed in range(50 if small_form else 500):
        plain, compiled = both(draw_study(seed, **busy(seed)))
        assert_same(plain, compiled)
