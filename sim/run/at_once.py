"""How many pieces of a study can be worked on side by side: more workers than that have nothing to do."""

from __future__ import annotations

from sim.run.calibrate import HISTORIES
from sim.run.stock import may_have_to_measure
from sim.run.trial_lots import lots
from sim.study.loaded import LoadedStudy


def most_at_once(loaded: LoadedStudy) -> int:
    """Give the most tasks of a study that wait for a worker at the same time.

    A replication of one county is one task, with all its scenarios; of several forces, each is one with a lot of its
    replications; of pilots, each is one with a lot of them. What today's policing prevents is measured history by history, where that is not known yet.
    """
    if loaded.trial is not None:
        return len(lots(loaded.most_replications))
    runs = loaded.forces or loaded.most_replications
    pattern = loaded.of_block(0) if loaded.forces else loaded
    return max(runs, HISTORIES) if may_have_to_measure(pattern) else runs
