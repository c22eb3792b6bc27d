"""The printed numbers of evaluations hold, and one that came out otherwise would be seen."""

import numpy as np
import pytest

from sim.validate.judge import Printed
from sim.validate.row import Trial
from sim.validate.rules import evaluation
from sim.validate.rules.evaluation import Evaluation


def findings():
    """Judge every row."""
    sample = Evaluation().examine(None, 0)
    trials = [Trial(sample.values[at : at + 1], 1, 0, 0) for at in range(sample.values.size)]
    return [row.rule.judge(trial, 0.01) for row, trial in zip(Evaluation.rows, trials, strict=True)]


def test_all_come_out_as_printed():
    assert [finding.holds for finding in findings()] == [True] * len(Evaluation.rows)


def test_another_test_is_seen(monkeypatch):
    monkeypatch.setattr(evaluation, "e_test", lambda *_: 0.2891)  # the conditional (binomial) test of the same counts
    assert [finding.remark for finding in findings() if not finding.holds] == ["not as printed"]


@pytest.mark.parametrize(
    ("found", "holds"), [(0.17487, True), (0.17494, True), (0.17496, False), (float("nan"), False)]
)
def test_printed_means_to_the_last_digit(found, holds):
    assert Printed(0.1749, 0.5e-4).judge(Trial(np.array([found]), 1, 0, 0), 0.01).holds == holds
