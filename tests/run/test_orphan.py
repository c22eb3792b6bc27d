"""A run that is killed leaves no process behind."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.run.studying import ROOT

PARENT = """
import sys
from pathlib import Path
from sim.run.task import Task
from sim.run.workers import Crew
from tests.run import working

if __name__ == "__main__":
    with Crew(working.Nowhere(), 2, lambda label, done, total: None) as crew:
        tasks = [Task(working.tell_and_stay, (Path(sys.argv[1]), number)) for number in range(2)]
        crew.do("Staying", tasks)
"""
PATIENCE_S = 300.0
"""Longer than a machine takes to compile the kernels, which comes first."""


def waits_for(condition):
    """Wait until something is so, and tell whether it came to be."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def is_there(pid):
    """Tell whether a process runs; one that has ended and waits to be collected does not."""
    words = ["ps", "-o", "stat=", "-p", str(pid)]
    told = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    return told.stdout.strip()[:1] not in {"", "Z"}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_workers_of_a_killed_run_are_gone(tmp_path):
    """Both are in the middle of a task that would last for an hour."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    told = tmp_path / "told"
    told.mkdir()
    parent = subprocess.Popen([sys.executable, str(script), str(told)], env=os.environ | {"PYTHONPATH": str(ROOT)})
    workers = []
    try:
        assert waits_for(lambda: len(list(told.iterdir())) == 2)
        workers = [int(path.name) for path in told.iterdir()]
        assert parent.pid not in workers
        assert all(map(is_there, workers))
        parent.kill()
        parent.wait()
        assert waits_for(lambda: not any(map(is_there, workers)))
    finally:
        parent.kill()
        parent.wait()
        for pid in filter(is_there, workers):
            os.kill(pid, signal.SIGKILL)
