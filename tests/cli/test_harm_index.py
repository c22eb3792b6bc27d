"""Harm indices on the command line: a table of the user's own, and a published sheet, right and wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.backtest.run import harm_index
from sim.cli.codes import DONE, WRONG_INPUT
from sim.cli.program import main
from sim.harm.components import Components
from sim.study.county_file import read_county_file
from tests.files import contents
from tests.harm.offences import OFFENCES
from tests.harm.sheets import CAMBRIDGE

HEADER = "offence,value,unit,low,high,source,confidence"


def own_index(**weights):
    """Write models/harm/panel.csv: 1 point for every offence, or what is said."""
    lines = [f"{key},{weights.get(key, 1)},points,0,1000,a panel,assumption" for key in OFFENCES]
    folder = Path("models/harm")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "panel.csv").write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")


def test_areas_are_ranked_by_a_table_of_the_users_own(county, capsys):
    own_index()
    assert main(["rank", str(county), "--index", "panel"]) == DONE
    alike = capsys.readouterr().out
    assert "crime weighed by the Panel" in alike
    own_index(shoplifting=1000)
    assert main(["rank", str(county), "--index", "panel"]) == DONE
    assert capsys.readouterr().out != alike


def test_a_wrong_table_is_told_by_its_lines_and_leaves_the_last_ranking_alone(county, capsys):
    own_index()
    assert main(["rank", str(county), "--index", "panel"]) == DONE
    before = contents(Path("results"))
    assert before
    own_index(homicide="much", arson=-3)
    capsys.readouterr()
    assert main(["rank", str(county), "--index", "panel"]) == WRONG_INPUT
    said = capsys.readouterr().err
    assert "models/harm/panel.csv:2:1: value: 'much' is not a number; write a number" in said
    assert f"models/harm/panel.csv:{OFFENCES.index('arson') + 2}:1: value: -3 lies below 0" in said
    assert contents(Path("results")) == before


def test_a_backtest_reads_the_same_tables(county, capsys):
    own_index(arson=7)
    harm = harm_index("panel", read_county_file(str(county)))
    known = Components(offence=("arson", "rape"), crimes_by_offence=np.array([[2.0], [1.0]]))
    assert harm.harm(known).tolist() == [15]
    own_index(arson=-3)
    assert main(["backtest", str(county), "--hold-out", "2", "--index", "panel"]) == WRONG_INPUT
    assert "models/harm/panel.csv:" in capsys.readouterr().err
    assert main(["backtest", str(county), "--hold-out", "2", "--index", "pannel"]) == WRONG_INPUT
    assert '--index: there is no harm pack "pannel"' in capsys.readouterr().err


def test_a_sheet_that_is_not_there_is_told_with_what_to_do(county, capsys):
    assert main(["rank", str(county), "--index", "cambridge_sheet"]) == WRONG_INPUT
    said = capsys.readouterr().err
    assert "cambridge_sheet.yaml:" in said
    assert "sheet.path: there is no file cambridge_crime_harm_index.csv in " in said
    assert "sheet.mix.path: there is no file crimes_by_classification.csv in " in said
    assert "name the folder that holds it with --data DIR" in said


def test_codes_that_are_not_counted_are_named_and_not_averaged(county, capsys):
    (county.parent / "cambridge_crime_harm_index.csv").write_text(CAMBRIDGE, encoding="utf-8")
    (county.parent / "crimes_by_classification.csv").write_text("code,crimes\n008/06,40\n", encoding="utf-8")
    data = str(county.parent)
    assert main(["rank", str(county), "--index", "cambridge_sheet", "--data", data]) == WRONG_INPUT
    said = capsys.readouterr().err
    assert "there are no crimes of the offence rape, and no code is it; count its crimes by code" in said
    # one weight throughout: no counts needed
    assert "robbery_personal" not in said


def test_an_unknown_index_is_told_with_those_that_there_are(county, capsys):
    own_index()
    assert main(["rank", str(county), "--index", "pannel"]) == WRONG_INPUT
    said = capsys.readouterr().err
    assert 'there is no harm pack "pannel"' in said
    assert "panel" in said.replace("pannel", "")
