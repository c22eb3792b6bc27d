"""One process of this user on this machine at a time."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sim.jit import user_cache

LONGEST_WAIT_S = 600.0


@contextmanager
def one_at_a_time(name: str) -> Iterator[Path]:
    """Hold what only one process of this user on this machine may hold.

    The lock is a SQLite file: it works on every system, and the system lets go of it when a process is killed. Something
    is written into it under the lock: of a file that may only be read, SQLite would let several have the lock at once.

    Parameters
    ----------
    name
        What is held; part of a file's name.

    Yields
    ------
    Path
        The folder in which the lock lies: this user's, and of this machine unless somebody else's is in the way.

    Raises
    ------
    sqlite3.OperationalError
        If others hold it for ten minutes, or it cannot be written.
    """
    folder = _own_folder()
    with closing(sqlite3.connect(folder / f"{name}.lock", timeout=LONGEST_WAIT_S, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        lock.execute("PRAGMA user_version = 1")
        yield folder


def _own_folder() -> Path:
    """Make a folder for locks that nobody else can write to: in the temporary directory, which no machine shares.

    Where somebody else's is in the way there, it is in the user's cache.
    """
    user = os.getuid() if hasattr(os, "getuid") else "own"  # Windows gives each user a temporary directory
    folder = Path(tempfile.gettempdir()) / f"sim-policing-locks-{user}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return _folder_in_cache()
    return folder if _is_ours_alone(folder) else _folder_in_cache()


def _is_ours_alone(folder: Path) -> bool:
    """Tell whether a folder is this user's, and no link, and closed to others."""
    found = folder.lstat()
    if not hasattr(os, "getuid"):
        return stat.S_ISDIR(found.st_mode)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _folder_in_cache() -> Path:
    """Make a folder for locks in the user's cache."""
    folder = user_cache() / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
