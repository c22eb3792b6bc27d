"""Replications to a stated precision: the same ones for any number of workers, and plainly told."""

import json
import logging

import numpy as np
import pytest

from sim.outcomes.precision import Closeness, Precision
from sim.outcomes.precision_config import PrecisionRule
from sim.outcomes.run_measures import RunMeasures
from sim.run.parts import build_parts
from sim.run.sequential import judge_of, run_until_precise
from sim.run.soundness import PrecisionWarning
from tests.run.studying import TINY, Gone, table_bytes, values_of

RULE = PrecisionRule(precision=0.1, of="calls", at_least=4, at_most=21)  # looks after 4, 9, 14, 19 and 21


class Bench:
    """Stands in for the simulation: what was asked for, and a judge that is content from some replication on."""

    def __init__(self, enough_at):
        self.enough_at = enough_at
        self.simulated = []
        self.looked_at = []

    def simulate(self, numbers):
        self.simulated.append((numbers.start, numbers.stop))
        return [RunMeasures(name, number, {}, {}, {}, {}) for number in numbers for name in ("today", "more")]

    def judge(self, runs):
        assert [run.replication for run in runs] == [number for number in range(len(runs) // 2) for _ in range(2)]
        self.looked_at.append(len(runs) // 2)
        half_width = 0.0 if len(runs) // 2 >= self.enough_at else 1.0
        return Precision(RULE, len(runs) // 2, {"more": Closeness(1.0, half_width)})


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 30])
@pytest.mark.parametrize(
    ("enough_at", "count", "looked_at"), [(1, 4, [4]), (10, 14, [4, 9, 14]), (99, 21, [4, 9, 14, 19, 21])]
)
def test_the_end_does_not_depend_on_how_many_run_at_once(at_once, enough_at, count, looked_at):
    bench = Bench(enough_at)
    runs, precision = run_until_precise(RULE, bench.simulate, bench.judge, at_once)
    assert len(runs) == 2 * count
    assert bench.looked_at == looked_at
    assert (precision.replications, precision.is_met) == (count, enough_at <= count)


def test_each_replication_is_simulated_once_and_many_workers_are_kept_busy():
    bench = Bench(99)
    run_until_precise(RULE, bench.simulate, bench.judge, 8)
    # the first look needs 4, but 8 can run: up to the look after 9; then up to the one after 9 + 8 = 17
    assert bench.simulated == [(0, 9), (9, 19), (19, 21)]
    bench = Bench(99)
    run_until_precise(RULE, bench.simulate, bench.judge, 1)
    assert bench.simulated == [(0, 4), (4, 9), (9, 14), (14, 19), (19, 21)]


@pytest.fixture(scope="module")
def ruled(desk):
    """Load the tiny study with two of its scenarios and a rule that is met at its second look."""
    rule = {"precision": 0.5, "of": "dose_delivered", "at_least": 2, "at_most": 9}
    return desk.load(TINY, "ruled", replications=rule, scenarios__response=Gone, scenarios__moved=Gone)


def test_any_number_of_workers_gives_the_same_bytes(desk, ruled):
    one, many = desk.run(ruled, "ruled_one"), desk.run(ruled, "ruled_many", workers=3)
    assert table_bytes(one.folder) == table_bytes(many.folder)
    manifest = json.loads((one.folder / "manifest.json").read_text(encoding="utf-8"))
    told = manifest["precision"]
    assert (told["of"], told["precision"], told["at_least"], told["at_most"]) == ("dose_delivered", 0.5, 2, 9)
    assert told["is_met"]
    assert manifest["replications"] in {2, 7}
    paired = values_of(one.folder, "dose_delivered")
    paired = (paired["hotspots"] - paired["today"]).to_numpy()
    assert len(paired) == manifest["replications"]
    assert told["reached"]["hotspots"]["difference"] == pytest.approx(paired.mean())
    # the resolved study holds the rule, not what it came to
    again = desk.run(desk.load(one.folder / "study.yaml"), "ruled_again")
    assert table_bytes(again.folder) == table_bytes(one.folder)
    (check,) = [check for check in one.content.checks if "Histories were added" in check.words]
    assert check.is_passed
    assert "--replications" not in one.content.command
    assert one.content.provenance["Replications"].startswith(f"{manifest['replications']}, added until the difference")


def test_a_ceiling_without_precision_is_told(desk):
    rule = {"precision": 1e-6, "of": "calls", "at_least": 2, "at_most": 3}
    loaded = desk.load(TINY, "ceiling", replications=rule, days=3, scenarios__response=Gone, scenarios__hotspots=Gone)
    with pytest.warns(PrecisionWarning, match="was not reached"):
        result = desk.run(loaded, "ceiling")
    (words,) = result.content.failed_checks
    assert words.startswith("The precision asked for was not reached: after 3 histories")
    report = (result.folder / "report.html").read_text(encoding="utf-8")
    assert "The precision asked for was not reached" in report.split('id="caveats"')[1].split("</section>")[0]
    assert not json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))["precision"]["is_met"]


def test_the_judge_says_how_far_it_is(ruled, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("sim"), "handlers", [])
    parts = build_parts(ruled)
    runs = [
        RunMeasures(
            name, number, {"harm": 1.0, "harm_prevented": 0.0, "cost": 1.0, "dose_delivered": value}, units(), {}, {}
        )
        for number in range(2)
        for name, value in (("today", 0.0), ("hotspots", 10.0 + number))
    ]
    with caplog.at_level("INFO", logger="sim"):
        precision = judge_of(parts, ruled.precision_rule)(runs)
    # 10 and 11: mean 10.5, half-width 12.706 x .7071 / sqrt 2 = 6.353, or 60.5 %
    assert precision.reached["hotspots"].relative == pytest.approx(0.605, abs=1e-3)
    assert "dose_delivered after 2 replications: hotspots ±60.51%" in caplog.text
    assert np.isfinite(precision.reached["hotspots"].half_width)


def units():
    """Give the units of the few measures above."""
    return dict.fromkeys(("harm", "harm_prevented", "cost", "dose_delivered"), "units")


def test_one_replication_has_intervals_of_its_response_quantiles_alone(desk):
    loaded = desk.load(TINY, "alone", replications=1, effect="none", scenarios__moved=Gone)
    rows = {(row.scenario, row.measure): row for row in desk.run(loaded, "alone").content.summary}
    for name in ("response_median_grade1", "response_p90_grade1", "response_median_grade2", "response_p90_grade2"):
        row = rows["hotspots", name]
        assert row.low <= row.mean <= row.high
        assert np.isnan(row.difference_low)
    assert rows["today", "response_median_grade1"].high < rows["today", "response_p90_grade1"].low
    assert np.isnan(rows["today", "calls"].low)
