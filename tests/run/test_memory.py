"""Memory of a worker: what one replication needed is gone before the next, and what only the parent needs is never loaded."""

import gc
import pickle
import subprocess
import sys
import tracemalloc
import weakref

import pytest

from sim.command.suppression import BaselineStock
from sim.run.common import Common
from sim.run.parts import build_parts
from sim.run.replicate import walk_scenarios
from sim.run.task import Order, Task
from sim.run.tasks import measure_replication
from tests.run.studying import ROOT, TINY

OF_THE_PARENT = ("geopandas", "jinja2", "networkx", "pandas", "pyarrow", "pyogrio", "rich", "shapely")


@pytest.fixture(scope="module")
def parts(desk):
    """Build the tiny study's parts, with as many calls as make its arrays outweigh all else."""
    return build_parts(desk.load(TINY, "tiny_heavy", demand__times=0.3, days=56))


@pytest.fixture(scope="module")
def nothing(parts):
    """Give the stock of a baseline that prevents nothing."""
    return BaselineStock.none(parts.county.n_areas, parts.demand.n_types)


@pytest.fixture
def no_collector():
    """Switch off the collector of reference cycles, so that only what nobody points at is freed."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_records_of_a_run_go_before_the_next_begins(parts, nothing, no_collector):
    walks = walk_scenarios(parts, nothing, 0)
    kept = []
    for walk in walks:
        record = walk.record
        kept.append([weakref.ref(rows) for rows in (record.outcome, record.visits, record.history.calls)])
        assert all(rows() is not None for rows in kept[-1])
        assert all(rows() is None for of_run in kept[:-1] for rows in of_run[:2])
        del walk, record
    assert len(kept) == 4
    assert all(rows() is None for of_run in kept for rows in of_run)


def test_many_replications_need_no_more_than_two(parts, nothing):
    def peak_mb(replications):
        gc.collect()
        tracemalloc.start()
        for number in range(replications):
            measure_replication(parts, nothing, number)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        return peak

    measure_replication(parts, nothing, 0)
    two, eight = peak_mb(2), peak_mb(8)
    assert two > 3  # megabytes of calls and outcomes, so that one set too many would be seen
    assert eight < 1.2 * two


def test_worker_loads_nothing_that_only_the_parent_needs(parts, nothing, tmp_path):
    grounds, stock = Common(parts), Common(nothing)
    for common in (grounds, stock):
        (tmp_path / f"{common.key}.pickle").write_bytes(common.packed())
    (tmp_path / "order").write_bytes(pickle.dumps(Order(Task(measure_replication, (stock, 0)), grounds)))
    work = (
        "import sys, pickle, pathlib; from sim.run.common import look_in;"
        "folder = pathlib.Path(sys.argv[1]); look_in(folder);"
        "order = pickle.loads((folder / 'order').read_bytes());"
        "print(len(order.do().runs), *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", work, str(tmp_path)], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    runs, *modules = done.stdout.split()
    assert runs == "4"
    assert [name for name in OF_THE_PARENT if name in modules] == []
