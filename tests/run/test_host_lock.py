"""A lock is of one user, and one process at a time holds it."""

import os
import sqlite3
import subprocess
import sys
import tempfile

import pytest

from sim.run.host_lock import one_at_a_time
from tests.run.studying import ROOT

has_users = pytest.mark.skipif(not hasattr(os, "getuid"), reason="has a temporary directory for each user")
HOLD = "from sim.run.host_lock import one_at_a_time\nwith one_at_a_time('kernels'): print('held', flush=True); input()"


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """Use a temporary directory and a cache of its own."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def hold_at_once(name):
    """Take a lock if nobody has it."""
    with one_at_a_time(name):
        pass


def test_another_process_waits_until_it_is_let_go(monkeypatch):
    monkeypatch.setattr("sim.run.host_lock.LONGEST_WAIT_S", 0.0)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as other:
        assert other.stdout.readline() == "held\n"
        hold_at_once("something else")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            hold_at_once("kernels")
        other.kill()
        other.wait()
    hold_at_once("kernels")


@has_users
def test_folder_is_of_this_user_and_closed_to_others(temporary):
    with one_at_a_time("kernels") as folder:
        assert folder == temporary / f"sim-policing-locks-{os.getuid()}"
        assert folder.stat().st_mode & 0o777 == 0o700


@has_users
def test_folder_that_others_can_write_to_is_not_used(temporary):
    (temporary / f"sim-policing-locks-{os.getuid()}").mkdir()
    (temporary / f"sim-policing-locks-{os.getuid()}").chmod(0o777)
    with one_at_a_time("kernels") as folder:
        assert folder == temporary / "cache" / "locks"


@has_users
def test_folder_of_another_user_is_not_used(temporary, monkeypatch):
    """It has this user's name in it all the same: somebody put it there on purpose."""
    mine = os.getuid()
    (temporary / f"sim-policing-locks-{mine + 1}").mkdir(mode=0o700)
    monkeypatch.setattr("sim.run.host_lock.os.getuid", lambda: mine + 1)
    with one_at_a_time("kernels") as folder:
        assert folder == temporary / "cache" / "locks"


def test_lock_that_cannot_be_written_is_not_held(monkeypatch):
    """SQLite opens such a file for reading, and then gives everybody the lock."""
    connect = sqlite3.connect

    def for_reading(path, **options):
        connect(path).execute("CREATE TABLE any_table (x)").connection.close()
        return connect(f"{path.as_uri()}?mode=ro", uri=True, **options)

    monkeypatch.setattr("sim.run.host_lock.sqlite3.connect", for_reading)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        hold_at_once("kernels")
