"""What workers are asked to do in tests: kept in a module of its own, where their processes can find it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from sim.run import common, ready
from sim.run.parts import Parts


class Nowhere:
    """A study without parts."""

    def of_block(self, block: int) -> Parts:
        """Give nothing that could be used."""
        return None  # type: ignore[return-value]


def divide_by_zero(parts: Parts) -> float:
    """Fail."""
    return 1 / 0


def die(parts: Parts) -> None:
    """End this process as a lack of memory would."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(parts: Parts, mark: Path, number: int) -> int:
    """End this process as a lack of memory would, unless another one has left its mark; else give the number back."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def tell_and_stay(parts: Parts, folder: Path, number: int) -> None:
    """Leave the number of this process in a folder, and be busy for an hour."""
    (folder / str(os.getpid())).touch()
    time.sleep(3600)


def give(parts: Parts, *values: object) -> tuple[object, ...]:
    """Give back what came."""
    return values


def values_on_shelf() -> int:
    """Count the shared values that this worker keeps."""
    return len(common._shelf) + len(common._open)


def pretend_version(version: str) -> None:
    """Have this worker say that it runs another version."""
    ready.__version__ = version
    ready.fingerprint.cache_clear()
