"""Packs are found beside the study, then in ./models, then among those that come with the program."""

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.study.packs import bundle_folder, find_study, is_file_name, locate, pack_names
from sim.study.suggest import closest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Work in an empty folder with a folder for studies."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "studies").mkdir()
    return tmp_path


def put(path, text="label: mine\n"):
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_bundle_lies_beside_the_package():
    assert bundle_folder("models") == ROOT / "models"
    assert bundle_folder("scenarios") == ROOT / "scenarios"


def test_nearest_pack_wins(folder):
    bundled = bundle_folder("models") / "effects" / "central.yaml"
    assert locate("effect", "central", Path("studies")) == bundled
    here = put(folder / "models" / "effects" / "central.yaml")
    assert locate("effect", "central", Path("studies")).resolve() == here
    beside = put(folder / "studies" / "effects" / "central.yaml")
    assert locate("effect", "central", Path("studies")).resolve() == beside


def test_county_packs_lie_at_the_top_and_a_study_is_none(folder):
    put(folder / "studies" / "hertfordshire.yaml", "# a study\nschema_version: 1\n")
    assert locate("county", "hertfordshire", Path("studies")) == bundle_folder("models") / "hertfordshire.yaml"
    mine = put(folder / "studies" / "mine.yaml", "kind: table\n")
    assert locate("county", "mine", Path("studies")).resolve() == mine
    assert {"mine", "hertfordshire", "hertfordshire_real"} <= set(pack_names("county", Path("studies")))
    assert "uplift" not in pack_names("county", ROOT / "scenarios")


def test_only_county_packs_are_proposed_for_a_county(folder):
    put(folder / "studies" / "mine.yaml", "kind: table\n")
    put(folder / "studies" / "herford.yaml", "services:\n  kind: table\n")
    (folder / "studies" / "herfords.yaml").write_bytes(b"\xff\xfe\x00")
    (folder / "studies" / "folder.yaml").mkdir()
    with pytest.raises(LookupError) as error:
        locate("county", "herfordshire", Path("studies"))
    assert error.value.args[1] == ("did you mean `hertfordshire`? there are hertfordshire, hertfordshire_real and mine")


def test_file_is_relative_to_the_file_that_names_it(folder):
    mine = put(folder / "studies" / "packs" / "mine.yaml")
    assert locate("force", "packs/mine.yaml", Path("studies")).resolve() == mine
    assert locate("force", "packs\\mine.yaml", Path("studies")).resolve() == mine
    with pytest.raises(LookupError, match="there is no file") as error:
        locate("force", "packs/mien.yaml", Path("studies"))
    assert error.value.args[1] == "did you mean mine.yaml?"


def test_unknown_pack_lists_what_there_is(folder):
    with pytest.raises(LookupError) as error:
        locate("effect", "zzz", Path("studies"))
    what, do = error.value.args
    assert what == 'there is no effect pack "zzz"'
    assert do == "there are base, central, none and optimistic"


@pytest.mark.parametrize(
    ("word", "is_file"), [("central", False), ("mine.yaml", True), ("MINE.YML", True), ("a/b", True), ("a\\b", True)]
)
def test_words_that_are_files(word, is_file):
    assert is_file_name(word) is is_file


def test_study_of_the_bundle_is_found_in_an_empty_folder(folder):
    assert find_study("scenarios/small.yaml") == ROOT / "scenarios" / "small.yaml"
    queue = Path("known_answers") / "mmc_5_080.yaml"
    assert find_study(str("scenarios" / queue)) == ROOT / "scenarios" / queue
    assert find_study("uplift.yaml") == ROOT / "scenarios" / "uplift.yaml"
    mine = put(folder / "scenarios" / "small.yaml")
    assert find_study("scenarios/small.yaml").resolve() == mine


@pytest.mark.parametrize("word", ["scenarios/smal.yaml", "smal.yaml", "small", "SMALL.yaml"])
def test_mistyped_study_names_the_one_that_was_meant(word, folder):
    with pytest.raises(InputError, match=r"did you mean scenarios/small\.yaml\?"):
        find_study(word)


@pytest.mark.parametrize(
    ("word", "options", "meant"),
    [
        ("visit_per_day", ["visits_per_day", "visits_at"], "visits_per_day"),
        ("Rank-By", ["rank_by", "range"], "rank_by"),
        ("zzz", ["rank_by"], ""),
    ],
)
def test_closest(word, options, meant):
    assert closest(word, options) == meant
