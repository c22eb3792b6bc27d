"""The command line: what goes where, what each exit code means, and that help costs nothing."""

import json
import os
import subprocess
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import click
import pytest

import sim.run
from sim import __version__
from sim.cli.codes import FAILED
from sim.cli.options import ENGINES as ON_OFFER
from sim.cli.program import cli, main
from sim.command.engine import ENGINE_WORDS, ENGINES
from sim.errors import SimError, SimWarning
from sim.report import terminal
from sim.study import json_schema, packs

ROOT = Path(__file__).resolve().parents[2]
SMALL = str(ROOT / "scenarios" / "small.yaml")
MMC = str(ROOT / "scenarios" / "known_answers" / "mmc_5_080.yaml")


@dataclass
class Row:
    """A row of a summary."""

    scenario: str
    measure: str
    mean: float
    difference: float = float("nan")


@dataclass
class Content:
    """What a report is made of."""

    summary: list[Row] = field(default_factory=lambda: [Row("today", "calls", 12.5)])
    failed_checks: tuple[str, ...] = ()


@dataclass
class Result:
    """What a run gives back."""

    content: Content = field(default_factory=Content)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def runs(monkeypatch):
    """Stand in for the engine: remember how it was called, and do what a test asks for."""

    class Runs(ModuleType):
        calls: list = []  # noqa: RUF012 - one fixture, one list
        does = staticmethod(lambda progress: None)

        def run_study(self, loaded, *, out, workers, progress, engine):
            """Note the call, and show progress."""
            self.calls.append((loaded, out, workers))
            self.engine = engine
            for done in range(5):
                progress("runs", done, 4)
            self.does(progress)
            return Result()

    module = Runs("sim.run")
    module.calls = []
    module.__path__ = sim.run.__path__  # its other modules are the real ones
    monkeypatch.setitem(sys.modules, "sim.run", module)
    monkeypatch.setattr(terminal, "comparison_table", lambda content: "the comparison")
    return module


def test_answer_on_stdout_progress_on_stderr(folder, runs, capsys):
    assert main([MMC]) == 0
    told = capsys.readouterr()
    assert told.out == "the comparison\n"
    assert told.err.splitlines()[0] == "runs ..."
    assert told.err.splitlines()[1].startswith("runs: 1 of 4, about ")
    assert told.err.splitlines()[-1].startswith("runs: 4 of 4 in ")
    ((loaded, out, workers),) = runs.calls
    assert loaded.study.study == "mmc_5_080"
    assert out == Path("results") / "mmc_5_080"
    assert 1 <= workers <= 30


def test_options_reach_the_run(folder, runs):
    assert main(["--seed", "9", MMC, "--replications", "2", "--workers", "8", "--out", "elsewhere", "-q"]) == 0
    ((loaded, out, workers),) = runs.calls
    assert (loaded.study.seed, loaded.study.replications, out) == (9, 2, Path("elsewhere"))
    # two replications: no use for more than two workers
    assert workers == 2
    assert runs.engine == "numba"


def test_the_engine_reaches_the_run(folder, runs):
    assert main([MMC, "--engine", "simpy", "-q"]) == 0
    assert runs.engine == "simpy"


def test_the_engines_on_offer_are_those_there_are():
    assert ON_OFFER == tuple(ENGINES) == tuple(ENGINE_WORDS)


def test_quiet_says_nothing_but_the_answer(folder, runs, capsys):
    assert main([MMC, "-q"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("the comparison\n", "")


def test_json_is_rows_with_null_for_empty_cells(folder, runs, capsys):
    assert main([MMC, "--json", "-q"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"scenario": "today", "measure": "calls", "mean": 12.5, "difference": None}
    ]


def test_json_leaves_what_the_runs_were_not_enough_for_to_stderr(folder, runs, capsys, monkeypatch):
    monkeypatch.setattr(Content, "failed_checks", ("The warm-up is too short.",))
    monkeypatch.setattr(Content, "__init__", lambda self: setattr(self, "summary", []))
    assert main([MMC, "--json", "-q"]) == 0
    assert capsys.readouterr() == ("[]\n", "The warm-up is too short.\n")


def test_warnings_of_a_run_are_left_to_its_answer(folder, runs, capsys):
    runs.does = lambda progress: warnings.warn("The warm-up is too short.", SimWarning, stacklevel=1)
    assert main([MMC, "-q"]) == 0
    assert capsys.readouterr() == ("the comparison\n", "")


def test_dry_run_runs_and_writes_nothing(folder, runs, capsys):
    assert main([MMC, "--dry-run"]) == 0
    told = capsys.readouterr()
    assert "60 of each scenario, 60 runs in all" in told.out
    # 35,040 a year ÷ 365 = 96 a day
    assert "about 96 a day" in told.out
    assert runs.calls == []
    assert list(folder.iterdir()) == []


def test_check_of_a_good_study(folder, capsys):
    assert main(["check", MMC]) == 0
    assert "no mistake found in 1 option and 7 files" in capsys.readouterr().out


def test_schema_is_printed(capsys):
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Study"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chek"], "chek: this is neither a file nor a command; did you mean `check`?"),
        (["uplift"], "uplift: this is neither a file nor a command; did you mean scenarios/uplift.yaml?"),
        (["scenarios/uplfit.yaml"], "there is no such file; did you mean scenarios/uplift.yaml?"),
        (["check", "smal.yaml"], "there is no such file; did you mean scenarios/small.yaml?"),
        (["check"], "Missing argument"),
        ([SMALL, "--replications", "0"], "0 is not in the range"),
        ([SMALL, "--sed", "3"], "Did you mean '--seed'?"),
        ([SMALL, "--engine", "simply"], "'simply' is not one of 'numba', 'simpy'"),
    ],
)
def test_wrong_words(words, told, folder, capsys):
    assert main(words) == 2
    output = capsys.readouterr()
    assert told in output.err
    assert output.out == ""


def test_interrupted_run_says_how_far_it_came_and_keeps_earlier_results(folder, runs, capsys):
    earlier = folder / "results" / "mmc_5_080"
    earlier.mkdir(parents=True)
    (earlier / "manifest.json").write_text("{}", encoding="utf-8")

    def interrupt(progress):
        progress("runs", 3, 30)
        raise KeyboardInterrupt

    runs.does = interrupt
    assert main([MMC]) == 130
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == f"interrupted at 3 of 30 (runs): nothing was written; {Path('results', 'mmc_5_080')} is as it was"
    assert (earlier / "manifest.json").read_text(encoding="utf-8") == "{}"


def test_unexpected_failure_is_one_line_and_a_hint(folder, runs, capsys):
    def fail(progress):
        message = "index 5\nis out of bounds"
        raise IndexError(message)

    runs.does = fail
    assert main([MMC, "-q"]) == 1
    assert capsys.readouterr().err == (
        "unexpected failure: IndexError: index 5 is out of bounds\nadd --debug for the traceback\n"
    )
    assert main([MMC, "-q", "--debug"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("Traceback")
    assert "IndexError" in told


def test_failure_on_purpose_has_its_own_words(folder, runs, capsys):
    def fail(progress):
        message = "the disk is full"
        raise SimError(message)

    runs.does = fail
    assert main([MMC, "-q"]) == 1
    assert capsys.readouterr().err == "the disk is full\n"


def test_folder_of_something_else_is_not_replaced(folder, runs, capsys):
    (folder / "thesis").mkdir()
    (folder / "thesis" / "chapter1.txt").write_text("It was", encoding="utf-8")
    assert main([MMC, "--out", "thesis"]) == 2
    assert "would be replaced; name another folder with --out" in capsys.readouterr().err
    assert main([MMC, "--out", "thesis/chapter1.txt"]) == 2
    assert "this is a file" in capsys.readouterr().err
    assert runs.calls == []
    assert (folder / "thesis" / "chapter1.txt").read_text(encoding="utf-8") == "It was"


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"sim {__version__}\n"


def test_help_lists_options_and_commands(capsys):
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    for word in ("STUDY.yaml [OPTIONS]", "--replications", "--data", "--dry-run", "--json", "check", "schema"):
        assert word in told
    assert main([]) == 2


def leaves(group):
    """List the commands of a group and of the groups in it."""
    for command in group.commands.values():
        yield from leaves(command) if isinstance(command, click.Group) else [command]


def test_every_command_can_do_what_a_failure_advises():
    assert [command.name for command in leaves(cli) if "--debug" not in command.params[-1].opts] == []


@pytest.mark.parametrize("command", ["schema", "check"])
def test_an_unexpected_failure_of_any_command_shows_its_traceback_with_debug(command, monkeypatch, capsys):
    def fail(*words):
        raise ZeroDivisionError

    monkeypatch.setattr(json_schema, "schema_text", fail)
    monkeypatch.setattr(packs, "find_study", fail)
    words = [command] if command == "schema" else [command, SMALL]
    assert main(words) == FAILED
    assert capsys.readouterr().err == "unexpected failure: ZeroDivisionError\nadd --debug for the traceback\n"
    assert main([*words, "--debug"]) == FAILED
    assert "Traceback" in capsys.readouterr().err


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom sim.cli.program import main\nmain(['--help'])\n"
        "print(','.join(name for name in ('numpy', 'pydantic', 'rich', 'ruamel', 'pandas', 'numba') if name in sys.modules),"
        " file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert run.stderr.strip() == ""
    assert "Usage: python -m sim" in run.stdout


def test_old_console_gets_a_question_mark_instead_of_a_failure(folder):
    study = folder / "pounds.yaml"
    text = (ROOT / "scenarios" / "small.yaml").read_text(encoding="utf-8")
    study.write_text(text.replace("question: ", "question: £5 – 語? "), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "sim", str(study), "--dry-run"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "cp850"},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    # cp850 has the pound sign, but neither the dash nor the ideograph
    assert "small: £5 ? ??" in run.stdout.decode("cp850")
