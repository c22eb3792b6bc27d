"""Worker processes of this machine: what they share travels once, and what a killed one had in hand is done again."""

import os
import signal
import sys
from multiprocessing import active_children

import numpy as np
import pytest

from sim.run.common import Common, take_off_shelf
from sim.run.lost import WorkersLostError
from sim.run.pool import Pool
from sim.run.task import Task
from sim.run.workers import Crew
from tests.run import working
from tests.run.studying import NOTHING_SAID, TINY, table_bytes

needs_sigkill = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


def crew_of(count):
    """Give workers of a study without parts."""
    return Crew(working.Nowhere(), count, NOTHING_SAID)


def test_shared_value_is_given_in_place_of_its_key():
    shared = Common(np.arange(3.0))
    with crew_of(2) as crew:
        results = crew.do("Giving", [Task(working.give, (shared, number)) for number in range(4)])
    assert [number for _, number in results] == [0, 1, 2, 3]
    assert all(value.tolist() == [0.0, 1.0, 2.0] for value, _ in results)


def test_pickled_shared_value_is_a_key_alone():
    shared = Common(np.zeros(1_000_000))
    assert len(Task(working.give, (shared,)).arguments[0].__getstate__()) == 32


def test_worker_that_was_never_sent_a_value_says_so():
    stranger = Common.__new__(Common)
    stranger.__setstate__("no such key")
    with pytest.raises(KeyError, match="never sent the shared value"):
        _ = stranger.value
    take_off_shelf("no such key")


def test_results_come_in_the_order_of_the_tasks_whoever_is_first():
    class Backwards:
        count, shares_disk = 2, True

        def finished(self, orders):
            yield from ((number, orders[number].do()) for number in (2, 0, 3, 1))

        def close(self, *, abandon):
            """Nobody is there."""

    told = []
    crew = Crew(working.Nowhere(), Backwards(), lambda label, done, total: told.append(done))
    tasks = [Task(working.give, (number,), pieces=number) for number in range(4)]
    assert list(crew.each("Giving", tasks)) == [(0,), (1,), (2,), (3,)]
    assert told == [0, 2, 2, 5, 6]


@needs_sigkill
def test_what_a_killed_process_had_in_hand_is_done_again(tmp_path, caplog):
    tasks = [Task(working.die_once, (tmp_path / "mark", number)) for number in range(5)]
    with crew_of(2) as crew:
        assert crew.do("Dying once", tasks) == [0, 1, 2, 3, 4]
        assert crew.do("Going on", [Task(working.give, (number,)) for number in range(2)]) == [(0,), (1,)]
    assert "a worker process was killed" in caplog.text


@needs_sigkill
def test_processes_that_are_killed_again_and_again_end_the_run(monkeypatch):
    monkeypatch.setattr("sim.run.pool.MOST_RESTARTS", 1)
    with crew_of(2) as crew, pytest.raises(WorkersLostError, match="killed 2 times with 2 tasks"):
        crew.do("Dying", [Task(working.die, ()) for _ in range(2)])


class Killer:
    """A progress that kills a process of the pool once the first replication is home."""

    def __init__(self):
        self.killed = False

    def __call__(self, label, done, total):
        if label == "Simulating" and done and not self.killed:
            os.kill(active_children()[0].pid, signal.SIGKILL)
            self.killed = True


@needs_sigkill
def test_run_with_a_killed_process_gives_the_same_bytes(desk):
    study = desk.load(TINY, "tiny_pool", replications=6)
    by_one = desk.run(study, "tiny_pool_here").folder
    killer = Killer()
    by_two = desk.run(study, "tiny_pool_killed", workers=2, progress=killer).folder
    assert killer.killed
    assert table_bytes(by_two) == table_bytes(by_one)


def test_abandoned_processes_are_gone():
    before = set(active_children())
    workers = Pool(2)
    crew = Crew(working.Nowhere(), workers, NOTHING_SAID)
    crew.do("Giving", [Task(working.give, (number,)) for number in range(2)])
    workers.close(abandon=True)
    assert set(active_children()) <= before
