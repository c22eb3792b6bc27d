"""Every study that comes with the program is free of mistakes and tells an editor where its schema is."""

import re

import pytest

from sim.errors import InputError
from sim.study.load import load_study
from tests.project.tracked import ROOT

STUDIES = sorted((ROOT / "scenarios").rglob("*.yaml"))


def ids(path):
    """Name a test after its study."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("study", STUDIES, ids=ids)
def test_study_is_free_of_mistakes(study, request):
    is_real = study.stem.endswith("_real")
    loaded = load_study(study, request.getfixturevalue("shared_data") if is_real else None)
    assert loaded.study.baseline in loaded.study.scenarios
    assert loaded.study.study == study.stem


@pytest.mark.parametrize("study", STUDIES, ids=ids)
def test_first_line_leads_an_editor_to_the_schema(study):
    with study.open(encoding="utf-8") as lines:
        first = lines.readline()
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)\n", first)
    assert named
    assert (study.parent / named[1]).resolve() == ROOT / "models" / "study.schema.json"
    assert (study.parent / named[1]).is_file()


def test_real_county_without_its_folder_says_what_is_missing():
    with pytest.raises(InputError, match=r"lsoa11_hertfordshire_bng\.gpkg") as error:
        load_study(ROOT / "scenarios" / "uplift_real.yaml")
    assert all("--data" in problem.do for problem in error.value.problems)


def test_real_county_in_the_wrong_folder_names_that_folder(tmp_path):
    with pytest.raises(InputError) as error:
        load_study(ROOT / "scenarios" / "uplift_real.yaml", tmp_path)
    assert all(str(tmp_path) in problem.do for problem in error.value.problems)
