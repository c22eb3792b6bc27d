"""Fetch published files, hold them to their checksums, and note what came."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

import pooch
import requests

from sim.data.catalogue import Published
from sim.data.download import NotReadyError, NotTheFileError, ResumingDownloader
from sim.data.lock import Locked, read_lock, write_lock
from sim.data.needs import file_name
from sim.data.wanted import Wanted, by_hand
from sim.errors import InputError, Problem
from sim.progress import Progress
from sim.study.files import checksum

_MB = 1_000_000


class Came(Enum):
    """What became of a file that was asked for."""

    FETCHED = "fetched"
    THERE = "was there"
    BY_HAND = "to be taken by hand"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    Parameters
    ----------
    file
        Its name.
    came
        What became of it.
    told
        What there is to say: its size, or what is wrong.
    do
        What to do, where it is not there.
    """

    file: str
    came: Came
    told: str
    do: str = ""


def fetch_all(
    wanted: Iterable[Wanted], folder: Path, progress: Progress, *, renew: bool = False, wait_s: float = 1.0
) -> list[Outcome]:
    """Fetch files into a folder, one after the other; a failure does not stop the others.

    Parameters
    ----------
    wanted
        The files.
    folder
        The folder of the data; made if it is not there.
    progress
        Told how much of each file has come.
    renew
        Whether to fetch anew what is there, and to accept what its publisher has changed.
    wait_s
        Seconds before a broken download is tried again, doubled each time.

    Returns
    -------
    list of Outcome
        What became of each, in order. A file that is there already is never replaced unless `renew` is set, and then
        only once the new one has come whole.

    Raises
    ------
    InputError
        When nothing can be put into the folder.
    """
    pooch.get_logger().setLevel(logging.WARNING)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"no files can be put there ({error.strerror})"
        raise InputError.of(str(folder), what, "name another folder with --data DIR") from None
    lock = read_lock(folder)
    outcomes = []
    for each in wanted:
        outcome, locked = _fetch(each, folder, lock.get(each.file), progress, renew=renew, wait_s=wait_s)
        outcomes.append(outcome)
        if locked is not None:
            lock = {**lock, each.file: locked}
            write_lock(folder, lock)
    return outcomes


def refuse_absent(outcomes: Iterable[Outcome], folder: Path) -> None:
    """Refuse to call it done while a file that was asked for is not there as it should be.

    Parameters
    ----------
    outcomes
        What became of each file.
    folder
        The folder of the data.

    Raises
    ------
    InputError
        With every file that is not there or is not what it should be, and what to do.
    """
    amiss = [each for each in outcomes if each.came in {Came.BY_HAND, Came.FAILED}]
    if amiss:
        raise InputError([Problem(str(folder / each.file), 0, 0, "", each.told, each.do) for each in amiss])


def _fetch(
    wanted: Wanted, folder: Path, locked: Locked | None, progress: Progress, *, renew: bool, wait_s: float
) -> tuple[Outcome, Locked | None]:
    """Fetch one file, and give what the lock has to say of it if it came."""
    target = folder / wanted.file
    url = None if wanted.published is None else wanted.published.address(file_name(wanted.file))
    is_there = wanted.is_there or target.exists()
    if is_there and (url is None or not renew):
        return _look_at(wanted, target, locked), None
    if wanted.published is None or url is None:
        return Outcome(wanted.file, Came.BY_HAND, "it has no direct address", by_hand(wanted)), None
    expected = expected_hash(wanted.published, None if renew else locked)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        downloader = ResumingDownloader(part, wait_s=wait_s, seen=_shown(progress, wanted.file))
        _bring(url, target, expected, downloader)
        came = Locked(checksum(target), target.stat().st_size, url, datetime.now(UTC).date().isoformat())
    except (requests.RequestException, NotTheFileError, OSError, ValueError) as error:
        return Outcome(wanted.file, Came.FAILED, _fault(error, url), _instead(error, wanted)), None
    held = "with the right checksum" if expected else "its checksum is noted, and later fetches are held to it"
    return Outcome(wanted.file, Came.FETCHED, f"{came.bytes / _MB:,.1f} MB, {held}"), came


def expected_hash(published: Published | None, locked: Locked | None) -> str | None:
    """Give the checksum that a file must have, with its method: the publisher's, else that of the first fetch."""
    if published is not None and published.hash:
        return published.hash
    return f"sha256:{locked.sha256}" if locked else None


def has_hash(path: Path, expected: str) -> bool:
    """Tell whether a file has a checksum, written with its method."""
    method, _, digits = expected.partition(":")
    return bool(pooch.file_hash(str(path), alg=method) == digits)


def _bring(url: str, target: Path, expected: str | None, downloader: ResumingDownloader) -> None:
    """Bring a file aside, and move it into its place once it is whole and what it should be."""
    aside = target.with_name(f".{target.name}.new")
    # what a killed fetch has left
    shutil.rmtree(aside, ignore_errors=True)
    try:
        pooch.retrieve(url, known_hash=expected, fname=target.name, path=aside, downloader=downloader)
        (aside / target.name).replace(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _look_at(wanted: Wanted, target: Path, locked: Locked | None) -> Outcome:
    """Say of a file that is there whether it is what was fetched."""
    expected = expected_hash(wanted.published, locked) if target.is_file() else None
    if expected is None:
        return Outcome(wanted.file, Came.THERE, "not fetched by this program, so taken as it is")
    if has_hash(target, expected):
        return Outcome(wanted.file, Came.THERE, "its checksum is right")
    do = "move it away or add --renew to fetch it anew; if you changed it on purpose, give it another name"
    return Outcome(wanted.file, Came.FAILED, "it is there, but its checksum is not that of the published file", do)


def _shown(progress: Progress, file: str) -> Callable[[int, int], None]:
    """Tell of a download in megabytes, where its size is known."""

    def seen(done: int, total: int) -> None:
        if total:
            progress(f"Fetch {file} (MB)", done // _MB, max(1, total // _MB))

    return seen


def _fault(error: Exception, url: str) -> str:
    """Say in a sentence why a file did not come."""
    host = urlsplit(url).netloc
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"{host} answers {error.response.status_code} {error.response.reason} to {url}"
    if isinstance(error, NotReadyError):
        return f"{host} is still preparing the file"
    if isinstance(error, requests.RequestException):
        return f"no connection to {host}, or it broke off again and again"
    if isinstance(error, NotTheFileError):
        return f"{error} from {url}"
    if isinstance(error, OSError):
        return f"it cannot be written ({error.strerror or error})"
    return f"what came from {host} does not have the checksum that it should have, and was thrown away"


def _instead(error: Exception, wanted: Wanted) -> str:
    """Say what to do about a file that did not come."""
    if isinstance(error, NotReadyError):
        return "try again in some minutes"
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return "try again; if its publisher has a new edition that you want, add --renew"
    if isinstance(error, OSError) and not isinstance(error, requests.RequestException):
        return "free the disk, or name another folder with --data DIR"
    return by_hand(wanted)
