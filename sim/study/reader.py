"""Read a YAML 1.2 file and remember where everything stands in it.

The file is composed into nodes, not loaded, because nodes keep their line and column; the plain data is built from
the nodes here. That way `22:00` stays a text, a date that does not exist stays what was written, and every duplicate
key is found, not only the first.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sim.errors import InputError, Problem
from sim.study.suggest import neighbour_file
from sim.study.syntax import explain_syntax

Key = str | int
Loc = tuple[Key, ...]
"""Path to a value: keys of sections and numbers of list items, from the top."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, line and column counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, and its key (for a list item the item itself)."""

    key: Mark
    value: Mark


@dataclass(frozen=True, slots=True)
class Document:
    """A file as plain data, with the place of everything in it.

    Parameters
    ----------
    path
        Where the file is.
    name
        The file as the user named it.
    sha256
        Checksum of its bytes, in hexadecimal.
    lines
        Its lines.
    data
        Its content: sections, lists, texts, numbers, dates.
    places
        Place of each value by its path; the empty path is the whole.
    """

    path: Path
    name: str
    sha256: str
    lines: tuple[str, ...]
    data: dict[Key, object]
    places: dict[Loc, Place]

    def place(self, loc: Loc) -> Place:
        """Give the place of a value, or of the innermost section around it that is in the file."""
        while loc not in self.places:
            loc = loc[:-1]
        return self.places[loc]

    def problem(self, loc: Loc, what: str, do: str = "", *, at_key: bool = False) -> Problem:
        """Describe what is wrong with a value (or with its key), with its place and its line."""
        place = self.place(loc)
        mark = place.key if at_key else place.value
        is_shown = place != self.places[()] and mark.line <= len(self.lines)
        source = self.lines[mark.line - 1] if is_shown else ""
        return Problem(self.name, mark.line, mark.column, dotted(loc), what, do, source)


def dotted(loc: Loc) -> str:
    """Write a path with dots: ``scenarios.today.uplift``."""
    return ".".join(str(part) for part in loc)


def read_document(path: Path, name: str = "") -> Document:
    """Read a YAML file.

    Parameters
    ----------
    path
        The file.
    name
        How the user named it; the path itself if empty.

    Returns
    -------
    Document
        Data and places.

    Raises
    ------
    InputError
        When the file is missing, unreadable, no UTF-8, no valid YAML, or not a mapping of keys to values, or
        when keys stand twice (all of them).
    """
    name = name or str(path)
    return _parse(path, name, _read_bytes(path, name))


def shown(path: Path) -> str:
    """Name a file as seen from here, if it lies below; else in full."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@lru_cache(maxsize=64)
def _parse(path: Path, name: str, raw: bytes) -> Document:
    """Read the content of a file; once, where many studies of one process name the same packs."""
    text = _decode(raw, name)
    lines = tuple(text.split("\n"))
    root = _compose(text, name, lines)
    if root is None:
        raise InputError.of(name, "the file is empty", "write keys and values, one a line: `days: 28`")
    walk = _Walk(name, lines)
    data = walk.value(root, ())
    if walk.problems:
        raise InputError(walk.problems)
    if not isinstance(data, dict):
        raise InputError(
            [walk.problem(root, "", "this is not a list of keys and values", "begin a line with `key: value`")]
        )
    return Document(path, name, hashlib.sha256(raw).hexdigest(), lines, data, walk.places)


def _read_bytes(path: Path, name: str) -> bytes:
    """Read the file, or say why it cannot be read."""
    if path.is_dir():
        raise InputError.of(name, "this is a folder", "name a file in it")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        meant = neighbour_file(path)
        folder = "" if path.parent.is_dir() else f"there is no folder {path.parent} either"
        raise InputError.of(name, "there is no such file", f"did you mean {meant}?" if meant else folder) from None
    except OSError as error:
        raise InputError.of(name, f"the file cannot be read: {error.strerror or error}") from error


def _decode(raw: bytes, name: str) -> str:
    """Turn bytes into text with plain line ends; a byte order mark is dropped."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError.of(name, "the file is UTF-16", "save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        what = f"byte {raw[error.start]:#04x} is not UTF-8"
        source = raw.split(b"\n")[line - 1].decode("utf-8", "replace").rstrip("\r")
        raise InputError([Problem(name, line, column, "", what, "save the file as UTF-8", source)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    strange = _UNPRINTABLE.search(text)
    if strange:
        before_text = text[: strange.start()]
        line, column = before_text.count("\n") + 1, strange.start() - before_text.rfind("\n")
        what = f"a control character stands here (U+{ord(strange.group()):04X})"
        raise InputError([Problem(name, line, column, "", what, "remove it")])
    return text


def _compose(text: str, name: str, lines: tuple[str, ...]) -> Node | None:
    """Parse the text into nodes."""
    for number, line in enumerate(lines, 1):
        if line.startswith("%"):
            what = "a YAML directive stands here"
            raise InputError([Problem(name, number, 1, "", what, "remove it: files are YAML 1.2", line)])
        if line and not line.startswith("#"):
            break
    try:
        return YAML(typ="safe", pure=True).compose(text)  # type: ignore[no-any-return]
    except MarkedYAMLError as error:
        row, column, what, do = explain_syntax(error)
        row = min(row, len(lines))
        source = lines[row - 1] if row else ""
        raise InputError([Problem(name, row, column, "", what, do, source)]) from None
    except RecursionError:
        raise InputError.of(name, "sections are nested too deeply") from None
    except YAMLError as error:
        raise InputError.of(name, f"this is not valid YAML: {error}") from None


@dataclass(slots=True)
class _Walk:
    """Builds data and places from nodes, and gathers what is wrong on the way."""

    name: str
    lines: tuple[str, ...]
    places: dict[Loc, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)
    construct: YAML = field(default_factory=lambda: YAML(typ="safe", pure=True))

    def value(self, node: Node, loc: Loc, key: Mark | None = None) -> object:
        """Turn a node into plain data and note its place."""
        mark = _mark(node)
        is_blank = isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index
        self.places[loc] = Place(key or mark, key if key and is_blank else mark)
        if id(node) in self.inside:
            self.problems.append(self.problem(node, dotted(loc), "this section holds itself", "write it out"))
            return None
        self.inside.append(id(node))
        try:
            if isinstance(node, MappingNode):
                return self.mapping(node, loc)
            if isinstance(node, SequenceNode):
                return [self.value(item, (*loc, number)) for number, item in enumerate(node.value)]
            return self.scalar(node, loc)
        finally:
            self.inside.pop()

    def mapping(self, node: MappingNode, loc: Loc) -> dict[Key, object]:
        """Turn a mapping into a dict; a key that stands twice is a problem."""
        data: dict[Key, object] = {}
        lines: dict[Key, int] = {}
        for _, merged in _split(node)[0]:
            self.merge(merged, loc, data)
        for key_node, value_node in _split(node)[1]:
            key = self.key(key_node, loc)
            if key is None:
                continue
            here = _mark(key_node)
            if key in lines:
                what = f"the key `{key}` stands twice; the first is in line {lines[key]}"
                self.problems.append(self.problem(key_node, dotted((*loc, key)), what, "remove one of them"))
                continue
            lines[key] = here.line
            data[key] = self.value(value_node, (*loc, key), here)
        return data

    def merge(self, node: Node, loc: Loc, data: dict[Key, object]) -> None:
        """Take the keys of the sections that `<<` names; the first section that has a key gives it."""
        sections = node.value if isinstance(node, SequenceNode) else [node]
        for section in reversed(sections):
            if isinstance(section, MappingNode) and id(section) not in self.inside:
                self.inside.append(id(section))
                data.update(self.mapping(section, loc))
                self.inside.pop()
            else:
                what = "`<<` takes the keys of another section, and this is none"
                self.problems.append(self.problem(section, dotted(loc), what, "write `<<: *mark`"))

    def key(self, node: Node, loc: Loc) -> Key | None:
        """Turn the node of a key into a text or a whole number."""
        if isinstance(node, ScalarNode):
            if node.tag == _TAG + "int":
                return int(self.construct.constructor.construct_yaml_int(node))
            return str(node.value)
        self.problems.append(self.problem(node, dotted(loc), "a key must be a word or a number"))
        return None

    def scalar(self, node: Node, loc: Loc) -> object:
        """Turn a scalar into a text, number, truth value, date or nothing."""
        constructor = self.construct.constructor
        kind = str(node.tag).removeprefix(_TAG)
        value: object = node.value
        match kind:
            case "int":
                value = constructor.construct_yaml_int(node)
            case "float":
                value = constructor.construct_yaml_float(node)
            case "bool":
                value = constructor.construct_yaml_bool(node)
            case "null":
                value = None
            case "timestamp":
                # a date that does not exist stays what was written
                with contextlib.suppress(ValueError):
                    value = constructor.construct_yaml_timestamp(node)
            case "str" | "merge" | "value":
                pass
            case _:
                what = f"the tag {node.tag} means nothing here"
                self.problems.append(
                    self.problem(node, dotted(loc), what, "remove it; quote a text that begins with !")
                )
        return value

    def problem(self, node: Node, where: str, what: str, do: str = "") -> Problem:
        """Describe what is wrong at a node."""
        mark = _mark(node)
        source = self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""
        return Problem(self.name, mark.line, mark.column, where, what, do, source)


def _split(node: MappingNode) -> tuple[list[tuple[Node, Node]], list[tuple[Node, Node]]]:
    """Part what a mapping takes from others with `<<` from what it says itself."""
    merged = [pair for pair in node.value if pair[0].tag == _TAG + "merge"]
    return merged, [pair for pair in node.value if pair[0].tag != _TAG + "merge"]


def _mark(node: Node) -> Mark:
    """Give the place where a node starts."""
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)
