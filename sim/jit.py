"""The one place that sets numba's options, and where its compiled code is kept.

numba keys its cache on the file of the *caller*: an edited helper in another file would leave stale code running.
So the cache folder carries a hash of every kernel source, of numba's version and of the CPU, and is chosen before
numba is imported. Import this module before numba anywhere.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

Function = TypeVar("Function", bound=Callable[..., object])

CACHE_PREFIX = "kernels-"
_ROOT = Path(__file__).resolve().parent
_KERNEL_SOURCES = (
    "jit.py",
    "philox.py",
    "normal.py",
    "harm/kernels.py",
    "outcomes/kernels.py",
    "track/kernels.py",
    "demand/kernels.py",
    "demand/writing.py",
    "demand/records.py",
    "demand/rows.py",
    "fit/kernels.py",
    "target/kernels.py",
    "trial/stated/kernels.py",
    "street/*.py",
)
"""The constants of `demand.records` and `demand.rows` are compiled into the kernels."""


def kernel_hash(root: Path = _ROOT) -> str:
    """Hash every kernel source, numba's version and the kind of CPU.

    Parameters
    ----------
    root
        The folder of the package; another one in tests.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    digest = hashlib.sha256()
    for pattern in _KERNEL_SOURCES:
        for source in sorted(root.glob(pattern)):
            digest.update(source.name.encode("utf-8"))
            digest.update(source.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(importlib.metadata.version("numba").encode("utf-8"))
    digest.update(os.environ.get("SIM_PLAIN_JIT", "").encode("utf-8"))
    digest.update(f"{platform.machine()} {platform.processor()} {platform.system()}".encode())
    return digest.hexdigest()[:16]


def user_cache() -> Path:
    """Give a folder of this user's for things that can be made again; it may not exist yet.

    ``SIM_CACHE_DIR`` overrides it; a home that is absent or cannot be written to gives a folder in the temporary
    directory, a new one where somebody else's is in the way.
    """
    override = os.environ.get("SIM_CACHE_DIR")
    if override:
        return Path(override)
    for base in (_own_caches(), Path(tempfile.gettempdir())):
        if base is not None and _can_write(base / "sim-policing"):
            return base / "sim-policing"
    return Path(tempfile.mkdtemp(prefix="sim-policing-"))


def _own_caches() -> Path | None:
    """Give the folder in which this user's programs keep such things; None where there is no home."""
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    if base:
        return Path(base)
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        return None


def _can_write(folder: Path) -> bool:
    """Try whether files can be made in a folder, making the folder if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _choose_cache() -> Path:
    """Name the cache folder of these kernels, below the user's own choice where there is one."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    base = Path(chosen) if chosen else user_cache() / "numba"
    if base.name.startswith(CACHE_PREFIX):  # set by the parent of this worker
        base = base.parent
    return base / f"{CACHE_PREFIX}{kernel_hash()}"


CACHE_FOLDER = _choose_cache()
os.environ["NUMBA_CACHE_DIR"] = str(CACHE_FOLDER)

import numba  # noqa: E402  the cache folder must be chosen first

numba.config.CACHE_DIR = str(CACHE_FOLDER)  # type: ignore[attr-defined]  # numba fills its config at run time

LEAN = {"_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Flags of helpers, the first of them private to numba (which is pinned): no reference counting and no wrappers.

Measured on the street: 40 times faster and a third of the compile time. ``SIM_PLAIN_JIT=1`` does without them.
"""

_helper_flags: dict[str, bool] = {} if os.environ.get("SIM_PLAIN_JIT") else LEAN


def kernel(function: Function) -> Function:
    """Compile an entry point that Python calls: once, kept on disk, without the interpreter lock."""
    return cast("Function", numba.njit(cache=True, nogil=True, error_model="numpy")(function))


class Straight:
    """A kernel that is called over and over with arguments of the same types.

    Numba looks at the type of every argument at every call, and of every field of a named tuple, which takes longer than
    a short kernel. After the first call this goes straight to the compiled code. That code takes an array's memory as it
    finds it, so arrays that are arguments themselves must be of the first call's type and in one piece: others go the
    long way. Named tuples are not looked into: their fields must always be of the same types.

    Parameters
    ----------
    kernel_function
        What `kernel` gave.
    """

    def __init__(self, kernel_function: Callable[..., Any]) -> None:
        self._kernel: Any = kernel_function
        self._enter: Callable[..., Any] | None = None
        self._arrays: tuple[tuple[int, Any, int], ...] = ()

    def __call__(self, *arguments: Any) -> Any:  # noqa: ANN401 - what the kernel takes and gives
        """Call the kernel."""
        if self._enter is None:
            return self._first_call(arguments)
        for place, dtype, ndim in self._arrays:
            array = arguments[place]
            if array.dtype != dtype or array.ndim != ndim or not array.flags.c_contiguous:
                return self._kernel(*arguments)
        return self._enter(*arguments)

    def _first_call(self, arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401 - what the kernel gives
        """Call the kernel as numba would, and keep the way to what it compiled."""
        result = self._kernel(*arguments)
        compiled = getattr(self._kernel, "overloads", {})  # none where numba is switched off
        arrays = [(place, item) for place, item in enumerate(arguments) if isinstance(item, np.ndarray)]
        if len(compiled) == 1 and all(array.flags.c_contiguous for _, array in arrays):
            self._arrays = tuple((place, array.dtype, array.ndim) for place, array in arrays)
            self._enter = next(iter(compiled.values())).entry_point
        return result


def helper(function: Function) -> Function:
    """Compile a small function that only kernels call: inlined; it allocates nothing."""
    compiled = numba.njit(nogil=True, error_model="numpy", forceinline=True, **_helper_flags)(function)  # type: ignore[call-overload]  # LEAN is private
    if _helper_flags and not numba.config.DISABLE_JIT:  # type: ignore[attr-defined]  # numba fills its config at run time
        _compile_plainly(compiled)
    return cast("Function", compiled)


def _compile_plainly(compiled: Any) -> None:  # noqa: ANN401 - a dispatcher of numba's
    """Compile a helper once for whole numbers of every width, constants among them, and without negative indices.

    Numba would compile it anew for each width and, worse, for each constant that it is called with: nothing is won by
    that, since helpers are inlined. Measured on the street: 104 compilations instead of 151. And it would look at every
    index whether it counts from the end: without that the street takes a tenth less. No helper may use such an index;
    a test walks whole studies in plain Python and refuses every one.
    """
    compile_for = compiled.compile

    def compile_widened(signature: tuple[numba.types.Type, ...]) -> object:
        with _indices_from_the_start():
            return compile_for(tuple(map(_widened, signature)))

    compiled.compile = compile_widened


@contextmanager
def _indices_from_the_start() -> Iterator[None]:
    """Have numba take an index as it is, whatever its sign, while a helper is compiled."""
    from numba.cpython import slicing  # noqa: PLC0415 - private to numba, which is pinned

    count_from_end = slicing.fix_index
    slicing.fix_index = lambda _builder, index, _size: index
    try:
        yield
    finally:
        slicing.fix_index = count_from_end


def _widened(kind: numba.types.Type) -> numba.types.Type:
    """Give the type as which a helper takes an argument: words of 64 bits without a sign are random, and stay so."""
    plain = numba.types.unliteral(kind)  # type: ignore[no-untyped-call]  # numba has no types for it
    is_whole = isinstance(plain, numba.types.Integer) and plain != numba.types.uint64
    return numba.types.int64 if is_whole else plain
