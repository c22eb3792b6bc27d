"""A run on a cluster: real worker processes, one of which is killed in the middle of it, give the bytes of a local run."""

import json
import os
import signal
import socket
import subprocess
import sys

import pytest
from distributed import Client, LocalCluster

from sim import __version__
from sim.cli.codes import WRONG_INPUT
from sim.cli.program import main
from sim.errors import InputError
from sim.run import ready
from sim.run.cluster import Cluster
from sim.run.common import Common
from sim.run.lost import WorkersLostError
from sim.run.task import Order, Task
from tests.run import working
from tests.run.studying import ROOT, TINY, table_bytes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
REPLICATIONS = 6


@pytest.fixture(scope="module")
def cluster():
    """Start a scheduler and two worker processes of one thread."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as started:
        started.wait_for_workers(2, timeout=60)
        yield started


@pytest.fixture(scope="module")
def study(desk):
    """Give the tiny study with enough replications that both workers are busy for a while."""
    return desk.load(TINY, "tiny_for_cluster", replications=REPLICATIONS)


@pytest.fixture(scope="module")
def by_one(desk, study):
    """Run it in this process."""
    return desk.run(study, "tiny_here").folder


def pids(cluster):
    """Give the process of each worker."""
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        return client.run(os.getpid)


class Killer:
    """A progress that kills a worker while it works, once the first replication is home."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.pids = pids(cluster)
        self.killed = None

    def __call__(self, label, done, total):
        if label == "Simulating" and done and self.killed is None:
            busy = [worker for worker in self.cluster.scheduler.workers.values() if worker.processing]
            self.killed = self.pids[busy[0].address]
            os.kill(self.killed, signal.SIGKILL)


def test_run_is_the_same_on_a_cluster(desk, cluster, study, by_one):
    there = desk.run(study, "tiny_there", workers=Cluster(cluster.scheduler_address)).folder
    assert table_bytes(there) == table_bytes(by_one)
    manifests = [json.loads((folder / "manifest.json").read_text(encoding="utf-8")) for folder in (there, by_one)]
    assert [manifest.pop("workers") for manifest in manifests] == [2, 1]
    for manifest in manifests:
        for told_of_the_run in ("finished", "seconds", "baseline_stock"):
            manifest.pop(told_of_the_run)
        for tells_of_it_too in ("report.html", "study.yaml"):
            manifest["files"].pop(tells_of_it_too)
    assert manifests[0] == manifests[1]
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        assert set(client.run(working.values_on_shelf).values()) == {0}
    assert not cluster.scheduler.tasks


def test_worker_that_is_killed_changes_nothing(desk, cluster, study, by_one):
    killer = Killer(cluster)
    there = desk.run(study, "tiny_killed", workers=Cluster(cluster.scheduler_address), progress=killer).folder
    cluster.wait_for_workers(2, timeout=60)
    assert killer.killed is not None
    assert killer.killed not in pids(cluster).values()
    assert table_bytes(there) == table_bytes(by_one)


def test_error_of_a_task_comes_home(cluster):
    workers = Cluster(cluster.scheduler_address)
    try:
        with pytest.raises(ZeroDivisionError):
            list(workers.finished([Order(Task(working.divide_by_zero, ()), Common(working.Nowhere()))]))
    finally:
        workers.close(abandon=True)


@pytest.mark.slow
def test_task_that_kills_its_workers_is_given_up(cluster):
    """The scheduler tries it on four workers; then the run ends with a word, and the cluster lives on."""
    workers = Cluster(cluster.scheduler_address)
    try:
        with pytest.raises(WorkersLostError, match="each of 4 workers"):
            list(workers.finished([Order(Task(working.die, ()), Common(working.Nowhere()))]))
    finally:
        workers.close(abandon=True)
    cluster.wait_for_workers(2, timeout=60)


def test_cluster_with_another_program_is_refused(cluster):
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        one = min(client.scheduler_info()["workers"])
        client.run(working.pretend_version, "0.0.1", workers=[one])
        try:
            with pytest.raises(InputError, match=r"1 of 2 workers have another program; .* has sim 0\.0\.1 instead of"):
                Cluster(cluster.scheduler_address)
        finally:
            client.run(working.pretend_version, __version__, workers=[one])


def test_worker_that_joins_late_is_looked_at_too():
    with pytest.raises(ready.AnotherProgramError, match=r"numba .* instead of 0\.1;"):
        ready.refuse_another_program({**ready.fingerprint(), "numba": "0.1"})
    ready.refuse_another_program(ready.fingerprint())


def test_two_fingerprints_are_compared_name_by_name():
    assert ready.differences({"a": "1", "b": "2"}, {"a": "1", "b": "2"}) == ""
    assert ready.differences({"a": "1", "b": "2"}, {"b": "3", "c": "4"}) == (
        "a absent instead of 1, b 3 instead of 2, c 4 instead of absent"
    )


@pytest.mark.parametrize(
    ("address", "what"),
    [("tcp://127.0.0.1:9", "no cluster answers at this address"), ("nonsense://x", "no cluster answers")],
)
def test_address_where_nobody_answers(address, what, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.run.cluster.CONNECT_S", 1.0)
    out = tmp_path / "results"
    assert main([str(TINY), "--cluster", address, "--out", str(out), "-q"]) == WRONG_INPUT
    said = capsys.readouterr().err
    assert what in said
    assert "1 problem" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("nonsense", "missing port number"),
        ("http://localhost:80", "unknown address scheme 'http'"),
        ("tls://127.0.0.1:{mute}", "TLS expects"),
        ("tcp://127.0.0.1:{mute}", "nobody within 5 seconds"),
    ],
)
def test_no_cluster_is_one_message_and_nothing_else(address, why, tmp_path):
    """Of a whole program, whose last word is spoken at exit; something that is no scheduler listens at the port."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        given = address.format(mute=mute.getsockname()[1])
        words = [sys.executable, "-m", "sim", str(TINY), "--cluster", given, "--out", str(tmp_path / "x"), "-q"]
        program = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert program.returncode == WRONG_INPUT
    assert program.stdout == ""
    said, count = program.stderr.splitlines()
    assert said.startswith(f"{given}: no cluster answers at this address ({why}")
    assert count == "1 problem"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["", " "])
@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_empty_address_is_refused(address, more, tmp_path, capsys):
    assert main([str(TINY), "--cluster", address, "--out", str(tmp_path / "x"), *more]) == WRONG_INPUT
    told = capsys.readouterr()
    assert "--cluster needs the address of a scheduler" in told.err
    assert told.out == ""
    assert list(tmp_path.iterdir()) == []


def test_cluster_without_workers(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.run.cluster.CONNECT_S", 1.0)
    with LocalCluster(n_workers=0, dashboard_address=":0") as empty:
        assert (
            main([str(TINY), "--cluster", empty.scheduler_address, "--out", str(tmp_path / "x"), "-q"]) == WRONG_INPUT
        )
    assert "the cluster there has no workers; start some" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_distributed_it_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "sim.run.cluster")
    assert main([str(TINY), "--cluster", "tcp://127.0.0.1:9", "--out", str(tmp_path / "x"), "-q"]) == WRONG_INPUT
    said = capsys.readouterr().err
    assert "needs the package distributed" in said
    assert "python -m pip install" in said
    assert list(tmp_path.iterdir()) == []


def test_cluster_and_workers_do_not_go_together(capsys):
    assert main([str(TINY), "--cluster", "tcp://127.0.0.1:9", "--workers", "2"]) == WRONG_INPUT
    assert "--workers is for this machine" in capsys.readouterr().err
