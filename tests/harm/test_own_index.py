"""A harm index of the user's own, as a table."""

import pytest

from sim.errors import InputError
from sim.harm.own_index import read_own_index

HEADER = "offence,value,unit,low,high,source,confidence"


def read(folder, *lines, header=HEADER):
    path = folder / "my_index.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return read_own_index(path, "models/harm/my_index.csv")


def test_a_table_is_an_index(tmp_path):
    pack = read(
        tmp_path, "abh,15,days,10,20,the force's own panel,assumption", "rape,1825,days,1825,1825,panel of 2026,found"
    )
    assert (pack.key, pack.label, pack.unit) == ("my_index", "My index", "days")
    assert (pack.weights["abh"].low, pack.weights["abh"].value, pack.weights["abh"].high) == (10, 15, 20)
    assert pack.weights["rape"].confidence == "found"
    assert pack.weights["abh"].source == "the force's own panel"
    assert pack.low_harm_call.value == 0
    assert "models/harm/my_index.csv" in pack.note


def test_lambda_is_a_line_of_its_own(tmp_path):
    pack = read(tmp_path, "abh,15,points,10,20,a panel,found", "low_harm_call,0.5,points,0,1,a panel,assumption")
    assert pack.low_harm_call.value == 0.5
    assert list(pack.weights) == ["abh"]


def test_lambda_alone_is_no_index(tmp_path):
    with pytest.raises(InputError, match="no offence is weighed"):
        read(tmp_path, "low_harm_call,0.5,points,0,1,a panel,assumption")


def test_pounds_have_a_year(tmp_path):
    line = "abh,15,pounds,10,20,a panel,found"
    assert read(tmp_path, f"{line},2023/24", header=f"{HEADER},price_year").price_year == "2023/24"
    with pytest.raises(InputError, match="price_year is needed where the unit is pounds"):
        read(tmp_path, line)


def test_all_mistakes_are_told_at_once_by_their_lines(tmp_path):
    with pytest.raises(InputError) as error:
        read(
            tmp_path,
            "abh,fifteen,days,10,20,a panel,found",
            "abh,15,days,10,20,a panel,found",
            "rape,5,days,10,20,a panel,found",
            ",5,days,1,20,a panel,sure",
            "arson,5,years,1,20,,found",
        )
    told = [(problem.line, problem.what) for problem in error.value.problems]
    assert told == [
        (2, "'fifteen' is not a number"),
        (3, "abh stands in line 2 already"),
        (4, "value 5 lies outside its range 10 to 20"),
        (5, "'sure' is not one of seed, found, derived, fitted, recalled, range, assumption"),
        (5, "the cell is empty"),
        (6, "'years' is not one of days, severity, pounds, points"),
        (6, "the cell is empty"),
        (6, "'years' differs from 'days' above"),
    ]


def test_missing_columns_are_named(tmp_path):
    with pytest.raises(InputError, match="there is no column low, high, source, confidence"):
        read(tmp_path, "abh,15,days", header="offence,value,unit")


def test_missing_columns_are_not_sought_in_a_pack(tmp_path):
    with pytest.raises(InputError) as caught:
        read(tmp_path, "abh,15,days", header="offence,value,unit")
    (problem,) = caught.value.problems
    assert problem.do == (
        "let the first line name the columns offence, value, unit, low, high, source, confidence, "
        "and price_year where the unit is pounds"
    )
