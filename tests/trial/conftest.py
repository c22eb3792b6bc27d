"""Results of a small study of pilots that several files look at."""

from __future__ import annotations

import pytest

from sim.run.trial import run_trial
from sim.study.load import load_study
from tests.trial.studies import said_nothing, tiny_trial


@pytest.fixture(scope="session")
def ran(tmp_path_factory):
    """Run the tiny study of pilots once with one worker."""
    folder = tmp_path_factory.mktemp("pilots")
    loaded = load_study(tiny_trial(folder))
    return run_trial(loaded, out=folder / "alone", workers=1, progress=said_nothing)


@pytest.fixture(scope="session")
def results(ran):
    """Give the folder of its results."""
    return ran.folder
