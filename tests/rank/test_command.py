"""The real command line ranks a county of files, and tells what is wrong with them."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing

import geopandas
import pytest
from ruamel.yaml import YAML

from sim.cli.program import main
from tests.files import read_csv, read_yaml
from tests.project.tracked import ROOT
from tests.records.another_county import AREA_CODE, N_AREAS, make_county

FILES = ["manifest.json", "ranking.csv", "ranking.gpkg", "ranking.html"]


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """Write another county once."""
    return make_county(tmp_path_factory.mktemp("county") / "eastmark")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def with_rank(county, folder, section):
    """Write the county file once more, with a section about its ranking and the same data."""
    text = read_yaml(county) | {"rank": section}
    path = folder / "ranked.yaml"
    with path.open("w", encoding="utf-8") as stream:
        YAML().dump(text, stream)
    return path


def told_by(capsys, county, *words):
    """Rank a county and give what is printed as JSON."""
    assert main(["rank", str(county), "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_another_county_is_ranked_without_a_change_of_code(county, folder, capsys):
    assert main(["rank", str(county), "--top", "5"]) == 0
    told = capsys.readouterr().out
    out = folder / "results" / "rank_eastmark"
    assert sorted(path.name for path in out.iterdir()) == FILES
    rows = read_csv(out / "ranking.csv")
    assert sorted(row["code"] for row in rows) == list(AREA_CODE)
    ranks = [float(row["rank"]) for row in rows]
    assert ranks == sorted(ranks)
    assert sum(ranks) == N_AREAS * (N_AREAS + 1) / 2
    assert rows[0]["name"] in told
    assert 0 < sum(row["high_harm_in_top_5"] == "true" for row in rows) <= 5
    both = [row["high_harm_in_top_5"] == row["low_harm_in_top_5"] == "true" for row in rows]
    assert [row["both_in_top_5"] == "true" for row in rows] == both
    layer = geopandas.read_file(out / "ranking.gpkg", layer="ranking").set_index("code")
    assert layer.crs.to_epsg() == 27700
    for row in rows:
        assert layer.loc[row["code"], "rank"] == float(row["rank"])
        assert layer.loc[row["code"], "asb"] == float(row["asb"])


def test_layers_bring_the_colours_of_the_map(county, folder):
    assert main(["rank", str(county), "--top", "12", "--out", "out", "--json"]) == 0
    with closing(sqlite3.connect(folder / "out" / "ranking.gpkg")) as base:
        ((name, field, style),) = base.execute("select f_table_name, styleName, styleQML from layer_styles").fetchall()
    assert (name, field) == ("ranking", "rank")
    # a fifth of 24 areas, and the list: the first ten lie too near to it
    assert re.findall(r'label="([^"]+)"', style) == ["1 to 4", "5 to 12", "further down"]
    assert re.findall(r'upper="(\d+)\.', style) == ["4", "12", "1000000000000"]


def test_a_log_gives_calls_and_hate(county, folder, capsys):
    # two calls in March 2022 in one area, one of them hate, one call in April in another; all else is left out
    rows = [("2022-03-05 10:00", 7, "yes"), ("2022-03-31 23:59", 7, "no"), ("2022-04-01 00:00", 2, "no")]
    lines = [f"{time},{AREA_CODE[area]},{hate}" for time, area, hate in rows]
    (folder / "calls.csv").write_text("\n".join(["when,where,hate", *lines]), encoding="utf-8")
    text = read_yaml(county)
    columns = {"time": "when", "area": "where", "hate": "hate"}
    text |= {"incidents": {"path": str(folder / "calls.csv"), "columns": columns, "time_format": "%Y-%m-%d %H:%M"}}
    path = county.parent / "with_log.yaml"
    with path.open("w", encoding="utf-8") as stream:
        YAML().dump(text, stream)
    told = told_by(capsys, path)
    assert told["months"] == ["2022-03", "2022-04"]
    by_code = {row["code"]: row for row in told["ranking"]}
    assert (by_code[AREA_CODE[7]]["calls"], by_code[AREA_CODE[7]]["hate"]) == (2, 1)
    assert (by_code[AREA_CODE[2]]["calls"], by_code[AREA_CODE[2]]["hate"]) == (1, 0)
    assert sum(row["calls"] for row in told["ranking"]) == 3
    assert told_by(capsys, path, "--months", "2022-04", "2022-04")["months"] == ["2022-04"]
    assert main(["rank", str(path), "--months", "2023-01", "2023-02"]) == 2
    assert re.search(r"with_log\.yaml:\d+:\d+: incidents: no call was logged from 2023-01", capsys.readouterr().err)


def test_only_the_districts_that_are_kept_are_ranked(county, folder, capsys):
    text = read_yaml(county) | {"districts": ["Westmark"]}
    path = county.parent / "west.yaml"
    with path.open("w", encoding="utf-8") as stream:
        YAML().dump(text, stream)
    whole, west = told_by(capsys, county), told_by(capsys, path)
    assert {row["district"] for row in west["ranking"]} == {"Westmark"}
    asb = {row["code"]: row["asb"] for row in whole["ranking"]}
    assert all(row["asb"] == asb[row["code"]] for row in west["ranking"])
    assert sum(row["rank"] for row in west["ranking"]) == 12 * 13 / 2


def test_components_of_all_areas_are_cut_down_to_the_districts_that_are_kept(county, folder, capsys):
    ranks = dict(zip(AREA_CODE, range(1, N_AREAS + 1), strict=True))
    rows = [{"area": code, "hate": rank} for code, rank in ranks.items()]
    text = read_yaml(county)
    text |= {"districts": ["Eastmark"], "rank": {"components": {"are": "ranks", "rows": rows}}}
    path = county.parent / "east.yaml"
    with path.open("w", encoding="utf-8") as stream:
        YAML().dump(text, stream)
    told = told_by(capsys, path)
    assert len(told["ranking"]) == 12
    assert all(row["hate_rank"] == ranks[row["code"]] and row["asb"] > 0 for row in told["ranking"])
    text["rank"]["components"]["rows"] = [
        row for row in rows if row["area"] not in {one["code"] for one in told["ranking"]}
    ]
    with path.open("w", encoding="utf-8") as stream:
        YAML().dump(text, stream)
    assert main(["rank", str(path)]) == 2
    assert re.search(r"east\.yaml:\d+:\d+: rank.components: none of the areas", capsys.readouterr().err)


def test_the_page_opens_offline_and_names_every_area(county, folder):
    assert main(["rank", str(county), "--out", "out", "--json"]) == 0
    page = (folder / "out" / "ranking.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?!#)|url\(|@import', page)
    for row in read_csv(folder / "out" / "ranking.csv"):
        assert f"{row['name']}<small>{row['district']}" in page


@pytest.mark.parametrize("top", [1, 1_000])
def test_lists_of_one_and_of_more_than_there_are(county, folder, top):
    assert main(["rank", str(county), "--top", str(top), "--out", "out"]) == 0
    rows = read_csv(folder / "out" / "ranking.csv")
    listed = sum(row[f"high_harm_in_top_{top}"] == "true" for row in rows)
    assert listed == min(top, N_AREAS)
    assert sum(float(row[f"p_top_{top}"]) for row in rows) == pytest.approx(listed, abs=0.5)


def test_the_same_county_gives_the_same_bytes(county, folder):
    for name in ("one", "two"):
        assert main(["rank", str(county), "--out", name, "--json"]) == 0
    for name in FILES:
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes(), name


def test_json_has_numbers_and_null(county, folder, capsys):
    told = told_by(capsys, county, "--months", "2022-03", "2022-03")
    assert told["months"] == ["2022-03"]
    assert len(told["ranking"]) == N_AREAS
    # one month cannot be drawn anew
    assert {row["rank_low"] for row in told["ranking"]} == {None}
    assert {type(row["asb_rank"]) for row in told["ranking"]} == {float}
    assert told["comparison"] == []


def test_rows_at_the_station_can_be_left_out(county, folder, capsys):
    kept, fewer = told_by(capsys, county), told_by(capsys, county, "--without-stations")
    counts = [sum(row["asb"] for row in told["ranking"]) for told in (kept, fewer)]
    assert counts[0] - counts[1] == 24  # one a month for two years
    assert "24 rows at the map points of police stations are left out of the ranking." in fewer["notes"]


@pytest.mark.parametrize("index", ["severity", "cost", "cambridge_low_harm", "hertfordshire_z"])
def test_other_indices_rank_by_other_numbers(county, folder, capsys, index):
    numbers = []
    for name in ("cambridge", index):
        rows = told_by(capsys, county, "--index", name)["ranking"]
        numbers.append({row["code"]: (row["crime_harm"], row.get("mean_rank")) for row in rows})
    assert numbers[0] != numbers[1]


def test_an_index_of_ones_own_is_found_beside_the_county_file(county, folder, capsys):
    (folder / "harm").mkdir()
    weights = "offence,value,unit,low,high,source,confidence\n"
    offences = read_yaml(ROOT / "models/demand/hertfordshire.yaml")["offences"]
    weights += "".join(
        f"{row['key']},{float(row['category'] == 'Burglary')},days,0,1,made up,assumption\n" for row in offences
    )
    (folder / "harm" / "burglary_only.csv").write_text(weights, encoding="utf-8")
    path = with_rank(county, folder, {})
    told = told_by(capsys, path, "--data", str(county.parent), "--index", "burglary_only")
    assert all(row["crime_harm"] == int(row["crime_harm"]) for row in told["ranking"])
    assert 0 < sum(row["crime_harm"] for row in told["ranking"]) < sum(row["all_rows"] for row in told["ranking"]) / 4
    assert "calls" not in told["ranking"][0]


def test_components_of_a_county_file_take_the_place_of_records(county, folder, capsys):
    ranks = dict(zip(AREA_CODE, range(N_AREAS, 0, -1), strict=True))
    rows = [{"area": code, "hate": rank} for code, rank in ranks.items()]
    path = with_rank(county, folder, {"components": {"are": "ranks", "rows": rows}})
    told = told_by(capsys, path, "--data", str(county.parent))
    assert {row["code"]: row["hate_rank"] for row in told["ranking"]} == ranks
    assert not any("without what is not known" in note for note in told["notes"])


def test_components_may_stand_in_a_file_and_list_only_some_areas_by_name(county, folder, capsys):
    (folder / "top.csv").write_text("Place,ASB,Calls\nEastmark 001A,2,30\nEastmark 002B,9,1\n", encoding="utf-8")
    table = {"are": "ranks", "path": "top.csv", "area": "Place", "columns": {"asb": "ASB", "calls": "Calls"}}
    text = read_yaml(county)
    for name in ("boundaries.geojson", "population.csv", "imd.csv", "lookup.csv", "stations.csv"):
        (folder / name).write_bytes((county.parent / name).read_bytes())
    path = folder / "some.yaml"
    with path.open("w", encoding="utf-8") as stream:
        YAML().dump(
            {key: value for key, value in text.items() if key != "street"} | {"rank": {"components": table}}, stream
        )
    told = told_by(capsys, path)
    # (9 + 1) / 2 = 5 goes before (2 + 30) / 2 = 16
    assert [(row["name"], row["rank"], row["mean_rank"]) for row in told["ranking"]] == [
        ("Eastmark 002B", 1, 5),
        ("Eastmark 001A", 2, 16),
    ]


def test_a_published_ranking_is_held_against(county, folder, capsys):
    (folder / "top.csv").write_text(f"area,rank\n{AREA_CODE[3]},1\n{AREA_CODE[4]},2\n", encoding="utf-8")
    assert main(["rank", str(county), "--against", "top.csv", "--top", "8"]) == 0
    told = capsys.readouterr().out
    out = folder / "results" / "rank_eastmark"
    ranks = {row["code"]: row["rank"] for row in read_csv(out / "ranking.csv")}
    assert [(row["code"], row["published_rank"], row["rank"]) for row in read_csv(out / "comparison.csv")] == [
        (AREA_CODE[3], "1", ranks[AREA_CODE[3]]),
        (AREA_CODE[4], "2", ranks[AREA_CODE[4]]),
    ]
    assert re.search(r"Published areas among the first 10 here: [0-2] of 2; among the first 8: [0-2] of 2", told)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--months", "2022-13", "2023-01"], "'2022-13' is no month"),
        (["--months", "2023-01", "2022-01"], "comes after the last"),
        (["--top", "0"], "0 is not in the range"),
        (["--index", "severty"], "severity"),
        (["--against", "nowhere"], "give a CSV file, or one of hertfordshire_top_ten"),
        (["--months", "2030-01", "2030-12"], "it has rows of 2022-01 to 2023-12"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(county, folder, capsys, words, told):
    assert main(["rank", str(county), *words]) == 2
    assert told in capsys.readouterr().err
    assert list(folder.iterdir()) == []


ONE = [{"area": "E0", "asb": 1}]


@pytest.mark.parametrize(
    ("section", "where", "told"),
    [
        ({"components": {"are": "ranks", "rows": ONE}}, "rank.components.rows", "unknown area 'E0'"),
        ({"components": {"are": "ranks", "rows": [{"area": "E0", "asb": 0}]}}, "rank.components", "lies below 1"),
        ({"components": {"are": "ranks"}}, "rank.components", "give either a path with its columns, or rows"),
        ({"components": {"are": "counts", "rows": [{"area": "E0"}]}}, "rank.components", "give at least one of asb"),
        ({"components": {"are": "counts", "path": "a.csv", "columns": {}}}, "rank.components", "name the column of"),
        (
            {"components": {"are": "counts", "rows": [*ONE, {"area": "E1", "hate": 1}]}},
            "rank.components",
            "'E1' does not have the same components as 'E0'",
        ),
        (
            {"components": {"are": "counts", "path": "a.csv", "columns": {"hate": "Hate"}}},
            "rank.components.path",
            "there is no file",
        ),
        ({"offence_mix": "nowhere"}, "rank.offence_mix", "there is no demand pack"),
        ({"component": {}}, "rank.component", "did you mean `components`?"),
    ],
)
def test_a_wrong_section_is_told_at_its_line(county, folder, capsys, section, where, told):
    path = with_rank(county, folder, section)
    assert main(["rank", str(path), "--data", str(county.parent)]) == 2
    err = capsys.readouterr().err
    assert told in err
    assert re.search(rf"ranked\.yaml:\d+:\d+: {re.escape(where)}", err), err
    assert [item.name for item in folder.iterdir()] == ["ranked.yaml"]


def test_sizes_are_asked_for_where_only_ranks_are_given(county, folder, capsys):
    rows = [{"area": code, "asb": 1} for code in AREA_CODE]
    path = with_rank(county, folder, {"components": {"are": "ranks", "rows": rows}})
    assert main(["rank", str(path), "--data", str(county.parent), "--index", "hertfordshire_z"]) == 2
    assert "adds up sizes, and these are ranks; give counts" in capsys.readouterr().err


def test_a_folder_with_something_else_is_not_replaced(county, folder, capsys):
    (folder / "mine").mkdir()
    (folder / "mine" / "thesis.txt").write_text("mine", encoding="utf-8")
    assert main(["rank", str(county), "--out", "mine"]) == 2
    assert (folder / "mine" / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_the_synthetic_county_has_nothing_to_rank_by(folder, capsys):
    assert main(["rank", str(ROOT / "models" / "hertfordshire.yaml")]) == 2
    assert "kind embedded" in capsys.readouterr().err
