"""A force's own incident log: what is read, what is understood, what is refused."""

from datetime import date

import numpy as np
import pytest

from sim.errors import InputError
from tests.records.log_county import EAST, NORTH, county_config, grid_county, read_log, write_log

POINT = {"time": "when", "x": "east", "y": "north"}
FULL = {
    **POINT,
    "kind": "what",
    "grade": "how",
    "dispatch": "sent",
    "arrival": "there",
    "clear": "done",
    "hate": "hate",
}


def row(when="2021-06-01 12:00", east=EAST + 100, north=NORTH + 100, **rest):
    """One row of a log; by default at noon of the first of June 2021, in the first area."""
    return {"when": when, "east": east, "north": north, **rest}


def full_row(when, sent, there, done, **rest):
    """One row with all times."""
    rest = {"what": "DOM", "how": "1", "hate": "", **rest}
    return row(when, sent=sent, there=there, done=done, **rest)


def refused(folder, rows, **section):
    """Give the problems with a log that is wrong."""
    with pytest.raises(InputError) as caught:
        read_log(folder, rows, **section)
    assert all(
        problem.file == "grid.yaml" and problem.where.startswith("incidents") for problem in caught.value.problems
    )
    return caught.value.problems


def test_a_call_by_hand(tmp_path):
    rows = [
        full_row("2021-06-02 00:30", "2021-06-02 00:33", "2021-06-02 00:41:30", "2021-06-02 02:00", hate="Y"),
        full_row("2021-06-01 22:15", "", "", "", what="ASB", how="Priority", east=EAST + 1500),
    ]
    log = read_log(
        tmp_path, rows, columns=FULL, kinds={"DOM": "domestic", "ASB": "asb_nuisance"}, grades={"Priority": 2}
    )
    assert log.origin == date(2021, 6, 1)
    assert log.call_min.tolist() == [22 * 60 + 15, 24 * 60 + 30]  # in the order of their times
    assert [log.kind_name[kind] for kind in log.kind] == ["asb_nuisance", "domestic"]
    assert log.grade.tolist() == [2, 1]
    assert log.area.tolist() == [1, 0]
    assert log.hate.tolist() == [False, True]
    assert np.isnan(log.dispatch_min[0])
    assert log.dispatch_min[1] - log.call_min[1] == 3
    assert log.arrival_min[1] - log.call_min[1] == 11.5
    assert log.clear_min[1] - log.call_min[1] == 90
    assert log.has_hours


def test_degrees_land_in_the_same_area(tmp_path):
    import geopandas

    there = geopandas.points_from_xy([EAST + 2500], [NORTH + 1500], crs="EPSG:27700").to_crs("EPSG:4326")
    rows = [row(east=round(there.x[0], 6), north=round(there.y[0], 6))]
    log = read_log(tmp_path, rows, columns=POINT, crs="EPSG:4326")
    assert log.area.tolist() == [5]
    assert log.x_m[0] == pytest.approx(EAST + 2500, abs=0.2)
    assert log.y_m[0] == pytest.approx(NORTH + 1500, abs=0.2)


def test_the_point_counts_and_the_code_where_there_is_none(tmp_path):
    rows = [row(area="A5"), row(east="", north="", area="A4"), row(east=0, north=0, area="A3"), row(east="", north="")]
    rows += [row(east=EAST - 10_000), row(east="", north="", area="elsewhere")]
    log = read_log(tmp_path, rows, columns={**POINT, "area": "area"})
    assert log.area.tolist() == [0, 4, 3, -1, -1, -1]
    assert "1 of 6 rows have no place." in log.notes
    assert "2 of 6 rows lie in no area of the county." in log.notes


def test_other_ways_of_writing_times(tmp_path):
    rows = [row("31/05/2021 23:05"), row("01/06/2021 00:10")]
    log = read_log(tmp_path, rows, columns=POINT, time_format="%d/%m/%Y %H:%M")
    assert log.origin == date(2021, 5, 31)
    assert log.call_min.tolist() == [23 * 60 + 5, 24 * 60 + 10]


def test_a_year_at_the_end_is_no_offset(tmp_path):
    log = read_log(tmp_path, [row("31-05-2021")], columns=POINT, time_format="%d-%m-%Y")
    assert log.origin == date(2021, 5, 31)


def test_universal_time_is_read_as_the_clock_on_the_wall(tmp_path):
    """In June the wall is an hour ahead of universal time, in January it is not."""
    for zone, first in (({"time_zone": "UTC"}, "2021-06-01 12:00"), ({}, "2021-06-01T12:00:00Z")):
        log = read_log(tmp_path, [row(first)], columns=POINT, **zone)
        assert log.call_min.tolist() == [13 * 60]
    assert read_log(tmp_path, [row("2021-01-01 12:00+00:00")], columns=POINT).call_min.tolist() == [12 * 60]
    assert read_log(tmp_path, [row("2021-06-01 12:00+01:00")], columns=POINT).call_min.tolist() == [12 * 60]


def test_minutes_that_pass_while_clocks_change(tmp_path):
    """On 28 March 2021 it was 02:00 after 00:59; on 31 October 01:00 to 01:59 came twice."""
    spring = full_row("2021-03-28 00:50", "2021-03-28 00:55", "2021-03-28 02:05", "2021-03-28 02:30")
    autumn = full_row("2021-10-31 00:50", "2021-10-31 00:55", "2021-10-31 01:10", "2021-10-31 02:30")
    log = read_log(tmp_path, [spring, autumn], columns=FULL)
    assert (log.arrival_min - log.call_min)[0] == 15
    assert (log.clear_min - log.call_min)[0] == 40
    # 01:10 may have been either of two; 02:30 was 160 minutes after 00:50
    assert np.isnan(log.arrival_min[1])
    assert (log.clear_min - log.call_min)[1] == 160


def test_rows_of_one_incident_are_put_together(tmp_path):
    columns = {**FULL, "id": "number"}
    rows = [
        full_row("2021-06-01 12:00", "2021-06-01 12:09", "2021-06-01 12:30", "2021-06-01 14:00", number="7"),
        full_row("2021-06-01 12:01", "2021-06-01 12:05", "2021-06-01 12:40", "2021-06-01 13:00", number="7"),
        full_row("2021-06-01 11:00", "", "", "", number=""),
        full_row("2021-06-01 11:00", "", "", "", number=""),
    ]
    log = read_log(tmp_path, rows, columns=columns)
    assert log.call_min.tolist() == [660, 660, 720]
    assert [log.dispatch_min[2], log.arrival_min[2], log.clear_min[2]] == [725, 750, 840]
    assert any("4 rows are of 3 incidents" in note for note in log.notes)


def test_what_a_later_row_knows_of_an_incident_counts(tmp_path):
    """The first row has no place and no flag; of two places the first counts, and of an incident without one none."""
    rows = [
        row("2021-06-01 12:00", east="", north="", number="7", hate=""),
        row("2021-06-01 12:01", east=EAST + 1500, number="7", hate="yes"),
        row("2021-06-01 12:02", number="7", hate=""),
        row("2021-06-01 13:00", east="", north="", number="8", hate=""),
    ]
    log = read_log(tmp_path, rows, columns={**POINT, "id": "number", "hate": "hate"})
    assert log.call_min.tolist() == [720, 780]
    assert log.area.tolist() == [1, -1]
    assert log.x_m[0] == EAST + 1500
    assert log.hate.tolist() == [True, False]


def test_impossible_orders_are_forgotten_and_rounding_is_forgiven(tmp_path):
    rows = [
        full_row("2021-06-01 12:00:40", "2021-06-01 12:00", "2021-06-01 11:00", "2021-06-01 12:30"),
        full_row("2021-06-01 12:00:40", "2021-06-01 12:05", "2021-06-01 12:20", "2021-06-01 12:10"),
    ]
    log = read_log(tmp_path, rows, columns=FULL)
    assert log.dispatch_min[0] == log.call_min[0]  # 40 seconds before the call: whole minutes
    assert np.isnan(log.arrival_min).tolist() == [True, False]
    assert np.isnan(log.clear_min).tolist() == [False, True]
    assert "1 times of arrival lie before the event that they follow: unknown." in log.notes


def test_types_without_a_translation(tmp_path):
    rows = [row(what="DOM"), row(what="ODD"), row(what="")]
    columns = {**POINT, "kind": "what"}
    kept = read_log(tmp_path, rows, columns=columns, kinds={"DOM": "domestic"})
    assert kept.kind_name == ("(blank)", "ODD", "domestic")
    assert any("2 rows are of types" in note and "kept" in note for note in kept.notes)
    assert read_log(tmp_path, rows, columns=columns).kind_name == ("(blank)", "DOM", "ODD")
    left = read_log(tmp_path, rows, columns=columns, kinds={"DOM": "domestic"}, other_kinds="leave_out")
    assert left.kind_name == ("domestic",)
    assert left.n == 1
    assert read_log(tmp_path, rows, columns=POINT).kind_name == ("call",)


def test_grades_that_mean_nothing_are_unknown(tmp_path):
    rows = [row(how=grade) for grade in ("1", "4", "E", "", "Q")]
    log = read_log(tmp_path, rows, columns={**POINT, "grade": "how"}, grades={"E": 1})
    assert log.grade.tolist() == [1, 4, 1, 0, 0]
    assert any("1 rows have a grade" in note and "'Q'" in note for note in log.notes)


def test_dates_without_a_time_of_day(tmp_path):
    log = read_log(tmp_path, [row("2021-06-01"), row("2021-06-03")], columns=POINT)
    assert not log.has_hours
    assert log.call_min.tolist() == [0, 2 * 1440]
    assert any("without a time of day" in note for note in log.notes)


def test_rows_without_a_time_are_left_out(tmp_path):
    log = read_log(tmp_path, [row(), row("")], columns=POINT)
    assert log.n == 1
    assert "1 rows have no time of call and are left out." in log.notes


@pytest.mark.parametrize(
    ("rows", "section", "where", "what"),
    [
        ([row("Tuesday noon")], {}, "incidents.columns.time", "1 values are no times in ISO 8601"),
        ([row(), row("31/02/2021")], {"time_format": "%d/%m/%Y"}, "incidents.columns.time", "first in row 1"),
        ([row(), row("2021-06-01T12:00Z")], {}, "incidents.columns.time", "1 of 2 times carry an offset"),
        ([row()], {"time_zone": "Mars/Olympus"}, "incidents.time_zone", "no time zone"),
        ([row()], {"crs": "EPSG:1"}, "incidents.crs", "no coordinate system"),
        ([row(east=-0.2, north=51.8)], {}, "incidents.crs", "look like degrees"),
        ([row(east="here")], {}, "incidents.columns.x", "no coordinates: 'here'"),
        ([row(east=EAST - 50_000)], {}, "incidents.columns", "no row of 'log.csv' lies in an area"),
        ([row()], {"columns": {**POINT, "kind": "type"}}, "incidents.columns.kind", "unknown column 'type'"),
        ([row(hate="perhaps")], {"columns": {**POINT, "hate": "hate"}}, "incidents.columns.hate", "by 'perhaps'"),
        ([row("")], {}, "incidents.path", "no row with a time"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, rows, section, where, what):
    problems = refused(tmp_path, rows, **{"columns": POINT, **section})
    assert [problem.where for problem in problems] == [where]
    assert what in problems[0].what


def test_all_problems_at_once(tmp_path):
    rows = [row("soon", east="here", hate="perhaps")]
    problems = refused(tmp_path, rows, columns={**POINT, "hate": "hate"})
    assert {problem.where.rpartition(".")[2] for problem in problems} == {"time", "x", "hate"}


def test_a_log_that_is_not_there_or_empty(tmp_path):
    from sim.records.log import read_incidents

    for section, what in (({"path": "gone.csv"}, "no file"), ({"path": "empty.csv"}, "has no rows")):
        (tmp_path / "empty.csv").write_text("when,east,north\n", encoding="utf-8")
        with pytest.raises(InputError, match=what):
            read_incidents(county_config({"columns": POINT, **section}), grid_county(), tmp_path, "grid.yaml")
    with pytest.raises(InputError, match="name one under incidents"):
        read_incidents(county_config(None), grid_county(), tmp_path, "grid.yaml")


@pytest.mark.parametrize(
    "section",
    [
        {"columns": {"time": "t", "x": "x"}},
        {"columns": {"time": "t"}},
        {"columns": POINT, "kinds": {"A": "b"}},
        {"columns": POINT, "grades": {"A": 1}},
        {"columns": {**POINT, "kind": "k"}, "other_kinds": "leave_out"},
        {"columns": {**POINT, "grade": "g"}, "grades": {"A": 5}},
    ],
)
def test_sections_that_contradict_themselves(tmp_path, section):
    with pytest.raises(ValueError, match="incidents"):
        county_config({"path": write_log(tmp_path, [row()]), **section})


def test_officers_of_a_row_and_of_an_incident(tmp_path):
    rows = [row(crew="2", number="1"), row(crew="3", number="1"), row("2021-06-02 12:00", crew="", number="2")]
    columns = {**POINT, "officers": "crew"}
    assert read_log(tmp_path, rows, columns=columns).officers.tolist() == [2, 3, 0]
    assert read_log(tmp_path, rows, columns={**columns, "id": "number"}).officers.tolist() == [5, 0]
    assert read_log(tmp_path, rows, columns=POINT).officers is None
    some = read_log(tmp_path, rows, columns=columns).keeping(np.array([True, False, True]))
    assert (some.officers.tolist(), some.n) == ([2, 0], 2)
    for wrong in ("two", "-1", "1.5"):
        (problem,) = refused(tmp_path, [row(crew=wrong)], columns=columns)
        assert problem.where == "incidents.columns.officers"
        assert f"no numbers of officers: '{wrong}'" in problem.what


@pytest.mark.parametrize("damage", ["latin", "truncated", "folder"])
def test_damaged_files_are_one_clear_error(tmp_path, damage):
    import gzip

    from sim.records.log import read_incidents

    name = "log.csv.gz" if damage == "truncated" else "log.csv"
    text = "when,east,north\n" + f"2021-06-01 12:00,{EAST + 100},{NORTH + 100}\n" * 500
    if damage == "latin":
        (tmp_path / name).write_bytes((text + "2021-06-01 café,1,1\n").encode("latin-1"))
    elif damage == "truncated":
        (tmp_path / name).write_bytes(gzip.compress(text.encode())[:-20])
    else:
        (tmp_path / name).mkdir()
    with pytest.raises(InputError) as caught:
        read_incidents(county_config({"columns": POINT, "path": name}), grid_county(), tmp_path, "grid.yaml")
    (problem,) = caught.value.problems
    assert problem.where == "incidents.path"
    assert name in problem.what
