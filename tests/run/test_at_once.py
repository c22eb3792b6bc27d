"""No more workers are started than there are tasks."""

import pytest

from sim.cli.program import main
from sim.run.at_once import most_at_once
from sim.run.calibrate import HISTORIES
from sim.run.stock import cached_stock
from tests.run.studying import ROOT, SMALL, TINY

NATIONAL = ROOT / "scenarios" / "national.yaml"


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    """Know no stock but those that are shipped."""
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path))


def test_a_task_is_a_replication_with_all_its_scenarios(desk, empty_cache):
    study = desk.load(SMALL, "small_few", replications=3)
    assert len(study.study.scenarios) > 1
    assert most_at_once(study) == 3


def test_a_precision_may_take_the_most_replications(desk, empty_cache):
    rule = {"precision": 0.1, "of": "harm_prevented", "at_least": 4, "at_most": 30}
    assert most_at_once(desk.load(SMALL, "small_precise", replications=rule)) == 30


def test_every_force_is_a_task(desk, empty_cache):
    """However few replications: one of 43 forces keeps 43 workers busy."""
    assert most_at_once(desk.load(NATIONAL, "national_few", replications=1)) == 43


def test_measuring_first_takes_as_many_as_it_has_histories(desk, empty_cache):
    study = desk.load(TINY, "tiny_unknown", replications=3)
    assert most_at_once(study) == HISTORIES
    cached_stock(study).parent.mkdir()
    cached_stock(study).touch()
    assert most_at_once(study) == 3
    assert most_at_once(desk.load(TINY, "tiny_without", replications=3, effect="none")) == 3


@pytest.mark.parametrize(("asked", "told"), [(8, "3"), (2, "2")])
def test_dry_run_says_how_many_it_would_start(desk, empty_cache, asked, told, capsys):
    assert main([str(SMALL), "--replications", "3", "--workers", str(asked), "--dry-run"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Workers")]
    assert line.split() == ["Workers", told]
