"""A piece of work on the parts of a study, and how a worker does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from sim.run.common import Common
from sim.run.parts import Parts


class Grounds(Protocol):
    """Gives the parts of each block of a study; a study of one county is its own and only block."""

    def of_block(self, block: int) -> Parts:
        """Give the parts of one block."""


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work on the parts of a study.

    Parameters
    ----------
    function
        A function of a module; it takes the parts, then the arguments.
    arguments
        Whatever else it needs; of a `Common` it is given the value.
    pieces
        How much of the progress it stands for.
    block
        Number of the block whose parts it is given; 0 in a study of one county.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    pieces: int = 1
    block: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """A task as it travels to a worker.

    Parameters
    ----------
    task
        What to do.
    grounds
        What the parts are taken from.
    """

    task: Task
    grounds: Common[Grounds]

    def do(self) -> Any:  # noqa: ANN401 - whatever the task gives
        """Do the task."""
        arguments = (item.value if isinstance(item, Common) else item for item in self.task.arguments)
        return self.task.function(self.grounds.value.of_block(self.task.block), *arguments)

    def shared(self) -> Iterator[Common[Any]]:
        """Give what the worker must have been sent before."""
        yield self.grounds
        yield from (item for item in self.task.arguments if isinstance(item, Common))
