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
def test_study_is_free_of_mistakes(study, request, monkeypatch):
    if study.stem.endswith("_real"):
        monkeypatch.chdir(request.getfixturevalue("fitted_hertfordshire"))
    loaded = load_study(study)
    assert loaded.study.baseline in loaded.study.scenarios
    assert loaded.study.study == study.stem


@pytest.mark.parametrize("study", STUDIES, ids=ids)
def test_first_line_leads_an_editor_to_the_schema(study):
    text = study.read_text(encoding="utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named
    kind = "trial" if "\nkind: trial\n" in text else "study"
    assert (study.parent / named[1]).resolve() == ROOT / "models" / f"{kind}.schema.json"
    assert (study.parent / named[1]).is_file()


def test_real_study_without_its_fit_says_how_to_make_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as error:
        load_study(ROOT / "scenarios" / "uplift_real.yaml")
    assert [problem.where for problem in error.value.problems] == ["county", "demand"]
    assert all("python -m sim fit hertfordshire_real --data DIR" in problem.do for problem in error.value.problems)
