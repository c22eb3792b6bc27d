"""One process of this machine at a time."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

LONGEST_WAIT_S = 600.0


@contextmanager
def one_at_a_time(name: str) -> Iterator[Path]:
    """Hold what only one process of this machine may hold.

    The lock is an empty SQLite file: it works on every system, and the system lets go of it when a process is killed.

    Parameters
    ----------
    name
        What is held; part of a file's name.

    Yields
    ------
    Path
        The folder in which the lock lies: of this machine and user, never on a disk that others share.

    Raises
    ------
    sqlite3.OperationalError
        If others hold it for ten minutes.
    """
    folder = Path(tempfile.gettempdir()) / "sim-policing-locks"
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / f"{name}.lock", timeout=LONGEST_WAIT_S, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield folder
