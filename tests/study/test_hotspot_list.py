"""A list of hotspots from a file: what it may look like, what is wrong with it by its line, and what becomes of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sim.cli.program import main
from sim.errors import InputError
from sim.rank.run import Question, rank_county
from sim.rank.write import write_ranking
from sim.run.parts import build_parts
from sim.run.stock_key import stock_key
from sim.study.county_file import read_county_file
from sim.study.load import load_study
from sim.study.write import resolved_text
from sim.target.list_config import ListedArea
from tests.records.another_county import make_county
from tests.run.studying import TINY, Desk
from tests.trial.studies import tiny_trial

PLAN = {"rank_by": "list", "list_file": "mine.csv", "visits_per_day": 3, "hours": "15:00-23:00"}
SELECTION = {"rank_by": "list", "list_file": "mine.csv", "places": 2, "past_days": 84}


@pytest.fixture
def load(tmp_path):
    """Load the tiny study with hotspots by a list that lies beside it."""

    def loader(text, study=TINY, **plan):
        (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
        return Desk(tmp_path).load(study, "listed", scenarios__hotspots__target=PLAN | plan)

    return loader


def told(caught):
    """Write what is wrong as place and words."""
    return [(Path(each.file).name, each.line, each.column, f"{each.what}; {each.do}") for each in caught.value.problems]


def listed(loaded):
    """Give the areas of the one list of a study."""
    return {
        code: area.model_dump(exclude_none=True)
        for code, area in loaded.study.scenarios["hotspots"].target.listed.items()
    }


def test_the_first_rows_of_a_file_are_the_hotspots(load):
    loaded = load("name,area\nhere,B2\nthere,A1\nelsewhere,A3\n", hotspots=2)
    assert listed(loaded) == {"B2": {"worth": 1.0}, "A1": {"worth": 1.0}}
    assert loaded.study.scenarios["hotspots"].target.list_file is None


def test_all_of_it_are_hotspots_unless_told(load):
    loaded = load("Area Code,worth,visits_per_day,hours\nB2,3,,\n\nA1,1.5,2,18:00-20:00\n,,,\n")
    assert listed(loaded) == {
        "B2": {"worth": 3.0},
        "A1": {"worth": 1.5, "visits_per_day": 2, "hours": "18:00-20:00"},
    }
    assert loaded.study.scenarios["hotspots"].target.hotspots == 2


def test_the_file_is_accounted_for_and_the_study_can_do_without_it(load, tmp_path):
    text = "area\nB2\nA1\n"
    loaded = load(text)
    (source,) = loaded.data_read + tuple(each for each in loaded.sources if each.path.name == "mine.csv")
    assert source.sha256 == hashlib.sha256(text.encode()).hexdigest()
    again = tmp_path / "again" / "study.yaml"
    again.parent.mkdir()
    again.write_text(resolved_text(loaded, again.parent), encoding="utf-8")
    assert load_study(again).study.scenarios == loaded.study.scenarios


def test_a_list_moves_no_stock_of_the_baseline(load):
    assert stock_key(load("area\nB2\n")) == stock_key(load("area\nA1\nA2\n")) == stock_key(load_study(TINY))


WRONG = [
    ("area\nA1\nA1\n", {}, [("mine.csv", 3, 1, "'A1' stands in line 2 already; leave one of them out")]),
    (
        "worth,area\n1,A1\n2,\n",
        {},
        [("mine.csv", 3, 2, "the code of the area is missing; write it, or leave the row out")],
    ),
    ("area\n", {}, [("mine.csv", 0, 0, "there is no area in it; write the code of an area into each row")]),
    ("", {}, [("mine.csv", 0, 0, "the file cannot be read (there are no headings in its first line)")]),
    ("place\nA1\n", {}, [("mine.csv", 1, 1, "there is no column area; its heading may be area or area_code or code")]),
    ("area,code\nA1,A1\n", {}, [("mine.csv", 1, 2, "the columns 'area' and 'code' mean the same")]),
    ("rank,code\n1,A1\n3,A2\n2,A3\n", {}, [("mine.csv", 4, 1, "rank 2 comes after rank 3")]),
    (
        "area,worth,visits_per_day,hours\nA1,0,none,22:00-02:00\n",
        {},
        [
            ("mine.csv", 2, 2, "'0' is no number above 0; leave out areas that are worth no visit"),
            ("mine.csv", 2, 3, "'none' is no number of visits from 1 to 96; "),
            ("mine.csv", 2, 4, "patrol hours '22:00-02:00' pass midnight, which they may not; end them"),
        ],
    ),
    (
        "area,hours\nA1,\nA2,18:00-18:30\n",
        {},
        [("mine.csv", 3, 1, "A2: 3 visits of 15 minutes do not fit into 18:00-18:30")],
    ),
    ("area,hours\nA1,18:00-20:00\n", {"allocate": "greedy"}, [("mine.csv", 2, 1, "A1 has visits or hours of its own")]),
    ("area\nA1\n", {"hotspots": 2}, [("listed.yaml", 24, 15, "2 hotspots are wanted, and")]),
    ("area\nA1\n", {"list_file": "my.csv"}, [("listed.yaml", 22, 16, "there is no file")]),
    ("area\nA1\n", {"rank_by": "harm"}, [("listed.yaml", 22, 16, "list_file belongs to rank_by: list; remove it")]),
    (
        "area\nA1\nA1\n",
        {"visits_per_day": 0, "areas": {}},
        [
            ("listed.yaml", 23, 21, "must be at least 1, not 0"),
            ("listed.yaml", 25, 14, "must not be empty"),
            ("mine.csv", 3, 1, "'A1' stands in line 2 already"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "plan", "problems"), WRONG, ids=[problems[0][3][:30] for _, _, problems in WRONG])
def test_all_that_is_wrong_is_told_at_its_line(load, text, plan, problems):
    with pytest.raises(InputError) as caught:
        load(text, **plan)
    found = told(caught)
    assert [
        (file, words[: len(what)]) for (file, _, _, words), (_, _, _, what) in zip(found, problems, strict=True)
    ] == [(file, what) for file, _, _, what in problems]
    assert [(line, column) for file, line, column, _ in found if file == "mine.csv"] == [
        (line, column) for file, line, column, _ in problems if file == "mine.csv"
    ]
    assert all(line > 0 for file, line, _, _ in found if file == "listed.yaml")


def test_areas_that_the_study_does_not_keep(load):
    text = "area\nA1\nA9\nB1\nZ\n"
    with pytest.raises(InputError) as caught:
        build_parts(load(text))
    assert told(caught) == [
        ("mine.csv", 3, 1, 'there is no area "A9"; give the code of an area that the study keeps'),
        ("mine.csv", 5, 1, 'there is no area "Z"; give the code of an area that the study keeps'),
    ]


def test_areas_of_districts_that_are_left_out_and_names_in_place_of_codes(tmp_path):
    (tmp_path / "mine.csv").write_text("area\nS01900646\nStevenage 108D\n", encoding="utf-8")
    text = (TINY.parents[3] / "scenarios" / "small.yaml").read_text(encoding="utf-8")
    old = "{rank_by: count, hotspots: 4, visits_per_day: 3"
    assert old in text
    path = tmp_path / "small.yaml"
    path.write_text(text.replace(old, "{rank_by: list, list_file: mine.csv, visits_per_day: 3"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        build_parts(load_study(path))
    first, second = told(caught)
    assert first[:3] == ("mine.csv", 2, 1)
    assert "lies in Welwyn Hatfield, which the study leaves out; leave the area out as well" in first[3]
    assert '"Stevenage 108D" is the name of an area; write its code, S0' in second[3]


def test_check_holds_a_list_against_the_county(load, tmp_path, capsys):
    load("area\nA1\nB2\n")
    assert main(["check", str(tmp_path / "listed.yaml")]) == 0
    load("area\nA1\nA7\n")
    assert main(["check", str(tmp_path / "listed.yaml")]) == 2
    assert 'mine.csv:3:1: there is no area "A7"' in capsys.readouterr().err


def test_many_unknown_areas_are_told_of_in_a_few_lines(load):
    with pytest.raises(InputError) as caught:
        build_parts(load("area\n" + "".join(f"X{number}\n" for number in range(40))))
    assert len(caught.value.problems) == 6
    assert told(caught)[-1] == ("mine.csv", 7, 1, "nor are 35 more of the list; ")


def test_a_ranking_that_the_program_wrote_is_a_list_as_it_is(tmp_path):
    """Rank a county of files, and take the first rows of its ranking for hotspots."""
    county = make_county(tmp_path / "eastmark")
    file = read_county_file(str(county), None)
    outcome = rank_county(file, Question())
    write_ranking(outcome, file, Question(), tmp_path / "ranked")
    plan = PLAN | {"list_file": "ranked/ranking.csv", "hotspots": 3}
    study = Desk(tmp_path).changed(
        TINY, "real", {"county": str(county), "scenarios.hotspots.target": plan, "scenarios.moved": {}}
    )
    parts = build_parts(load_study(study))
    first = [outcome.county.area_code[outcome.evidence.area[row]] for row in outcome.order[:3]]
    assert list(parts.loaded.study.scenarios["hotspots"].target.listed) == first


def test_a_pilot_may_take_its_places_from_a_file(tmp_path):
    (tmp_path / "mine.csv").write_text("code,rank\nB2,1\nA1,2\nA3,3\n", encoding="utf-8")
    loaded = load_study(tiny_trial(tmp_path, selection=SELECTION))
    assert list(loaded.trial.selection.areas) == ["B2", "A1", "A3"]
    assert loaded.trial.selection.areas["A1"] == ListedArea()
    build_parts(loaded)


@pytest.mark.parametrize(
    ("text", "changed", "problem"),
    [
        ("area\nB2\nA9\n", {}, 'mine.csv:3:1: there is no area "A9"'),
        ("area\nB2\n", {}, "2 places are wanted, and the list has 1; ask for fewer, or list more"),
        (
            "area\nA2\nA1\n",
            {"each": "district", "places": 1},
            "1 places are wanted, and the list has 0 of some district",
        ),
        (
            "area,hours\nB2,\nA1,16:00-18:00\n",
            {},
            "mine.csv:3:1: A1 has visits or hours of its own, and all places of a pilot",
        ),
    ],
)
def test_a_pilots_list_is_held_against_its_county(tmp_path, capsys, text, changed, problem):
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    path = tiny_trial(tmp_path, selection=SELECTION | changed)
    assert main([str(path), "--out", str(tmp_path / "out"), "-q"]) == 2
    assert problem in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_several_forces_have_no_file_in_common(tmp_path):
    (tmp_path / "mine.csv").write_text("area\nA1\n", encoding="utf-8")
    county = {"kind": "nation", "of": "hertfordshire", "forces": 2, "areas_per_force": 100}
    with pytest.raises(InputError) as caught:
        Desk(tmp_path).load(TINY, "several", county=county, demand="hertfordshire", scenarios__hotspots__target=PLAN)
    assert "a list of areas is one force's, and there are several" in [each.what for each in caught.value.problems]
