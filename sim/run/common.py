"""Values that many tasks share: the parts of a study, the baseline's stock. Each travels to a worker once.

Pickled, a `Common` is only its key. A worker finds the value on its shelf: in a folder of the parent's on the same
machine, or among what the cluster has sent. It is read when a task first asks for it, and the last few stay open.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar
from uuid import uuid4

T = TypeVar("T")

MOST_OPEN = 4
"""Values that a worker keeps open: the parts, the stock, and those of the lot of tasks before."""

_shelf: dict[str, bytes] = {}
_folders: list[Path] = []
_open: OrderedDict[str, Any] = OrderedDict()
_lock = Lock()


class Common(Generic[T]):
    """A value that many tasks share.

    Parameters
    ----------
    value
        The value; it must not be changed any more.
    """

    __slots__ = ("_value", "key")

    def __init__(self, value: T) -> None:
        self.key = uuid4().hex
        self._value: list[T] = [value]

    @property
    def value(self) -> T:
        """The value, from the shelf where this is a worker's copy."""
        return self._value[0] if self._value else _fetch(self.key)

    def packed(self) -> bytes:
        """Pickle the value itself."""
        return pickle.dumps(self.value, pickle.HIGHEST_PROTOCOL)

    def __getstate__(self) -> str:
        return self.key

    def __setstate__(self, key: str) -> None:
        self.key = key
        self._value = []


def name_of(key: str) -> str:
    """Name the file in which a value lies in a folder."""
    return f"{key}.pickle"


def look_in(folder: Path) -> None:
    """Look for values in a folder, named by `name_of`."""
    _folders.append(folder)


def put_on_shelf(key: str, packed: bytes) -> None:
    """Keep a packed value for the tasks of this process."""
    _shelf[key] = packed


def take_off_shelf(key: str) -> None:
    """Forget a value."""
    with _lock:
        _shelf.pop(key, None)
        _open.pop(key, None)


def _fetch(key: str) -> Any:  # noqa: ANN401 - whatever was shared
    """Read a value, or give it from among those that are open."""
    with _lock:  # the worker of a cluster may have several threads
        if key not in _open:
            _open[key] = pickle.loads(_packed(key))  # noqa: S301 - written by the parent, for us alone
        _open.move_to_end(key)
        while len(_open) > MOST_OPEN:
            _open.popitem(last=False)
        return _open[key]


def _packed(key: str) -> bytes:
    """Find a packed value."""
    if key in _shelf:
        return _shelf[key]
    found = next((folder / name_of(key) for folder in _folders if (folder / name_of(key)).is_file()), None)
    if found is None:
        message = f"this worker was never sent the shared value {key}"
        raise KeyError(message)
    return found.read_bytes()
