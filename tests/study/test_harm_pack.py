"""Harm packs by name: published sheets, tables of the user's own, and what is wrong with them."""

import shutil
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.study.harm_pack import read_harm_pack
from sim.study.load import load_study
from sim.study.packs import pack_names
from sim.study.write import resolved_text
from tests.harm.offences import OFFENCES

ROOT = Path(__file__).resolve().parents[2]
ASKED_IN = "harm_index: cambridge_low_harm"
OWN = "offence,value,unit,low,high,source,confidence\n" + "".join(
    f"{key},{number},points,0,99,a panel,assumption\n" for number, key in enumerate(OFFENCES)
)


@pytest.fixture
def study(tmp_path):
    """Copy the small study into a folder of its own, asked in an index of the user's."""
    text = (ROOT / "scenarios" / "small.yaml").read_text(encoding="utf-8")
    path = tmp_path / "small.yaml"

    def asked_in(index):
        path.write_text(text.replace(ASKED_IN, f"harm_index: {index}"), encoding="utf-8")
        return path

    assert text.count(ASKED_IN) == 1
    return asked_in


def test_a_table_in_models_is_found_by_name(study, tmp_path):
    (tmp_path / "harm").mkdir()
    (tmp_path / "harm" / "my_index.csv").write_text(OWN, encoding="utf-8")
    loaded = load_study(study("my_index"))
    assert loaded.harm_pack.weights["attempted_murder"].value == 1
    assert loaded.harm_pack.unit == "points"
    assert [source.path for source in loaded.sources if source.path.suffix == ".csv"] == [
        tmp_path / "harm" / "my_index.csv"
    ]
    assert "my_index" in pack_names("harm", tmp_path)
    # by its file name too
    assert load_study(study("harm/my_index.csv")).harm_pack == loaded.harm_pack


def test_a_resolved_study_needs_no_sheet(study, tmp_path, shared_data):
    loaded = load_study(study("ons_severity"), data=shared_data)
    assert loaded.harm_pack.weights["homicide"].value == pytest.approx(7973.393423)
    named = {source.name for source in loaded.sources}
    assert {"ons_crime_severity_weights_by_offence.csv", "mixes/england_wales_2024_25.csv"} <= named
    alone = tmp_path / "alone" / "study.yaml"
    alone.parent.mkdir()
    alone.write_text(resolved_text(loaded, alone.parent), encoding="utf-8")
    assert load_study(alone).harm == loaded.harm


def test_the_assumptions_show_where_a_weight_of_a_sheet_comes_from(study, shared_data):
    loaded = load_study(study("ons_severity"), data=shared_data)
    numbers = dict(loaded.assumptions)
    assert "ons_crime_severity_weights_by_offence.csv" in numbers["harm.ons_severity.weights.arson"].source


def test_a_sheet_that_is_not_there_is_named_at_its_line(study, tmp_path):
    with pytest.raises(InputError) as error:
        load_study(study("cambridge_sheet"), data=tmp_path)
    lines = (ROOT / "models" / "harm" / "cambridge_sheet.yaml").read_text(encoding="utf-8").splitlines()
    told = [
        (lines[problem.line - 1].strip(), problem.where, problem.what.split(" in ")[0])
        for problem in error.value.problems
    ]
    assert told == [
        ("path: cambridge_crime_harm_index.csv", "sheet.path", "there is no file cambridge_crime_harm_index.csv"),
        (
            "mix: {path: crimes_by_classification.csv}",
            "sheet.mix.path",
            "there is no file crimes_by_classification.csv",
        ),
    ]
    assert "--data DIR" in error.value.problems[0].do
    assert str(tmp_path) in error.value.problems[0].what


def test_the_folder_of_data_goes_before_that_of_the_pack(tmp_path, shared_data):
    folder = tmp_path / "harm"
    folder.mkdir()
    for name in ("ons_severity.yaml", "mixes"):
        source = ROOT / "models" / "harm" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    name = "ons_crime_severity_weights_by_offence.csv"
    text = (shared_data / name).read_text(encoding="utf-8")
    (folder / name).write_text(text.replace("7973.393423", "1"), encoding="utf-8")
    assert read_harm_pack("ons_severity", tmp_path).pack.weights["homicide"].value == 1
    assert read_harm_pack("ons_severity", tmp_path, shared_data).pack.weights["homicide"].value > 7000


def test_mistakes_in_a_pack_are_told_at_their_lines(tmp_path):
    (tmp_path / "harm").mkdir()
    text = (ROOT / "models" / "harm" / "ons_severity.yaml").read_text(encoding="utf-8")
    wrong = text.replace("kind: ons_severity", "kind: ons").replace("low_harm_call", "low_harm_cal")
    (tmp_path / "harm" / "mine.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_harm_pack("mine", tmp_path)
    assert {problem.where for problem in error.value.problems} >= {"sheet.kind", "low_harm_cal"}


def test_mistakes_in_a_table_are_told_with_those_of_the_study(study, tmp_path):
    (tmp_path / "harm").mkdir()
    (tmp_path / "harm" / "bad.csv").write_text(OWN.replace("homicide,0", "homicide,much"), encoding="utf-8")
    path = study("bad")
    path.write_text(path.read_text(encoding="utf-8") + "colour: blue\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_study(path)
    assert sorted(Path(problem.file).name for problem in error.value.problems) == ["bad.csv", "small.yaml"]
