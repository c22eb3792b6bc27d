"""The street does what theory says, in a short form of every known answer; `python -m sim validate` runs them at length."""

import numpy as np
import pytest

from sim.cli.program import main
from sim.run.parts import build_parts
from sim.validate.case import Case, Theory
from sim.validate.judge import FAMILY_ERROR, Exact, spread_of
from sim.validate.known import ASKED, known_studies
from sim.validate.recognise import recognise
from tests.run.studying import KNOWN_ANSWERS

CALLS = 150_000
"""Calls of a short form: enough to see an error of a tenth."""
ROWS = 250
"""At least as many exact rows as there are, for the chance of a false alarm."""


def short(desk, study):
    """Make the case of a study with fewer days, and 30 replications."""
    loaded = desk.load(KNOWN_ANSWERS / f"{study}.yaml")
    a_day = sum(row.calls_per_year for row in loaded.demand.types) / 365
    days = max(2, min(loaded.study.days, round(CALLS / 30 / a_day)))
    parts = build_parts(desk.load(KNOWN_ANSWERS / f"{study}.yaml", f"short_{study}", days=days, replications=30))
    return Case(study, parts, Theory(recognise(parts)))


THEORY = [study for study in known_studies() if not any(asked.instead_of_theory for asked in ASKED.get(study, ()))]


@pytest.mark.parametrize("study", THEORY)
def test_street_is_as_theory_has_it(study, desk):
    case = short(desk, study)
    samples = [case.question.examine(case.parts, number) for number in range(case.replications)]
    for column, row in enumerate(case.question.rows):
        values = np.array([sample.values[column] for sample in samples])
        if isinstance(row.rule, Exact):
            mean, half = spread_of(values, 1 - FAMILY_ERROR / ROWS / 2)
            assert abs(mean - row.rule.value) <= half + row.rule.allowance, row.what
            assert half <= 0.5 * abs(row.rule.value), row.what
        else:
            assert not values.any(), row.what


@pytest.mark.slow
def test_all_known_answers_hold_at_length(small_form):
    if small_form:
        pytest.skip("`.ci/run` runs `python -m sim validate` itself")
    assert main(["validate", "-q"]) == 0
