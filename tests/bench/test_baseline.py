import errno
import json
import os
from pathlib import Path

import pytest

from sim.bench.baseline import Committed, check_renewal, default_path, read_baseline, write_baseline
from sim.bench.measured import Measured
from sim.bench.targets import BY_NAME
from sim.errors import InputError


def found(value, ratio):
    """Give a measurement."""
    return Measured.of_one(value, ratio, "note")


def test_what_is_written_is_read_in_its_own_form(tmp_path):
    path = tmp_path / "deep" / "benchmarks.json"
    write_baseline(path, {"event": found(7.123456, 7.123456), "memory": found(230.0, 1.5)}, "first", quick=True)
    assert read_baseline(path, quick=True) == {"event": Committed(7.1235, 7.1235), "memory": Committed(230, 1.5)}
    assert read_baseline(path, quick=False) == {}


def test_rows_that_are_not_renewed_stay_and_the_log_says_why(tmp_path):
    path = tmp_path / "benchmarks.json"
    write_baseline(path, {"event": found(7, 7), "memory": found(230, 1.5)}, "first", quick=True)
    write_baseline(path, {"event": found(5, 5)}, "a faster queue", quick=True)
    assert read_baseline(path, quick=True) == {"event": Committed(5, 5), "memory": Committed(230, 1.5)}
    log = json.loads(path.read_text(encoding="utf-8"))["log"]
    assert [(entry["why"], entry["rows"]) for entry in log] == [
        ("first", ["event", "memory"]),
        ("a faster queue", ["event"]),
    ]


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="the committed ratios are missing"):
        read_baseline(tmp_path / "none.json", quick=True)


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left_behind(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").touch()
    path = tmp_path / "results" / "reference" / "benchmarks.json"
    check_renewal(path, "why")
    assert not path.exists()

    def refuse(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"this cannot be written \(Read-only file system\)") as error:
        check_renewal(path, "why")
    assert error.value.problems[0].file == str(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"forms": {"quick": {"event": {"value": "x", "ratio": 1}}}}'])
def test_a_file_that_is_no_baseline_is_named(text, tmp_path):
    path = tmp_path / "benchmarks.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="this is no baseline of benchmarks") as error:
        read_baseline(path, quick=True)
    assert error.value.problems[0].file == str(path)


@pytest.mark.parametrize("quick", [True, False])
def test_the_committed_baseline_holds_every_row_of_its_form(quick):
    committed = read_baseline(default_path(), quick=quick)
    assert set(committed) == {name for name, target in BY_NAME.items() if target.quick or not quick}
    assert all(row.ratio > 0 for row in committed.values())
