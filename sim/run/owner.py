"""Whose something on a disk is: a process of one machine, of which others may tell whether it is gone."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import uuid
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Owner:
    """A process.

    Parameters
    ----------
    machine
        What `this_machine` gave where it runs.
    pid
        Its number there.
    """

    machine: str
    pid: int

    @classmethod
    def this_process(cls) -> Self:
        """Give this process."""
        return cls(this_machine(), os.getpid())

    @classmethod
    def named(cls, name: str) -> Self:
        """Read an owner from what `str` made of it."""
        machine, pid = name.split("-")
        return cls(machine, int(pid))

    def __str__(self) -> str:
        return f"{self.machine}-{self.pid}"

    def is_surely_gone(self) -> bool:
        """Tell whether the process has ended for certain.

        Of a process of another machine, or of this one before it was started again, nobody can tell; nor on Windows,
        where there is no harmless signal to ask with. Where another process has been given the number since, this one
        passes for alive.
        """
        if sys.platform == "win32" or self.machine != this_machine():
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):  # somebody else's, or no number of a process
            return False
        return False


@lru_cache(maxsize=1)
def this_machine() -> str:
    """Give twelve hexadecimal digits for the machine whose processes this one sees.

    On Linux that is a start of the system, and the namespace of process numbers: containers have their own.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        told = f"{boot} {Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        told = f"{platform.node()} {uuid.getnode()}"
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:12]
