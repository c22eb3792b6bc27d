"""Plain kernels that refuse an index which counts from the end: compiled helpers would reach outside the array with it.

Import this before any kernel, with ``NUMBA_DISABLE_JIT`` set; as a plugin of pytest: ``-p tests.street.guard``.
"""

from __future__ import annotations

import functools
import os

import numpy as np

from sim import jit

assert os.environ.get("NUMBA_DISABLE_JIT") == "1", "compiled kernels cannot be guarded"


class Guarded(np.ndarray):
    """An array whose indices must not be negative."""

    def __getitem__(self, index):
        return super().__getitem__(checked(index))

    def __setitem__(self, index, value):
        super().__setitem__(checked(index), value)


def checked(index):
    """Refuse a negative index."""
    for part in index if isinstance(index, tuple) else (index,):
        if isinstance(part, int | np.integer) and part < 0:
            message = f"index {index} counts from the end"
            raise AssertionError(message)
    return index


def guarded(argument):
    """Guard an array, or all arrays of a named tuple."""
    if isinstance(argument, np.ndarray):
        return argument.view(Guarded)
    if isinstance(argument, tuple) and hasattr(argument, "_fields"):
        return type(argument)(*map(guarded, argument))
    return argument


def kernel(function):
    """Give the kernel as it was written, with its arrays guarded."""

    @functools.wraps(function)
    def plain(*arguments):
        return function(*map(guarded, arguments))

    return plain


jit.kernel = kernel
