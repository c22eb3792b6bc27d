"""The program gives what it gave: committed results to a relative 1e-9 anywhere, to the byte on the machine they were made on."""

import csv
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.run.parts import build_parts
from sim.run.replicate import effect_of
from sim.study.load import load_study
from tests.backtest import update
from tests.backtest.digest import digest_csv
from tests.backtest.reference import (
    CHECKSUMS,
    HASHED,
    KEPT,
    REASONS,
    ROOT,
    STUDIES,
    TEXTS,
    UPDATE,
    kept_machine,
    machine,
    make,
    moved_cells,
)


@pytest.fixture(scope="module", params=STUDIES)
def study(request):
    """Name a study of the reference."""
    return request.param


@pytest.fixture(scope="module")
def made(study, tmp_path_factory):
    """Run it as it is now."""
    return make(study, tmp_path_factory.mktemp("reference") / study)


@pytest.mark.parametrize("file", TEXTS)
def test_results_are_what_they_were(study, made, file):
    old = (KEPT / study / file).read_text(encoding="utf-8")
    moved = moved_cells(old, (made / file).read_text(encoding="utf-8"))
    shown = "\n".join(map(str, moved[:10]))
    assert not moved, f"{len(moved)} cells moved, the furthest:\n{shown}\n{UPDATE}"
    assert len(old.splitlines()) > 50


def test_results_are_the_same_bytes_on_the_same_machine(study, made):
    here, there = machine(), kept_machine()
    if here != there:
        differs = ", ".join(f"{key} {there.get(key)}" for key in here if here[key] != there.get(key))
        pytest.skip(f"the reference was made on another machine ({differs})")
    for file in TEXTS:
        assert (made / file).read_bytes() == (KEPT / study / file).read_bytes(), UPDATE
    kept = json.loads((KEPT / study / CHECKSUMS).read_text(encoding="utf-8"))
    assert json.loads((made / CHECKSUMS).read_text(encoding="utf-8")) == kept, UPDATE
    assert set(kept) == set(HASHED)


OCCURS = {
    ("calls.parquet", "state"): ("attended", "by_phone", "cancelled", "open", "prevented"),
    ("dispatches.parquet", "was"): ("idle", "to_call", "on_scene", "on_visit", "to_visit", "to_home"),
    ("visits.parquet", "ended"): ("full", "cut_by_call"),
}
FLAGS = ("displaced", "short", "recorded", "deterrable")


def test_the_reference_has_something_of_everything():
    """Every way to end, to be taken away and to be interrupted occurs in what is kept."""
    with (KEPT / "everything" / "digest.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["file"], row["column"], row["what"]): float(row["value"]) for row in csv.DictReader(file)}
    for (file, column), words in OCCURS.items():
        assert all(rows[file, column, f"= {word}"] > 0 for word in words)
    assert all(rows["calls.parquet", flag, "sum"] > 0 for flag in FLAGS)


def test_effects_were_drawn_and_replications_added():
    """Of the replications that the rule took, one draws a backfire."""
    with (KEPT / "everything" / "summary.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "effect_reached"]
    assert {row["replications"] for row in rows} == {"8"}
    parts = build_parts(load_study(STUDIES["everything"]))
    drawn = [effect_of(parts, replication).reached for replication in range(8)]
    assert min(drawn) < 0 < max(drawn)
    assert float(rows[0]["mean"]) == pytest.approx(sum(drawn) / 8, rel=1e-9)


def test_every_update_has_its_reason():
    lines = (KEPT / REASONS).read_text(encoding="utf-8").split("\n\n", 2)[2].splitlines()
    assert lines
    assert all(line.startswith("- 20") and len(line.split(". ", 1)[1]) > 10 for line in lines)


def test_an_update_without_a_reason_is_refused(capsys, monkeypatch):
    monkeypatch.setattr(update, "update", lambda reason: pytest.fail("nothing may be written"))
    assert update.main([]) == 2
    assert update.main(["  "]) == 2
    assert "give the reason" in capsys.readouterr().err


def test_an_update_writes_results_machine_and_reason(tmp_path, monkeypatch, capsys):
    def pretend(name, folder):
        folder.mkdir(parents=True)
        for file in TEXTS:
            (folder / file).write_text(f"scenario,mean\n{name},{len(name)}\n", encoding="utf-8")
        (folder / CHECKSUMS).write_text("{}\n", encoding="utf-8")
        return folder

    monkeypatch.setattr(update, "KEPT", tmp_path)
    monkeypatch.setattr(update, "make", pretend)
    assert update.main(["Because", "of a test"]) == 0
    assert update.main(["Nothing new"]) == 0
    assert "nothing moved" in capsys.readouterr().out
    (tmp_path / "small" / "summary.csv").write_text("scenario,mean\nsmall,4\n", encoding="utf-8")
    assert update.main(["Because it moved"]) == 0
    lines = (tmp_path / REASONS).read_text(encoding="utf-8").splitlines()[-2:]
    assert lines[0].endswith("Because of a test")
    assert "small: summary.csv is new" in lines[0]
    assert "small: 1 cells of summary.csv, 0 cells of ranking.csv" in lines[1]
    assert json.loads((tmp_path / "machine.json").read_text(encoding="utf-8")) == machine()
    # 4 to 5 is a fifth of the larger
    assert "small mean: was 4, now 5 (2.0e-01)" in capsys.readouterr().err


HEAD = "scenario,measure,mean,low,difference,p_better\n"


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ("today,harm,1000,900,,\n", "today,harm,1000.000000001,900,,\n", []),
        ("today,harm,1000,900,,\n", "today,harm,1000.00001,900,,\n", ["today harm mean"]),
        # a difference of 1e-8 beside a mean of 1,000 is rounding; a chance is held against itself
        ("more,harm,1000,900,0,0.5\n", "more,harm,1000,900,1e-8,0.5\n", []),
        ("more,harm,1000,900,0,0.5\n", "more,harm,1000,900,1e-8,0.50001\n", ["more harm p_better"]),
        ("more,harm,1000,900,,\n", "more,harm,1000,900,0,\n", ["more harm difference"]),
        ("more,harm,1,1,,\ntoday,harm,1,1,,\n", "today,harm,1,1,,\nmore,harm,1,1,,\n", []),
        ("more,harm,1,1,,\n", "more,calls,1,1,,\n", ["more calls", "more harm"]),
    ],
)
def test_cells_that_moved_are_found(old, new, moved):
    assert [cell.where for cell in moved_cells(HEAD + old, HEAD + new)] == moved


def test_a_digest_sees_an_order_and_a_cell(tmp_path):
    def digest(area, minutes):
        table = pa.table({"scenario": ["today"] * 3, "area": area, "minutes": pa.array(minutes, pa.float64())})
        pq.write_table(table, tmp_path / "x.parquet")
        return digest_csv(tmp_path, ("x.parquet",)).splitlines()

    first = digest(["A", "B", "A"], [1.0, 2.0, None])
    assert first == [
        "file,scenario,column,what,value",
        "x.parquet,today,,rows,3.0",
        "x.parquet,today,area,filled,3.0",
        "x.parquet,today,area,= A,2.0",
        "x.parquet,today,area,= B,1.0",
        # A is 1, B is 2: (1 x 1 + 2 x 2 + 3 x 1) / 3
        "x.parquet,today,area,in order," + repr(8 / 3),
        "x.parquet,today,minutes,filled,2.0",
        "x.parquet,today,minutes,sum,3.0",
        "x.parquet,today,minutes,in order," + repr(5 / 3),
    ]
    assert digest(["A", "A", "B"], [1.0, 2.0, None])[5] != first[5]
    assert digest(["A", "B", "A"], [2.0, 1.0, None])[8] != first[8]


def test_reference_results_are_in_git_and_others_are_not():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"results/*", "!results/reference/"} <= set(ignored)
