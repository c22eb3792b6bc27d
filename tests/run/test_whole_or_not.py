"""Results appear whole or not at all: whatever stops a run, what was there before is there still, and nothing beside it."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from sim.cli.codes import DONE, FAILED, INTERRUPTED
from sim.cli.program import main
from sim.run.staging import staged
from tests.run.failing import fail_in_second
from tests.run.studying import ROOT, TINY, Gone

QUICK = {"effect": "none", "days": 2, "warm_up_days": 1, "replications": 2, "scenarios__response": Gone}


@pytest.fixture(scope="module")
def quick(desk):
    """Write a study that takes a second."""
    return desk.changed(TINY, "quick", {key.replace("__", "."): value for key, value in QUICK.items()})


@pytest.fixture
def results(desk, quick, tmp_path):
    """Give the folder of earlier results of that study, in an awkward place."""
    folder = tmp_path / "Études, année 2" / "quick"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    (folder / "summary.csv").write_text("from last week", encoding="utf-8")
    return folder


def untouched(results):
    """Tell whether the earlier results are as they were, with nothing beside them."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in results.iterdir()}
    beside = [path.name for path in results.parent.iterdir()]
    return (kept, beside) == ({"manifest.json": "{}", "summary.csv": "from last week"}, ["quick"])


class Interrupts:
    """A progress that is interrupted when something begins, or is half done."""

    def __init__(self, label, done=0):
        self.label, self.done, self.reached = label, done, False

    def __call__(self, label, done, total):
        if label == self.label and done >= self.done:
            self.reached = True
            raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("label", "done"), [("Building the county", 0), ("Simulating", 0), ("Simulating", 3), ("Writing the results", 0)]
)
def test_interrupted_run_leaves_earlier_results_alone(desk, quick, results, label, done):
    progress = Interrupts(label, done)
    with pytest.raises(KeyboardInterrupt):
        desk.run(desk.load(quick), str(results), progress=progress)
    assert progress.reached
    assert untouched(results)


def test_interrupted_measuring_keeps_no_half_stock(desk, tmp_path, results):
    """What today's policing prevents is kept whole or not at all, too."""
    loaded = desk.load(TINY, "half_measured", demand__times=0.001, replications=1)
    before = sorted(path.name for path in desk.cache.rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        desk.run(loaded, str(results), progress=Interrupts("Measuring what today's policing prevents", 2))
    assert sorted(path.name for path in desk.cache.rglob("*")) == before
    assert untouched(results)


@pytest.mark.parametrize("workers", [1, 2])
def test_failure_in_a_worker_leaves_earlier_results_alone(desk, quick, results, workers, monkeypatch):
    monkeypatch.setattr("sim.run.one_county.measure_replication", fail_in_second)
    with pytest.raises(RuntimeError, match="replication 1 went wrong"):
        desk.run(desk.load(quick), str(results), workers=workers)
    assert untouched(results)


def test_failure_while_writing_leaves_earlier_results_alone(quick, results, monkeypatch, capsys):
    def fill_the_disk(*_):
        message = "No space left on device"
        raise OSError(28, message)

    monkeypatch.setattr("sim.run.publish.render_report", fill_the_disk)
    assert main([str(quick), "--out", str(results), "--workers", "1", "-q"]) == FAILED
    assert "No space left on device" in capsys.readouterr().err
    assert untouched(results)


def test_second_run_replaces_the_first_whole(quick, results, capsys):
    assert main([str(quick), "--out", str(results), "--workers", "1", "-q"]) == DONE
    (results / "a note of mine.txt").write_text("x", encoding="utf-8")
    files = {path.name for path in results.iterdir()} - {"a note of mine.txt"}
    first = (results / "summary.csv").read_bytes()
    assert first != b"from last week"
    assert main([str(quick), "--out", str(results), "--workers", "1", "-q"]) == DONE
    assert {path.name for path in results.iterdir()} == files
    assert (results / "summary.csv").read_bytes() == first
    assert [path.name for path in results.parent.iterdir()] == ["quick"]
    # the answer is printed, and says where the rest is
    assert "in a county of six areas?" in capsys.readouterr().out


def test_failed_replacement_puts_the_old_results_back(tmp_path, monkeypatch):
    folder = tmp_path / "results"
    folder.mkdir()
    (folder / "old.txt").write_text("old", encoding="utf-8")
    rename = type(folder).rename

    def refuse_the_new(self, target):
        if self.name.endswith(".partial"):
            message = "in use by another program"
            raise PermissionError(message)
        return rename(self, target)

    monkeypatch.setattr(type(folder), "rename", refuse_the_new)
    with pytest.raises(PermissionError), staged(folder) as stage:
        (stage / "new.txt").write_text("new", encoding="utf-8")
    assert [path.name for path in folder.iterdir()] == ["old.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches a process group otherwise on Windows")
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_the_program_at_once(desk, results, workers):
    """As at a terminal: the signal goes to the program and to its workers."""
    long = desk.changed(TINY, f"long_{workers}", {"effect": "none", "replications": 2000})
    command = [sys.executable, "-m", "sim", str(long), "--out", str(results), "--workers", str(workers)]
    program = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )
    told = ""
    while "Simulating" not in told:
        line = program.stderr.readline()
        assert line, told
        told += line
    time.sleep(1)  # in the middle of it, or while workers start
    os.killpg(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=30)
    assert program.returncode == INTERRUPTED, err
    assert out == ""
    assert err.splitlines()[-1].startswith("interrupted at ")
    assert "nothing was written" in err
    assert "Traceback" not in err
    assert untouched(results)


def test_study_of_another_folder_can_be_run_again_from_its_results(desk, quick, tmp_path):
    """A folder of results holds the study with all that it names: it needs no other file but the program's."""
    folder = desk.run(desk.load(quick), str(tmp_path / "à côté" / "once")).folder
    assert main([str(folder / "study.yaml"), "--out", str(tmp_path / "twice"), "--workers", "1", "-q"]) == DONE
    assert (tmp_path / "twice" / "summary.csv").read_bytes() == (folder / "summary.csv").read_bytes()
    inputs = json.loads((tmp_path / "twice" / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    assert len(inputs) == 1
