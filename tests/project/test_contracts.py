"""The rules that keep the house in order are complete, and they bite."""

import ast
import json
import subprocess
import sys
import tomllib

import pytest

from tests.project.tracked import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = sorted((ROOT / "sim").rglob("*.py"))


def test_every_module_at_the_top_has_its_layer():
    contracts = PYPROJECT["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    placed = {name.strip("() ") for layer in layers for name in layer.replace("|", ":").split(":")}
    top = [path for path in (ROOT / "sim").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()]
    modules = {f"sim.{path.stem}" for path in top if path.stem != "__init__"}
    assert modules - placed == set()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("TEXT = open('x').read()\n", "PLW1514"),  # the default encoding differs on Windows
        ("import os.path\nP = os.path.join('a', 'b')\n", "PTH118"),
        ("import fcntl\n", "TID251"),
        ("import resource\n", "TID251"),
        ("import os\nPID = os.fork()\n", "TID251"),
        ("import random\n", "TID251"),  # every draw is keyed
        ("import numpy as np\nRNG = np.random.default_rng(1)\n", "TID251"),
        ("def f() -> None:\n    print('x')\n", "T201"),
        ("try:\n    X = 1\nexcept Exception:\n    X = 2\n", "BLE001"),
    ],
)
def test_lint_refuses(line, rule):
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=json", "--stdin-filename=sim/x.py"]
    run = subprocess.run([*command, "-"], cwd=ROOT, input=line, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert rule in {problem["code"] for problem in json.loads(run.stdout)}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_processes_are_spawned(source):
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert node.value not in {"fork", "forkserver"}
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ProcessPoolExecutor"):
            assert "mp_context" in {keyword.arg for keyword in node.keywords}


# sim.run is the one verb of the whole house: it gives run_study, and nothing imports it before a study is run
PACKAGES = sorted(set((ROOT / "sim").rglob("__init__.py")) - {ROOT / "sim" / "run" / "__init__.py"})


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.parent.name)
def test_packages_import_nothing_of_themselves(package):
    tree = ast.parse(package.read_text(encoding="utf-8"))
    assert [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)] == []
