"""The real command line finds visits in reports that were made up, and tells what is wrong with files."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from sim.county.points import to_degrees
from tests.cli.tracked import PINGS, PLAN, minutes, patrol_of, problems_of, report, run, write_files


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Work in a folder with a county, a plan and reports."""
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path)
    return tmp_path


def test_two_units_at_once_count_once(files, capsys):
    assert run() == 0
    told = capsys.readouterr().out
    out = files / "results" / "track_pings"
    assert sorted(path.name for path in out.iterdir()) == [
        "dose.parquet",
        "manifest.json",
        "missed.csv",
        "patrol.csv",
        "track.html",
        "visits.parquet",
    ]
    visits = pd.read_parquet(out / "visits.parquet")
    assert visits[["unit", "area_code"]].to_numpy().tolist() == [["HA10", "Market Square"], ["HA11", "Market Square"]]
    assert visits["start"].astype(str).tolist() == ["2026-04-06 16:02:30", "2026-04-06 16:12:30"]
    assert visits["end"].astype(str).tolist() == ["2026-04-06 16:17:30", "2026-04-06 16:22:30"]
    # 16:02:30 to 16:22:30 is twenty minutes, of thirty planned; the sum of the visits would be twenty-five
    square, station = patrol_of(out)["Market Square"], patrol_of(out)["Station"]
    assert (float(square["planned_min"]), float(square["delivered_min"]), int(square["visits"])) == (30, 20, 2)
    assert (float(station["planned_min"]), float(station["delivered_min"]), int(station["days_without"])) == (15, 0, 1)
    assert float(patrol_of(out)["all"]["delivered_share"]) == pytest.approx(20 / 45)
    dose = pd.read_parquet(out / "dose.parquet").set_index(["area_code", "hour"])
    assert dose["planned_min"].to_dict() == {("Market Square", 16): 15, ("Market Square", 18): 15, ("Station", 18): 15}
    assert dose.loc[("Market Square", 16), "delivered_min"] == 20
    # of the square's visits that of 18:00 was not made, nor that of the station, where nobody stayed
    assert (out / "missed.csv").read_text(encoding="utf-8") == (
        "date,due,area_code,district,planned_min\n2026-04-06,18:00,Market Square,,15\n2026-04-06,18:00,Station,,15\n"
    )
    assert "1 of 3 visits that fell due was made (33 %); 2 stays were found in all." in " ".join(told.split())
    page = (out / "track.html").read_text(encoding="utf-8")
    assert "Of the 22 minutes planned per hotspot and day, 10 were delivered." in page
    assert "<td>16:02 to 16:17</td>" in page
    assert "shorter than 3 minutes, and so no visits: 1." in told
    assert "Market Square" in told


def test_what_the_options_change(files, capsys):
    assert run("--json", "--least", "1", "--out", "short") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["units"], told["days"], told["visits"], told["first_day"]) == (2, 1, 3, "2026-04-06")
    by_place = {row["area_code"]: row for row in told["patrol"]}
    assert by_place["Station"]["delivered_min"] == 2
    assert by_place["Station"]["gap_median_min"] is None
    manifest = json.loads((files / "short" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["reading"]["least_min"] == 1


def test_degrees_universal_time_and_status(files, capsys):
    # times are universal, an hour before summer time
    longitude, latitude = (value[0] for value in to_degrees(np.array([500_100.0]), np.array([200_000.0])))
    rows = [
        f"7,2026-04-06T15:{minute:02}:00Z,{longitude},{latitude},{'patrol' if minute < 40 else 'at scene'}"
        for minute in range(25, 56)
    ]
    text = "\n".join(["unit,time,lon,lat,status", *rows, ""])
    (files / "degrees.csv").write_text(text, encoding="utf-8")
    assert run("--json", "--status", "Patrol", pings="degrees.csv") == 0
    told = json.loads(capsys.readouterr().out)
    visits = pd.read_parquet(files / "results" / "track_degrees" / "visits.parquet")
    assert visits["start"].astype(str).tolist() == ["2026-04-06 16:24:30"]
    assert visits["end"].astype(str).tolist() == ["2026-04-06 16:39:30"]
    assert told["patrol"][0]["delivered_min"] == 15


def test_every_wrong_cell_is_told_with_its_line_and_column(files, capsys):
    wrong = "unit,time,x,y\nHA1,2026-04-06 16:00,1,2\n,2026-04-06 16:01,1,2\nHA1,half past four,1,north\n"
    (files / "wrong.csv").write_text(wrong, encoding="utf-8")
    assert run(pings="wrong.csv") == 2
    told = problems_of(capsys)
    assert "wrong.csv:3:1: '' is no name of a unit" in told
    assert "wrong.csv:4:2: 'half past four' is no time; write it as 2026-04-06 15:04:30 (ISO 8601)" in told
    assert "wrong.csv:4:4: 'north' is no number" in told
    assert "3 problems" in told
    assert not (files / "results").exists()


def test_every_mistake_of_a_plan_is_told(files, capsys):
    wrong = (
        "area,x,y,radius_m,visits_per_day,visit_minutes,hours,last_day\n"
        "A9,,,,3,15,16:00-20:00,\n"  # no such area
        "A1,,,,3,15,16:00-20:00,\n"  # no outline in a county of points
        "Spot,500000,,150,3,15,16:00-20:00,\n"  # half a circle
        "Spot 2,500000,200000,150,20,15,16:00-20:00,\n"  # five hours in four
        "Spot 3,500000,200000,150,2,15,4pm-8pm,\n"
        "Spot 4,500000,200000,150,2,15,16:00-20:00,2026-02-30\n"
        "Spot 5,500000,200000,150,,15,,2026-04-01\n"
        "Spot 6,500000,200000,150,2,15,20:00-02:00,\n"
    )
    (files / "wrong.csv").write_text(wrong, encoding="utf-8")
    assert run(plan="wrong.csv") == 2
    told = problems_of(capsys)
    assert "wrong.csv:2:1: unknown area 'A9'; there is: A1, A2; a spot that is no area needs x, y and radius_m" in told
    assert "wrong.csv:3:1: 'A1' has no outline in Two areas" in told
    assert "wrong.csv:4:1: 'Spot' has a part of a circle" in told
    assert "wrong.csv:5:5: 20 visits of 15 minutes do not fit into 16:00-20:00" in told
    assert (
        "wrong.csv:6:7: '4pm-8pm' is not a span of time" in told or "wrong.csv:6:7: '4pm' is not a time of day" in told
    )
    assert "wrong.csv:7:8: '2026-02-30' is no date" in told
    assert "wrong.csv:8:8: the last day comes before the first" in told
    assert "it is not said when visits fall due" in told
    assert "wrong.csv:9:7: the hours '20:00-02:00' pass midnight" in told
    assert "9 problems" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "cannot be read"),
        ("unit,time\nHA1,2026-04-06 16:00\n", "there is no column x; its heading may be x or easting or x_m"),
        ("unit,time,x,y\n", "there are no reports in it"),
        ("unit,time,x,y\nHA1,,1,2\n", "no report has a time and a position"),
        ("unit,time,x,y,X\nHA1,2026-04-06 16:00,1,2,3\n", "mean the same"),
        ("unit,time,x,y\nHA1,2026-04-06 16:00,0.5,51.7\n", "look like degrees"),
        ("unit,time,x,y\nHA1,2026-04-06 16:00,100000,900000\n", "no report lies in Two areas or within 20 km of it"),
        ("unit,time,x,y\nA,2026-04-06T16:00Z,1,2\nA,2026-04-06 16:00,1,2\n", "wrong.csv:3:2"),
        (
            "scenario,unit,time,x,y\na,1,2026-04-06 16:00,1,2\nb,1,2026-04-06 16:00,1,2\n",
            "choose one with --scenario: a, b",
        ),
    ],
    ids=["empty", "no column", "no rows", "no time", "twice", "degrees", "elsewhere", "mixed clocks", "two options"],
)
def test_reports_that_cannot_be_read(files, capsys, text, told):
    (files / "wrong.csv").write_text(text, encoding="utf-8")
    assert run(pings="wrong.csv") == 2
    assert told in problems_of(capsys)
    assert not (files / "results").exists()


def test_what_is_missing_or_in_the_way(files, capsys):
    assert run(pings="absent.csv") == 2
    assert "absent.csv: there is no such file" in problems_of(capsys)
    assert run("--status", "flying") == 2
    assert "there is no column status" in problems_of(capsys)
    assert run("--scenario", "x", pings="pings.csv") == 0  # files that are not a run's own hold no options
    capsys.readouterr()
    assert run("--data", ".") == 2
    assert "has no data files" in problems_of(capsys)
    (files / "mine").mkdir()
    (files / "mine" / "notes.txt").write_text("keep", encoding="utf-8")
    assert run("--out", "mine") == 2
    assert (files / "mine" / "notes.txt").read_text(encoding="utf-8") == "keep"


def test_reports_that_are_left_out_are_told(files, capsys):
    more = PINGS + report("HA10", "16:05:00", 500_100) + "HA10,2026-04-06 17:00:00,,\n"
    (files / "more.csv").write_text(more, encoding="utf-8")
    assert run("--json", pings="more.csv") == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert "Reports left out because they have no position: 1." in notes
    assert "Reports left out because they repeat one of the same unit and time: 1." in notes


def test_the_hour_that_clocks_show_twice_is_left_out(files, capsys):
    rows = [f"1,2026-10-25T{hour:02}:{minute:02}:00Z,500100,200000" for hour in (0, 1, 2) for minute in range(60)]
    (files / "autumn.csv").write_text("\n".join(["unit,time,x,y", *rows, ""]), encoding="utf-8")
    assert run("--json", pings="autumn.csv") == 0
    told = json.loads(capsys.readouterr().out)
    # 00:00 to 01:59 universal time are both shown as one to two o'clock
    assert "Reports left out because they lie in the hour that clocks show twice in autumn: 120." in told["notes"]
    assert told["reports"] == 60


def test_only_the_units_and_hours_that_are_named_count(files, capsys):
    assert run("--unit", "ha11", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    # HA11 alone was there from 16:12:30 to 16:22:30
    assert (told["visits"], told["patrol"][0]["delivered_min"]) == (1, 10)
    assert run("--unit", "HA1*", "--hours", "16:05-16:15", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    # reports of 16:05 to 16:14 count: HA10 from 16:04:30 to 16:14:30, and HA11, seen twice, too short for a visit
    assert (told["visits"], told["patrol"][0]["delivered_min"]) == (1, 10)
    manifest = json.loads((files / "results" / "track_pings" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["units"], manifest["hours"]) == (["HA1*"], "16:05-16:15")
    page = (files / "results" / "track_pings" / "track.html").read_text(encoding="utf-8")
    assert "Only reports of the units HA1* and in the hours 16:05-16:15 count." in page
    assert run("--unit", "HB*") == 2
    assert "no unit is called 'HB*'; there is: HA10, HA11" in problems_of(capsys)
    assert run("--hours", "4pm") == 2
    assert "'4pm' is not a span of time" in problems_of(capsys)


def test_far_more_presence_than_planned_is_doubted_before_all_else(files, capsys):
    # a unit that waits in the square for two hours, of thirty minutes planned there and fifteen at the station
    text = "unit,time,x,y\n" + "".join(minutes("HA10", 0, 60, 500_100, hour) for hour in (16, 17))
    (files / "rest.csv").write_text(text, encoding="utf-8")
    counted = (
        "all time in a hotspot was counted, at calls and at rest too. Say what patrol is: --status, --unit or --hours."
    )
    for words, doubt in (
        ((), f"Presence is 267 % of the plan: {counted}"),
        (("--unit", "HA10"), "Presence is 267 % of the plan: far more than was asked for."),
    ):
        assert run("--json", *words, pings="rest.csv") == 0
        assert json.loads(capsys.readouterr().out)["notes"][0] == doubt
        page = (files / "results" / "track_rest" / "track.html").read_text(encoding="utf-8")
        assert f'<p class="lead">{doubt}</p>' in page
        assert page.count(doubt) == 1
        assert run(*words, pings="rest.csv") == 0
        told = capsys.readouterr().out
        assert told.splitlines()[1].startswith(doubt[:60])
        # and then what of the plan was kept: the square's, of 45 minutes in all
        assert "1 of 3 visits that fell due was made (33 %)" in told
        assert "67 % of the minutes planned were kept" in told


def test_an_hour_in_next_weeks_hotspot_is_no_part_of_this_weeks_plan(files, capsys):
    plan = (
        "area,x,y,radius_m,visit_minutes,visits_at,first_day,last_day\n"
        "A,500100,200000,150,15,16:00;20:00,2026-04-06,2026-04-12\n"
        "B,501500,200000,150,15,16:00;20:00,2026-04-13,2026-04-19\n"
    )
    (files / "weeks.csv").write_text(plan, encoding="utf-8")
    text = "unit,time,x,y\n" + minutes("u1", 50, 10, 505_000, 15) + minutes("u1", 0, 60, 501_500, 16)
    (files / "hour.csv").write_text(text + minutes("u1", 0, 10, 505_000, 17), encoding="utf-8")
    assert run(pings="hour.csv", plan="weeks.csv") == 0
    told = capsys.readouterr().out
    assert told.splitlines()[1] == "0 of 2 visits that fell due were made (0 %); 1 stay was found in all."
    assert "60 minutes (1 stay) were spent in hotspots that were not due that day" in told
    lines = {line.split("  ")[0].strip(): line.split() for line in told.splitlines()}
    assert lines["all"][1:7] == ["2", "0", "30", "0", "%", "0"]
    assert lines["not due that day"][-5:] == ["–", "1", "–", "–", "–"]
    assert "B" not in lines
    rows = patrol_of(files / "results" / "track_hour")
    assert {name: (row["planned_min"], row["delivered_min"], row["not_due_min"]) for name, row in rows.items()} == {
        "all": ("30", "0", "60"),
        "A": ("30", "0", "0"),
        "B": ("0", "0", "60"),
    }


def test_a_plan_of_other_days_is_refused(files, capsys):
    (files / "other.csv").write_text(
        PLAN.replace("hours\n", "hours,first_day,last_day\n").replace("0\n", "0,2026-05-01,2026-05-31\n"),
        encoding="utf-8",
    )
    assert run(plan="other.csv") == 2
    assert "no visit falls due from 2026-04-06 to 2026-04-06, the days of the reports" in problems_of(capsys)
    assert not (files / "results").exists()


def test_what_is_wrong_with_reports_and_plan_is_told_at_once(files, capsys):
    (files / "wrong.csv").write_text(PINGS + "HA10,never,1,2\n", encoding="utf-8")
    (files / "wrong_plan.csv").write_text(PLAN.replace("16:00-20:00", "now"), encoding="utf-8")
    assert run(pings="wrong.csv", plan="wrong_plan.csv") == 2
    told = problems_of(capsys)
    assert "wrong.csv:45:2: 'never' is no time" in told
    assert "wrong_plan.csv:2:7: 'now' is not a span of time" in told
    assert "2 problems" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # the comma between the two times is one that divides cells
        (
            "area,visit_minutes,visits_at\nA1,15,16:00,16:05\n",
            "wrong.csv:2:1: this row has more cells than there are headings",
        ),
        (
            "area,x,y,radius_m,visit_minutes,visits_at\nSpot,500000,200000,150,15,16:00\nSpot,510000,200000,300,15,18:00\n",
            "wrong.csv:3:1: 'Spot' is another circle than in a row before",
        ),
        (
            "area,x,y,radius_m,visit_minutes,visits_at\nSpot,500000,200000,150,15,16:00;16:05\n",
            "wrong.csv:2:6: visits of 15 minutes at 16:00;16:05 overlap",
        ),
        # a cell in quotes runs over lines 2 and 3
        (
            'area,x,y,radius_m,visit_minutes,visits_at\nSpot,500000,200000,150,15,"16:00\n20:00"\nSpot,500000,200000,150,15,noon\n',
            "wrong.csv:4:6: 'noon' is not a time of day",
        ),
    ],
    ids=["longer row", "another circle", "overlap", "quoted line"],
)
def test_a_plan_loses_nothing_without_a_word(files, capsys, text, told):
    (files / "wrong.csv").write_text(text, encoding="utf-8")
    assert run(plan="wrong.csv") == 2
    assert told in problems_of(capsys)


def test_positions_with_large_errors_are_told(files, capsys):
    rng = np.random.default_rng(5)
    text = "unit,time,x,y\n" + "".join(
        f"HA10,2026-04-06 16:{at // 2:02}:{at % 2 * 30:02},{500_100 + rng.normal(0, 60):.0f},{200_000 + rng.normal(0, 60):.0f}\n"
        for at in range(60)
    )
    (files / "noisy.csv").write_text(text, encoding="utf-8")
    for words, is_told in (((), True), (("--most-km-h", "0"), False)):
        assert run("--json", *words, pings="noisy.csv") == 0
        notes = json.loads(capsys.readouterr().out)["notes"]
        assert any("of the reports in hotspots are faster than 10 km/h" in note for note in notes) == is_told


def test_results_of_two_runs_do_not_share_a_folder(files):
    for name in ("one", "other"):
        (files / name).mkdir()
        (files / name / "track.csv").write_text(PINGS, encoding="utf-8")
        assert run(pings=f"{name}/track.csv") == 0
    assert {path.name for path in (files / "results").iterdir()} == {"track_one", "track_other"}


def test_times_that_a_run_cut_to_whole_minutes_do_not_overlap(files):
    # 16:00:10 and 16:12:40 are twelve and a half minutes apart, and written down as 16:00 and 16:12
    plan = "area,x,y,radius_m,visit_minutes,visits_at\nSpot,500100,200000,150,12.5,16:00;16:12\n"
    for second, code in (("16:12", 0), ("16:11", 2)):
        (files / "cut.csv").write_text(plan.replace("16:12", second), encoding="utf-8")
        assert run(plan="cut.csv") == code
