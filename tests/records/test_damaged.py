"""Damaged files give one clear error each, at the line of the county file that names them."""

import pytest

from sim.errors import InputError
from sim.study.county_file import read_county_file
from tests.records.damages import DAMAGES, not_utf8, wrong_system


def read_all(county_path):
    """Read the county and its records."""
    county = read_county_file(str(county_path))
    return county.build(), county.records()


@pytest.mark.parametrize("damage", DAMAGES)
def test_it_is_told_once_at_its_line(county_path, damage):
    do, where, told = DAMAGES[damage]
    do(county_path)
    with pytest.raises(InputError) as caught:
        read_all(county_path)
    problems = caught.value.problems
    assert len({problem.where.rsplit(".", 1)[0] for problem in problems}) == 1, problems
    assert all(problem.where.startswith(where) for problem in problems)
    assert any(told in f"{problem.what}; {problem.do}" for problem in problems), problems
    lines = county_path.read_text(encoding="utf-8").splitlines()
    for problem in problems:
        assert problem.file == str(county_path)
        section = where.split(".", 1)[0]
        assert problem.line >= 1 + next(number for number, line in enumerate(lines) if line.startswith(f"{section}:"))
        assert problem.source == lines[problem.line - 1]


def test_all_that_is_wrong_is_told_at_once(county_path):
    wrong_system(county_path)
    not_utf8(county_path)
    (county_path.parent / "lookup.csv").unlink()
    with pytest.raises(InputError) as caught:
        read_county_file(str(county_path)).records()
    assert [problem.where for problem in caught.value.problems] == ["areas.crs", "street.path", "lookup.path"]
