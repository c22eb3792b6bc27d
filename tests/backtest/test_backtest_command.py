"""The real command line, on another county's files."""

import json
import re

import numpy as np
import pytest

from sim.cli.program import main
from tests.files import read_csv
from tests.records import another_county as another
from tests.records.changing import edit_rows, street_file

HIDDEN = 3


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """Write the files of another county."""
    return another.make_county(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def results(county, tmp_path_factory):
    """Backtest it."""
    folder = tmp_path_factory.mktemp("results") / "backtest"
    assert main(["backtest", str(county), "--hold-out", str(HIDDEN), "--draws", "300", "--out", str(folder), "-q"]) == 0
    return folder


def test_it_writes_page_tables_numbers_and_what_made_them(results):
    assert sorted(path.name for path in results.iterdir()) == [
        "backtest.html",
        "backtest.json",
        "coverage.csv",
        "hotspots.csv",
        "manifest.json",
        "months.csv",
        "shape.csv",
        "totals.csv",
        "verdicts.csv",
    ]
    made = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    assert (made["hold_out"], made["draws"], made["seed"]) == (HIDDEN, 300, 2025)


def test_a_category_without_a_weight_is_told_before_the_fit(tmp_path, capsys, monkeypatch):
    path = another.make_county(tmp_path / "county")
    edit_rows(street_file(path), lambda number, row: row | ({"Crime type": "Cattle rustling"} if number == 0 else {}))
    monkeypatch.setattr("sim.backtest.run.fit_recorded", None)
    assert main(["backtest", str(path), "--hold-out", "3", "--out", str(tmp_path / "out"), "-q"]) == 2
    assert "there is no weight for the category Cattle rustling" in capsys.readouterr().err


def test_what_came_is_what_was_recorded(results):
    counts = another.drawn_counts()[-HIDDEN:]
    totals = {
        row["type"]: int(row["recorded"]) for row in read_csv(results / "totals.csv") if row["foreseen_by"] == "fit"
    }
    assert [totals[name] for name in another.CATEGORIES] == counts.sum(axis=(0, 2)).tolist()
    assert totals["All rows"] == counts.sum()
    assert totals["All crime"] == counts[:, 1:].sum()
    months = [int(row["recorded"]) for row in read_csv(results / "months.csv") if row["type"] == "Shoplifting"]
    assert months == counts[:, another.CATEGORIES.index("Shoplifting")].sum(axis=1).tolist()


def test_the_rival_is_last_year(results):
    year = another.drawn_counts()[-HIDDEN - 12 : -HIDDEN]
    found = {
        row["type"]: float(row["mean"]) for row in read_csv(results / "totals.csv") if row["foreseen_by"] == "last year"
    }
    days = 31 + 30 + 31  # October to December
    assert found["All rows"] == pytest.approx(year.sum() * days / 365)


def test_a_county_whose_rates_stand_still_is_foreseen(results):
    coverage = {
        row["type"]: float(row["inside_95"])
        for row in read_csv(results / "coverage.csv")
        if row["over"] == "area × month"
    }
    assert np.mean([coverage[name] for name in another.CATEGORIES]) == pytest.approx(0.95, abs=0.035)
    lists = [row for row in read_csv(results / "hotspots.csv") if row["type"] == "All rows" and row["list_by"] == "fit"]
    assert all(float(row["pei"]) > 0.9 for row in lists)


def test_the_page_opens_offline_and_names_every_type(results):
    page = (results / "backtest.html").read_text(encoding="utf-8")
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!#)""", page)
    for name in another.CATEGORIES:
        assert page.count(name) >= 4
    verdicts = read_csv(results / "verdicts.csv")
    assert page.count('<td class="holds">') == sum(row["verdict"] == "holds" for row in verdicts)
    assert page.count('<td class="misses">') == sum(row["verdict"] == "misses" for row in verdicts)


def test_the_same_question_gives_the_same_bytes(results, county, tmp_path, capsys):
    again = tmp_path / "again"
    words = ["backtest", str(county), "--hold-out", str(HIDDEN), "--draws", "300", "--out", str(again), "-q", "--json"]
    assert main(words) == 0
    for path in results.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name
    assert json.loads(capsys.readouterr().out) == json.loads((results / "backtest.json").read_text(encoding="utf-8"))


def test_the_table_says_what_was_hidden(county, tmp_path, capsys):
    words = [
        "backtest",
        str(county),
        "--hold-out",
        "1",
        "--until",
        "2023-06",
        "--draws",
        "100",
        "--out",
        str(tmp_path / "x"),
        "-q",
    ]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "fitted to 17 months from 2022-01 to 2023-05, held against 1 from 2023-06 to 2023-06, 100 draws" in told
    assert "County totals of the hidden months" in told
    assert "ceiling" in told


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--hold-out", "24"], "--hold-out: 24 months cannot be hidden: there are 24 with records"),
        (["--hold-out", "22"], "months are too few to fit"),
        (["--hold-out", "0"], "0 is not in the range"),
        (
            ["--hold-out", "1", "--until", "2021-12"],
            "has no rows of the months asked for; it has rows of 2022-01 to 2023-12",
        ),
        (["--hold-out", "1", "--until", "June"], "'June' is no month"),
        (["--hold-out", "1", "--index", "sadness"], 'there is no harm pack "sadness"'),
        ([], "Missing option '--hold-out'"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_lost(county, tmp_path, capsys, words, problem):
    folder = tmp_path / "results"
    folder.mkdir()
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    assert main(["backtest", str(county), "--out", str(folder), "-q", *words]) == 2
    assert problem in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["manifest.json"]


def test_a_folder_of_something_else_is_not_replaced(county, tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["backtest", str(county), "--hold-out", "1", "--out", str(tmp_path)]) == 2
    assert "name another folder with --out" in capsys.readouterr().err
    assert (tmp_path / "mine.txt").exists()


def test_a_county_without_records_cannot_be_tested(capsys, tmp_path):
    assert main(["backtest", "hertfordshire", "--hold-out", "1", "--out", str(tmp_path / "x")]) == 2
    assert "has no data files" in capsys.readouterr().err


def test_the_simulators_own_histories_are_held_beside_it(county, tmp_path, capsys):
    folder = tmp_path / "results"
    words = [
        "backtest",
        str(county),
        "--hold-out",
        "2",
        "--draws",
        "100",
        "--histories",
        "40",
        "--out",
        str(folder),
        "-q",
    ]
    assert main(words) == 0
    assert "simulated (hidden months)" in " ".join(capsys.readouterr().out.split())
    held = read_csv(folder / "shape.csv")
    spans = {(row["how"], row["months"]) for row in held}
    assert spans == {
        ("foreseen", "2023-11 to 2023-12"),
        ("simulated", "2023-11 to 2023-12"),
        ("simulated", "2022-11 to 2023-10"),
    }
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["histories"] == 40
    assert "The last fitted months, 2022-11 to 2023-10, against 40 histories" in (folder / "backtest.html").read_text(
        encoding="utf-8"
    )
