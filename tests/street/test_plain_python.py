"""The street without numba: the same rules by hand, and the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.street.random_studies import digests

ROOT = Path(__file__).resolve().parents[2]
GUARDED = ("tests/oracle/test_history.py", "tests/harm/test_kernels.py")
"""Tests of helpers outside the street."""
BY_HAND = ("calls", "dispatch", "order", "shifts", "tasks", "visits")


def run_without_numba(*arguments):
    """Run Python with the kernels left as they were written."""
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def without_numba(*arguments):
    """Run Python without numba, see it succeed, and give what it printed."""
    done = run_without_numba(*arguments)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_compiled_and_plain_streets_leave_the_same_bytes():
    assert without_numba("-m", "tests.street.random_studies").split() == digests()


def test_no_helper_counts_from_the_end_of_an_array():
    """Compiled helpers take an index as it is; a negative one would reach outside the array."""
    code = "import tests.street.guard, tests.street.random_studies as studies; print(*studies.digests())"
    assert without_numba("-c", code).split() == digests()
    options = ("-p", "tests.street.guard", "-p", "no:cacheprovider", "-W", "ignore:overflow:RuntimeWarning")
    report = without_numba("-m", "pytest", "-q", *options, *GUARDED)
    assert "passed" in report


def test_the_guard_refuses_an_index_from_the_end():
    code = "from tests.street.guard import guarded; import numpy; guarded(numpy.zeros(3))[-1]"
    done = run_without_numba("-c", code)
    assert "index -1 counts from the end" in done.stderr


def test_what_was_worked_by_hand_holds_in_plain_python():
    files = [f"tests/street/test_{name}.py" for name in BY_HAND]
    report = without_numba("-m", "pytest", "-q", "-p", "no:cacheprovider", *files)
    assert "passed" in report
