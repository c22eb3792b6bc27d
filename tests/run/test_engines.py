"""Whole studies by the plain SimPy street leave the same bytes as by the compiled one."""

from __future__ import annotations

import json

import pandas as pd

from sim.cli.program import main
from sim.command.session import run_session
from sim.run.parts import build_parts
from sim.run.replicate import effect_of, prepare
from sim.run.stock import find_stock
from sim.run.workers import Crew
from tests.reference.side_by_side import assert_same_traces
from tests.run.studying import NOTHING_SAID, SMALL, TINY, table_bytes


def test_a_study_by_either_engine_gives_the_same_bytes(desk, tiny):
    plain = desk.run(desk.load(TINY), "tiny_by_simpy", engine="simpy")
    assert table_bytes(plain.folder) == table_bytes(tiny.folder)
    manifests = [json.loads((run.folder / "manifest.json").read_text(encoding="utf-8")) for run in (plain, tiny)]
    assert [manifest["engine"] for manifest in manifests] == ["simpy", "numba"]
    assert "plain SimPy" in (plain.folder / "report.html").read_text(encoding="utf-8")
    assert plain.content.command.endswith("--engine simpy")


def test_a_district_month_call_by_call(desk):
    """Stevenage for 45 days, and ten more officers in hotspots: every call, dispatch, visit, minute and review."""
    parts = build_parts(desk.load(SMALL))
    study = parts.loaded.study
    name = "hotspots_by_harm"
    with Crew(parts, 1, NOTHING_SAID) as crew:
        stock = find_stock(parts, crew).stock
    force = parts.force_of(name, 0)
    ground = prepare(parts, effect_of(parts, 0), stock, parts.clock, study.seed, 0, [force])
    runs = [run_session(ground, force, study.scenarios[name].target, engine=engine) for engine in ("simpy", "numba")]
    assert_same_traces(*runs)
    assert runs[0].outcome.size > 4_000
    assert runs[0].dispatches.size > 3_000
    assert runs[0].visits.size > 300


def test_the_command_line_by_either_engine_gives_the_same_answer(desk, capsys):
    """Two options of the shipped small study, one of them on every route, for a fortnight."""
    scenarios = desk.load(SMALL).study.model_dump(mode="json", exclude_unset=True, by_alias=True)["scenarios"]
    kept = {name: scenarios[name] for name in ("today", "hotspots_by_harm")}
    patrol = scenarios["hotspots_by_harm"]
    for route in ("rounds", "unpredictable"):
        kept[route] = patrol | {"label": route, "target": patrol["target"] | {"route": route}}
    study = desk.changed(SMALL, "small_fortnight", {"days": 7, "warm_up_days": 7, "scenarios": kept})
    told, summaries = [], []
    for engine in ("numba", "simpy"):
        out = desk.folder / "by_command" / engine
        words = ["--engine", engine, "--replications", "1", "--workers", "1", "--json", "-q", "--out", str(out)]
        assert main([str(study), *words]) == 0
        told.append(capsys.readouterr().out)
        summaries.append((out / "summary.csv").read_bytes())
    assert told[0] == told[1]
    assert summaries[0] == summaries[1]
    visits = pd.read_parquet(desk.folder / "by_command" / "numba" / "visits.parquet")
    times = [group["start_min"].tolist() for _, group in visits.groupby("scenario")]
    assert len(times) == 3
    assert times[0] != times[1] != times[2] != times[0]
    assert summaries[0].count(b"\n") > 50
