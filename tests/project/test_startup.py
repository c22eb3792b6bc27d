"""Help answers at once: no heavy library is imported before a command runs."""

import subprocess
import sys
import time

from tests.project.tracked import ROOT

HEAVY = (
    "geopandas",
    "jinja2",
    "networkx",
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "scipy",
    "shapely",
    "simpy",
)


def test_help_imports_nothing_heavy():
    code = (
        "import sys, runpy\n"
        "sys.argv = ['sim', '--help']\n"
        "try:\n    runpy.run_module('sim', run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"sys.stderr.write(' '.join(sorted(set({HEAVY!r}) & set(sys.modules))))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Usage" in run.stdout
    assert run.stderr == ""


def test_help_takes_no_more_than_a_second():
    seconds = []
    for _ in range(5):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "sim", "--help"], cwd=ROOT, capture_output=True, check=True)
        seconds.append(time.perf_counter() - begin)
    assert min(seconds) < 1.0
