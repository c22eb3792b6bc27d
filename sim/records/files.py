"""Find published tables, alone, in folders, in zip files or by a pattern, and read columns of them as text."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pacsv
from pyarrow import parquet

from sim.county.found import find_files, is_hidden
from sim.county.source import Source

_UNREADABLE = (
    pa.ArrowException,
    OSError,
    EOFError,
    UnicodeDecodeError,
    zipfile.BadZipFile,
    zlib.error,
    csv.Error,
    RuntimeError,  # a zip file under a password, or packed in a way that is not known
)
_PUBLISHED_NAME = re.compile(r"\d{4}-\d{2}-.+\.csv(\.gz)?$")


@dataclass(frozen=True, slots=True)
class Tables:
    """Where a section of the county file says that its rows are.

    Parameters
    ----------
    where
        Key of the section.
    path
        File, folder, zip file or pattern, as it says.
    ending
        How the names of tables end that lie in a folder or zip file, before ``.csv``.
    columns
        Names of columns by the keys that name them.
    contents, published
        What the table holds and who publishes it, in words.
    """

    where: str
    path: str
    ending: str
    columns: dict[str, str]
    contents: str
    published: str


def read_tables(spec: Tables, source: Source, notes: list[str]) -> pa.Table | None:
    """Read columns of all files that a section names, one after the other.

    Parameters
    ----------
    spec
        The section.
    source
        Where the files lie; problems are added to it, all files' at once.
    notes
        What was met on the way is added to these.

    Returns
    -------
    pyarrow.Table | None
        Columns named by their keys, of text (Parquet may hold numbers of type double); an empty text is null. None
        if anything is wrong.
    """
    files = _find(spec, source)
    if files is None:
        return None
    files = _latest(files, notes)
    found = [table for file in files for table in _read_file(spec, file, source, notes)]
    if source.problems and any(problem.where.startswith(spec.where) for problem in source.problems):
        return None
    rows = pa.concat_tables(found) if found else None
    if rows is None or rows.num_rows == 0:
        source.wrong(f"{spec.where}.path", f"{spec.path!r} has no rows")
        return None
    return rows


def _find(spec: Tables, source: Source) -> list[Path] | None:
    """Find the files, or say that there are none and who publishes them."""
    files = find_files(source.base, spec.path, spec.ending)
    if files:
        return files
    if "*" in spec.path or (source.base / spec.path.replace("\\", "/")).is_dir():
        what = f"no file matches {spec.path!r}" if "*" in spec.path else f"{spec.path!r} holds no *{spec.ending}.csv"
        origin = f", published as: {spec.published}" if spec.published else ""
        do = "put them there, or name the folder that holds your data with --data DIR"
        source.wrong(f"{spec.where}.path", f"{what} in {source.base} ({spec.contents}{origin})", do)
    else:
        source.find(spec.where, spec.path, spec.contents, spec.published)
    return None


def _latest(files: list[Path], notes: list[str]) -> list[Path]:
    """Of files that were published under one name and downloaded more than once, keep the last."""
    last = {file.name if _PUBLISHED_NAME.match(file.name) else str(file): file for file in files}
    if len(last) < len(files):
        notes.append(
            f"{len(files) - len(last)} files lie in more than one folder under the same name: of each, the one in the "
            "folder that comes last by name was read."
        )
    return list(last.values())


def _read_file(spec: Tables, file: Path, source: Source, notes: list[str]) -> Iterator[pa.Table]:
    """Read one file, which may be a zip file of several; a problem is noted, and nothing given."""
    shown = file.relative_to(source.base).as_posix() if file.is_relative_to(source.base) else str(file)
    try:
        if file.suffix.lower() == ".parquet":
            there = parquet.read_schema(file).names
            if source.has_columns(f"{spec.where}.columns", spec.columns, there, shown):
                yield _as_text(parquet.read_table(file, columns=list(dict.fromkeys(spec.columns.values()))), spec)
            return
        for member, raw in _unpacked(file, spec.ending, notes):
            yield from _read_csv(raw, f"{shown}/{member}" if member else shown, spec, source)
    except _UNREADABLE as error:
        what = f"{shown!r} cannot be read ({_first_line(error)})"
        source.wrong(f"{spec.where}.path", what, "it may be cut short or no CSV in UTF-8: download or save it anew")


def _unpacked(file: Path, ending: str, notes: list[str]) -> Iterator[tuple[str, bytes]]:
    """Give the bytes of a file, under no name, or of each table in a zip file, under its name there."""
    if not zipfile.is_zipfile(file):
        if file.suffix.lower() == ".zip":
            message = "it is no whole zip file"
            raise zipfile.BadZipFile(message)
        raw = file.read_bytes()
        yield "", gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        return
    with zipfile.ZipFile(file) as archive:
        # as written: a path would tidy up names such as ./2021-01/..., and they would not be found again
        tables = (name for name in sorted(archive.namelist()) if name.endswith(f"{ending}.csv"))
        names = {Path(name): name for name in tables if not is_hidden(Path(name).name)}
        if not names:
            message = f"it holds no *{ending}.csv"
            raise zipfile.BadZipFile(message)
        for path in _latest(list(names), notes):
            yield names[path], archive.read(names[path])


def _read_csv(raw: bytes, shown: str, spec: Tables, source: Source) -> Iterator[pa.Table]:
    """Read one CSV file that may begin with a byte order mark; one with a head and no rows is a month without any."""
    if not raw.strip():
        # of many files, one without a byte would pass for a month that was never published
        source.wrong(f"{spec.where}.path", f"{shown!r} is empty", "download or save it anew, or take it away")
        return
    head, _, body = raw.partition(b"\n")
    there = next(csv.reader(io.StringIO(head.decode("utf-8-sig").strip())), [])
    if not there or not body:
        return
    if not source.has_columns(f"{spec.where}.columns", spec.columns, there, shown):
        return
    wanted = list(dict.fromkeys(spec.columns.values()))
    as_text = pacsv.ConvertOptions(
        include_columns=wanted,
        column_types=dict.fromkeys(wanted, pa.string()),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    yield _as_text(pacsv.read_csv(pa.BufferReader(raw), convert_options=as_text), spec)


def _as_text(table: pa.Table, spec: Tables) -> pa.Table:
    """Name columns by their keys; all but fractions become text, of which an empty one is null."""
    columns = {key: table[column] for key, column in spec.columns.items()}
    return pa.table({key: values if values.type == pa.float64() else _texts(values) for key, values in columns.items()})


def _texts(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Write values as text; an empty one is null."""
    texts = values.cast(pa.string())
    return pc.if_else(pc.equal(texts, ""), None, texts)


def _first_line(error: BaseException) -> str:
    """Give the first line of what an error says."""
    return str(error).strip().split("\n", 1)[0] or type(error).__name__
