"""The built wheel is complete: it runs in an empty folder, wherever that is and whatever it is called."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.project.tracked import ROOT

AWKWARD = "Étude de Noël"
"""A folder name with a space and accents, as users' folders have."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel with the tools at hand."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", f"--outdir={folder}", str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel alone; libraries are those of the running environment."""
    folder = tmp_path_factory.mktemp("installed") / AWKWARD
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*command, f"--target={folder}", str(wheel)], check=True, capture_output=True)
    return folder


@pytest.fixture
def run(installed, tmp_path):
    """Give a function that runs Python in an empty folder, where the installed program is all there is."""
    empty = tmp_path / AWKWARD
    empty.mkdir()

    def run_python(*words):
        environment = os.environ | {"PYTHONPATH": str(installed), "SIM_CACHE_DIR": str(tmp_path / "câche")}
        environment.pop("NUMBA_CACHE_DIR", None)
        command = [sys.executable, *words]
        done = subprocess.run(
            command, cwd=empty, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run_python.folder = empty
    return run_python


def names_in(folder):
    """List the files below a folder of the project that git would track."""
    files = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.as_posix() for path in files if not {"__pycache__", "local"} & set(path.parts)}


def test_wheel_holds_program_models_and_scenarios(wheel):
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    data = {f"sim/_data/{name}" for name in names_in("models") | names_in("scenarios")}
    assert len(data) >= 3
    assert inside == names_in("sim") | data


def test_wheel_says_its_licence_and_its_requirements(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = [archive.read(name).decode("utf-8") for name in names if name.endswith(".dist-info/METADATA")]
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "License-Expression: MIT" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "Requires-Dist: simpy" in metadata


def test_installed_program_is_the_one_that_runs(run, installed):
    printed = run("-X", "utf8", "-c", "import sim; print(sim.__file__)")
    assert Path(printed.strip()) == installed / "sim" / "__init__.py"


def test_installed_program_checks_a_study_that_comes_with_it(run):
    assert "no mistake found" in run("-m", "sim", "check", "uplift.yaml")


def test_installed_program_runs_the_small_study_in_an_empty_folder(run):
    printed = run("-X", "utf8", "-m", "sim", "small.yaml", "--replications", "2", "--workers", "2")
    results = run.folder / "results" / "small"
    assert printed.strip()
    assert {"summary.csv", "replications.parquet", "report.html", "manifest.json"} <= {
        path.name for path in results.iterdir()
    }
    assert [path.name for path in run.folder.iterdir()] == ["results"]
