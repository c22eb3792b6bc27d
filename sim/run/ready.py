"""What a worker on a cluster must be before it does anything: of the same program, with compiled kernels."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from functools import lru_cache
from pathlib import Path

from sim import __version__
from sim.errors import SimError
from sim.jit import CACHE_FOLDER
from sim.run.host_lock import one_at_a_time
from sim.run.warm import warm_kernels

LIBRARIES = ("numba", "numpy", "pydantic", "pyarrow", "scipy", "simpy")
"""Libraries that numbers, or the bytes of a table, pass through."""


class AnotherProgramError(SimError, RuntimeError):
    """A worker runs another program than the one that asks: its numbers could not be put beside the others."""


@lru_cache(maxsize=1)
def fingerprint() -> dict[str, str]:
    """Tell what this process would do the work with, name to version.

    The kind of processor is left out: the machines of a cluster may differ in it, and numbers then agree to rounding.
    """
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parents[1]
    for source in sorted(root.rglob("*.py")):
        digest.update(source.relative_to(root).as_posix().encode("utf-8"))
        digest.update(source.read_bytes().replace(b"\r\n", b"\n"))
    versions = {name: importlib.metadata.version(name) for name in LIBRARIES}
    major, minor, _ = platform.python_version_tuple()
    return {"sim": __version__, "source of sim": digest.hexdigest()[:16], "python": f"{major}.{minor}", **versions}


def differences(mine: dict[str, str], theirs: dict[str, str]) -> str:
    """List in words where two fingerprints differ; empty where they do not."""
    names = dict.fromkeys([*mine, *theirs])
    told = (f"{name} {theirs.get(name, 'absent')} instead of {mine.get(name, 'absent')}" for name in names)
    return ", ".join(text for name, text in zip(names, told, strict=True) if mine.get(name) != theirs.get(name))


def refuse_another_program(asked_by: dict[str, str]) -> None:
    """Refuse to work for a program that is another one than this worker's.

    Parameters
    ----------
    asked_by
        Fingerprint of the process that asks.

    Raises
    ------
    AnotherProgramError
        If it differs from this one's: a worker may join long after the others were looked at.
    """
    if apart := differences(asked_by, fingerprint()):
        message = f"a worker on {platform.node()} has {apart}; install the same versions on every machine"
        raise AnotherProgramError(message)


@lru_cache(maxsize=1)
def compile_kernels() -> None:
    """Load the kernels, compiling them if need be: the first worker of a machine alone, the others after it.

    Several processes that compile at once and write into one cache can crash; reading it together is safe.
    """
    with one_at_a_time(CACHE_FOLDER.name) as folder:
        done = folder / f"{CACHE_FOLDER.name}.done"
        compiled = done.exists() and any(CACHE_FOLDER.rglob("*.nbi"))
        if not compiled:
            warm_kernels()
            done.touch()
    if compiled:
        warm_kernels()
