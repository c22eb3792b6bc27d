import csv
import io
import math

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.outcomes.area_table import area_means, areas_table
from sim.outcomes.audit_tables import calls_table, dispatches_table, visits_table
from sim.outcomes.best import RankingRow, rank
from sim.outcomes.compare import SummaryRow, compare
from sim.outcomes.measures import measure_run
from sim.outcomes.replications import collect
from sim.outcomes.tables import ranking_csv, replications_table, summary_csv, write_parquet, write_text
from sim.street.records import PREVENTED
from tests.outcomes.handmade import DAY, ROWS, THEFT, TYPE_CRIME, make_costs, make_county, make_record

SCENARIOS = ("today", "more")


def runs(number=2):
    """Two scenarios; "more" lacks the call of area 2 that nobody reached."""
    fewer = tuple(row for row in ROWS if row[0][0] != 30.0)
    return [
        measure_run(make_record(rows, scenario=scenario, replication=at), make_costs(), {})
        for at in range(number)
        for scenario, rows in zip(SCENARIOS, (ROWS, fewer), strict=True)
    ]


def study(number=2):
    return collect(runs(number), SCENARIOS, "today")


def test_summary_begins_with_the_columns_of_the_interface():
    text = summary_csv(compare(study(), "today"))
    assert text.splitlines()[0] == (
        "scenario,measure,unit,mean,low,high,predict_low,predict_high,"
        "difference,difference_low,difference_high,p_better,replications"
    )
    assert "today,calls,calls,8,8,8,8,8,,,,,2" in text.splitlines()
    assert "more,calls,calls,7,7,7,7,7,-1,-1,-1,,2" in text.splitlines()


def test_numbers_have_ten_digits_and_what_is_empty_stays_empty():
    row = SummaryRow("a, b", "cost", "pounds", 1 / 3, -0.0, 1e12 / 3, math.nan, *[math.nan] * 5, 4)
    (_, cells) = csv.reader(io.StringIO(summary_csv([row])))
    assert cells == ["a, b", "cost", "pounds", "0.3333333333", "0", "3.333333333e+11", *[""] * 6, "4"]


def test_ranking_by_hand():
    rows = [RankingRow("harm", "today", 0.25), RankingRow("harm", "more", 0.75)]
    assert ranking_csv(rows) == "measure,scenario,p_best\nharm,today,0.25\nharm,more,0.75\n"


def test_text_has_the_same_bytes_on_every_system(tmp_path):
    write_text("a\n£\n", tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes() == b"a\n\xc2\xa3\n"


def test_the_same_study_gives_the_same_bytes(tmp_path):
    for name, these in (("a", runs()), ("b", list(reversed(runs())))):
        lined_up = collect(these, SCENARIOS, "today")
        write_parquet(replications_table(lined_up), tmp_path / f"replications_{name}.parquet")
        write_text(summary_csv(compare(lined_up, "today")), tmp_path / f"summary_{name}.csv")
        table = areas_table(area_means(these, SCENARIOS), "today", make_county(), "days")
        write_parquet(table, tmp_path / f"areas_{name}.parquet", {"county": "Handmade", "synthetic": "true"})
        write_parquet(calls_table(make_record()), tmp_path / f"calls_{name}.parquet")
    for kind in ("replications_{}.parquet", "summary_{}.csv", "areas_{}.parquet", "calls_{}.parquet"):
        assert (tmp_path / kind.format("a")).read_bytes() == (tmp_path / kind.format("b")).read_bytes()


def test_without_a_scenario_the_other_rows_are_the_same():
    lines = summary_csv(compare(study(), "today")).splitlines()
    alone = collect([run for run in runs() if run.scenario == "today"], ["today"], "today")
    assert summary_csv(compare(alone, "today")).splitlines() == [line for line in lines if not line.startswith("more,")]


def test_replications_hold_every_value(tmp_path):
    lined_up = study()
    write_parquet(replications_table(lined_up), tmp_path / "replications.parquet")
    table = pq.read_table(tmp_path / "replications.parquet")
    assert table.column_names == ["scenario", "replication", "measure", "value"]
    rows = table.to_pylist()
    assert len(rows) == 2 * 2 * len(lined_up.values["today"])
    assert rows[0] == {"scenario": "today", "replication": 0, "measure": "calls", "value": 8.0}
    values = {(row["scenario"], row["replication"], row["measure"]): row["value"] for row in rows}
    assert values["more", 1, "calls"] == 7
    assert values["today", 0, "response_median_grade2"] is None


def test_areas_hold_means_and_differences(tmp_path):
    table = areas_table(area_means(runs(), SCENARIOS), "today", make_county(), "days")
    write_parquet(table, tmp_path / "areas.parquet", {"county": "Handmade", "synthetic": "true"})
    read = pq.read_table(tmp_path / "areas.parquet")
    rows = read.to_pylist()
    assert [(row["scenario"], row["area_code"]) for row in rows[2:4]] == [("today", "H2"), ("more", "H0")]
    last = rows[-1]
    assert (last["district"], last["deprivation_fifth"], last["is_urban"]) == ("South", 2, False)
    assert (last["calls"], last["calls_difference"], last["harm_prevented"]) == (2, -1, -10)
    assert rows[0]["calls_difference"] is None
    # one that nobody reached leaves the median of area 2 empty in today, not in more
    assert (rows[2]["response_median_grade1"], last["response_median_grade1"]) == (None, 15)
    assert read.schema.field("harm_prevented").metadata[b"unit"] == b"days"
    assert read.schema.metadata[b"synthetic"] == b"true"


def test_a_mean_by_area_is_over_replications():
    first, second = runs(1)[0], measure_run(make_record(ROWS[:3], replication=1), make_costs(), {})
    # area 0 has 3 calls in the first, 2 in the second
    assert area_means([second, first], ["today"])["today"]["calls"].tolist() == [2.5, 1, 1.5]


def test_calls_hold_everything_but_the_latent(record):
    table = calls_table(record, "days")
    rows = table.to_pylist()
    assert [row["call"] for row in rows] == [*range(12), 13]
    assert [row["call"] for row in rows if row["counted"]] == list(range(1, 12))
    moved = rows[6]
    assert moved["displaced"]
    assert (moved["drawn_area_code"], moved["area_code"], moved["state"]) == ("H1", "H0", "attended")
    assert (moved["type"], moved["offence"], moved["grade"], moved["unit"]) == ("asb", None, 2, 9)
    assert (moved["call_min"], moved["first_arrival_min"]) == (DAY + 50, DAY + 80)
    still_open = rows[5]
    assert (still_open["state"], still_open["unit"], still_open["closed_min"]) == ("open", None, None)
    assert rows[10]["state"] == "unreported"
    assert table.schema.field("harm").metadata[b"unit"] == b"days"


def test_the_audit_trail_gives_back_the_counts(record, costs):
    values = measure_run(record, costs, {}).values
    states = [row["state"] for row in calls_table(record).to_pylist() if row["counted"]]
    for name in ("attended", "by_phone", "cancelled", "open"):
        assert states.count(name) == values[f"calls_{name}"]


def test_visits_say_how_they_ended(record):
    rows = visits_table(record).to_pylist()
    assert [(row["area_code"], row["ended"], row["counted"]) for row in rows] == [
        ("H0", "full", True),
        ("H0", "cut_by_call", True),
        ("H2", "full", False),
    ]


def test_dispatches_say_who_was_sent_from_where_and_from_what(record):
    rows = dispatches_table(record).to_pylist()
    assert [(row["call"], row["unit"], row["was"], row["left_call"]) for row in rows] == [
        (0, 7, "idle", None),
        (1, 7, "idle", None),
        (4, 8, "idle", None),
        (2, 8, "to_call", 4),
        (6, 2, "on_visit", None),
    ]
    # the first call was made the day before
    assert [row["counted"] for row in rows] == [False, True, True, True, True]
    assert [row["arrival_min"] for row in rows] == [DAY + 5, DAY + 4, None, DAY + 38, DAY + 131]
    assert (rows[2]["dispatch_min"], rows[2]["from_area_code"], rows[2]["from_district"]) == (DAY + 31, "H2", "South")
    assert [row["crew"] for row in rows] == [2, 2, 1, 1, 1]


@pytest.mark.parametrize("build", [calls_table, dispatches_table, visits_table])
def test_a_run_without_calls_or_visits_has_an_empty_trail(build):
    table = build(make_record((), ()))
    assert table.num_rows == 0
    assert table.schema == build(make_record()).schema


def test_no_column_is_nested():
    """Other programs read flat columns only."""
    audit = (build(make_record()) for build in (calls_table, dispatches_table, visits_table))
    for table in (*audit, replications_table(study())):
        assert not any(pa.types.is_nested(field.type) or pa.types.is_dictionary(field.type) for field in table.schema)


def test_every_state_and_time_survives_the_file(tmp_path, record):
    write_parquet(calls_table(record), tmp_path / "calls.parquet")
    assert pq.read_table(tmp_path / "calls.parquet").equals(calls_table(record))
    times = pq.read_table(tmp_path / "calls.parquet")["call_min"].to_numpy()
    np.testing.assert_array_equal(times, np.delete(record.history.calls["call_min"], 12))


def test_a_prevented_call_stands_in_the_trail():
    record = make_record((((0.0, 2, THEFT, TYPE_CRIME, 1, 0), (PREVENTED, 2, math.nan, -1, 0)),))
    (row,) = calls_table(record).to_pylist()
    assert (row["state"], row["first_arrival_min"]) == ("prevented", None)


def test_ranking_covers_every_scenario():
    rows = rank(study(), "today")
    assert [row.scenario for row in rows[:2]] == list(SCENARIOS)
    assert sum(row.p_best for row in rows if row.measure == "harm") == 1
