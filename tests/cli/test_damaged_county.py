"""The commands on a county refuse damaged files with exit code 2, one error each, and leave what was there as it was."""

from __future__ import annotations

import re
import shutil

import pytest

from sim.cli.codes import DONE, WRONG_INPUT
from sim.cli.program import main
from tests.files import contents
from tests.records.another_county import make_county
from tests.records.damages import DAMAGES, cut_zip

COMMANDS = {
    "fit": ["fit", "eastmark/eastmark.yaml", "--out", "kept", "-q"],
    "rank": ["rank", "eastmark/eastmark.yaml", "--out", "ranked"],
    "backtest": ["backtest", "eastmark/eastmark.yaml", "--hold-out", "3", "--out", "tested"],
}


@pytest.fixture(scope="module")
def earlier(tmp_path_factory):
    """Give a folder with packs of an earlier fit, when the files were still whole."""
    folder = tmp_path_factory.mktemp("earlier")
    county = make_county(folder / "eastmark")
    assert main(["fit", str(county), "--out", str(folder / "kept"), "-q"]) == DONE
    return folder / "kept"


@pytest.fixture
def county(tmp_path, monkeypatch, earlier):
    """Work in an empty folder with another county's files and earlier packs below it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(earlier, tmp_path / "kept")
    return make_county(tmp_path / "eastmark")


@pytest.mark.parametrize("damage", DAMAGES)
def test_fit_tells_of_it_once_and_leaves_earlier_packs(county, tmp_path, capsys, damage):
    do, where, told = DAMAGES[damage]
    do(county)
    before = contents(tmp_path)
    assert main(COMMANDS["fit"]) == WRONG_INPUT
    assert contents(tmp_path) == before
    said = capsys.readouterr()
    assert not said.out
    problems = [line for line in said.err.splitlines() if line.startswith("eastmark")]
    sections = {re.match(r"eastmark/eastmark\.yaml:\d+:\d+: (\w+)", line)[1] for line in problems}
    assert sections == {where.split(".", 1)[0]}
    assert told in said.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_and_leaves_what_it_wrote_before(county, tmp_path, capsys, command):
    assert main(COMMANDS[command]) == DONE
    capsys.readouterr()
    cut_zip(county)
    before = contents(tmp_path)
    assert main(COMMANDS[command]) == WRONG_INPUT
    assert contents(tmp_path) == before
    said = capsys.readouterr()
    assert not said.out
    (problem,) = [line for line in said.err.splitlines() if line.startswith("eastmark")]
    assert re.match(r"eastmark/eastmark\.yaml:\d+:\d+: street\.path: 'street\.zip' cannot be read", problem)
