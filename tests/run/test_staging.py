"""Where results cannot be written, the user is told so and what to do; what killed runs have left goes away."""

import signal
import subprocess
import sys

import pytest

from sim.errors import InputError
from sim.run.owner import Owner
from sim.run.staging import staged
from tests.run.studying import ROOT


def test_a_place_where_nothing_can_be_written_is_the_users_to_change(tmp_path):
    """The parent of the results is a file: that is wrong input, not a failure of the program."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with (
        pytest.raises(InputError, match=r"cannot be written there.*name another folder with --out"),
        staged(tmp_path / "taken" / "uplift"),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def left_by(owner, place):
    """Make a folder as a run of some owner leaves it when it is killed."""
    folder = place / f".uplift-{owner}-abc_12.partial"
    folder.mkdir()
    (folder / "calls.parquet").write_bytes(b"half of it")
    return folder


@pytest.fixture
def dead():
    """Give the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can tell on Windows")
def test_what_a_killed_run_left_is_cleared_away(tmp_path):
    """A process stages results and is killed in the middle of it; the next run there leaves only its own."""
    code = (
        "import os, pathlib, signal, sys\n"
        "from sim.run.staging import staged\n"
        "with staged(pathlib.Path(sys.argv[1])) as stage:\n"
        "    (stage / 'calls.parquet').write_bytes(b'half of it')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path / "uplift")], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert [path.name for path in left.iterdir()] == ["calls.parquet"]
    with staged(tmp_path / "another") as stage:
        assert [path.name for path in tmp_path.iterdir()] == [stage.name]


def test_what_may_still_be_written_is_left_alone(tmp_path, dead):
    """Folders of a run that is alive, of one on another machine that shares the disk, and of nobody known."""
    alive = left_by(Owner.this_process(), tmp_path)
    elsewhere = left_by(Owner("0123456789ab", dead), tmp_path)
    unknown = tmp_path / ".uplift-abc_12.partial"
    unknown.mkdir()
    with staged(tmp_path / "uplift"):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {alive.name, elsewhere.name, unknown.name, "uplift"}
    assert all((folder / "calls.parquet").is_file() for folder in (alive, elsewhere))


def test_an_owner_is_known_by_its_name():
    assert Owner.named("0123456789ab-17") == Owner("0123456789ab", 17)
    assert Owner.named(str(Owner.this_process())) == Owner.this_process()


def test_nobody_is_gone_on_windows(dead, monkeypatch):
    """There the signal that asks would end the process."""
    owner = Owner(Owner.this_process().machine, dead)
    monkeypatch.setattr("sim.run.owner.sys.platform", "win32")
    monkeypatch.setattr("sim.run.owner.os.kill", None)
    assert not owner.is_surely_gone()


def test_a_process_of_another_user_is_not_gone(monkeypatch):
    def refuse(pid, number):
        raise PermissionError

    monkeypatch.setattr("sim.run.owner.os.kill", refuse)
    assert not Owner.this_process().is_surely_gone()
