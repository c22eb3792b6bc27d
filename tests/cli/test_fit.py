"""`python -m sim fit`, as a user types it: what it prints, what it writes, and what it says of wrong input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.codes import DONE, WRONG_INPUT
from sim.cli.program import main
from tests.files import contents

ROOT = Path(__file__).resolve().parents[2]


def test_fit_writes_packs_that_a_study_runs_on(county, capsys):
    """Another county goes from its files to a comparison with two commands and no change of code."""
    assert main(["fit", str(county), "-q"]) == DONE
    said = capsys.readouterr().out
    assert "Violence and sexual offences" in said
    assert "5,311 of 5,431 rows lie in the county" in said
    assert "`county: eastmark_fitted` and `demand: eastmark_fitted`" in said
    study = (ROOT / "scenarios" / "small.yaml").read_text(encoding="utf-8")
    asked = study.replace("county: {pack: hertfordshire, districts: [Stevenage]}", "county: eastmark_fitted")
    asked = asked.replace("\nstart:", "\ndemand: eastmark_fitted\nstart:")
    assert asked.count("eastmark_fitted") == 2
    Path("mine.yaml").write_text(asked, encoding="utf-8")
    assert main(["check", "mine.yaml"]) == DONE
    assert "no mistake found" in capsys.readouterr().out


def test_json_is_what_stands_in_the_file(county, capsys):
    assert main(["fit", str(county), "-q", "--json", "--until", "2023-06"]) == DONE
    numbers = json.loads(capsys.readouterr().out)
    assert numbers["months"][-1] == "2023-06"
    assert json.loads(contents(Path("models/local"))["eastmark_fitted/fit.json"]) == numbers


def test_progress_goes_to_standard_error(county):
    command = [sys.executable, "-m", "sim", "fit", str(county), "--out", "packs", "--name", "mine"]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == DONE, done.stderr
    assert "Fitting categories" in done.stderr
    assert "Fitting" not in done.stdout
    assert Path("packs/mine.yaml").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--until", "2020-01"], "has no rows of the months asked for"),
        (["--until", "soon"], "'soon' is no month"),
        (["--until", "2022-03"], "too few to fit"),
        (["--name", "hertfordshire"], "a pack that comes with the program has this name"),
        (["--data", "nowhere"], "there is no such folder"),
    ],
)
def test_wrong_words_are_told_and_earlier_packs_stay(county, capsys, words, said):
    assert main(["fit", str(county), "-q"]) == DONE
    before = contents(Path("models/local"))
    capsys.readouterr()
    assert main(["fit", str(county), "-q", *words]) == WRONG_INPUT
    assert said in capsys.readouterr().err
    assert contents(Path("models/local")) == before


def test_a_county_without_records_is_refused(county, capsys):
    main(["fit", str(county), "-q"])
    capsys.readouterr()
    assert main(["fit", "eastmark_fitted", "-q"]) == WRONG_INPUT
    assert "the county file names no recorded crime" in capsys.readouterr().err
