"""The README is the front door: its commands can be lifted, its links lead somewhere, its example is a study."""

import re
import shutil
import subprocess
import sys

import pytest

from sim.cli.program import cli
from sim.study.load import load_study
from sim.study.plan import RESULT_FILES
from tests.project.tracked import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = {
    "main": "python -m pip install --require-hashes -r requirements.txt && python -m sim scenarios/uplift.yaml",
    "test": "python -m pip install --require-hashes -r requirements-test.txt && python -m pytest",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_command_stands_once_between_its_marks(name):
    found = re.findall(rf"<!-- ci:{name} -->\n```\n(.+)\n```\n<!-- /ci:{name} -->\n", README)
    assert found == [COMMANDS[name]]


@pytest.mark.skipif(sys.platform == "win32", reason="the gate is a bash script")
@pytest.mark.parametrize("name", COMMANDS)
def test_gate_lifts_the_command_word_for_word(name):
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    function = re.search(r"^readme_command\(\) \{\n.*?^\}\n", script, re.MULTILINE | re.DOTALL)
    assert function
    bash = shutil.which("bash")
    assert bash
    lifted = subprocess.run(
        [bash, "-c", f"{function[0]}readme_command {name}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert lifted.stdout == COMMANDS[name] + "\n"


def test_files_named_by_the_commands_exist():
    for command in COMMANDS.values():
        for name in re.findall(r"[\w./-]+\.(?:txt|yaml)", command):
            assert (ROOT / name).is_file(), name


def test_studies_named_exist():
    named = set(re.findall(r"scenarios/[\w-]+\.yaml", README))
    assert {"scenarios/uplift.yaml", "scenarios/small.yaml", "scenarios/uplift_real.yaml"} <= named
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_every_folder_in_the_table_exists():
    folders = re.findall(r"^\| `([\w/]+/)` \|", README, re.MULTILINE)
    assert len(folders) >= 5
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []


def test_options_named_are_options_of_the_program():
    shown = subprocess.run(
        [sys.executable, "-m", "sim", "--help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    of_commands = {word for command in cli.commands.values() for option in command.params for word in option.opts}
    known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", shown)) | of_commands
    alone = re.findall(r"`(--?[a-z][a-z-]*)`", README)
    in_commands = [word for line in re.findall(r"python -m sim [^`\n]*", README) for word in line.split()[3:]]
    named = {*alone, *(word for word in in_commands if word.startswith("-"))}
    assert {"--data", "--dry-run", "--json", "--help", "-q"} <= named
    assert named - known == set()


def test_example_is_a_study_without_mistakes(tmp_path):
    (example,) = re.findall(r"```yaml\n(.+?)```", README, re.DOTALL)
    study = tmp_path / "where_next.yaml"
    study.write_text(example, encoding="utf-8")
    loaded = load_study(study)
    assert list(loaded.study.scenarios) == ["today", "response", "hotspots_by_harm"]


def test_table_of_results_names_every_file_and_no_other():
    rows = re.findall(r"^\| (`.+?) \|", README, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`([\w.]+\.\w+)`", row)]
    assert sorted(named) == sorted(RESULT_FILES)
