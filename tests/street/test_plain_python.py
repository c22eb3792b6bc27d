"""The street without numba: the same rules by hand, and the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.street.random_studies import digests

ROOT = Path(__file__).resolve().parents[2]
BY_HAND = ("calls", "dispatch", "order", "shifts", "tasks", "visits")


def without_numba(*arguments):
    """Run Python with the kernels left as they were written."""
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_compiled_and_plain_streets_leave_the_same_bytes():
    assert without_numba("-m", "tests.street.random_studies").split() == digests()


def test_what_was_worked_by_hand_holds_in_plain_python():
    files = [f"tests/street/test_{name}.py" for name in BY_HAND]
    report = without_numba("-m", "pytest", "-q", "-p", "no:cacheprovider", *files)
    assert "passed" in report
