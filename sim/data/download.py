"""Download one file so that a broken connection costs only what was not yet there."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

import requests

from sim.errors import SimError

_LOG: Final = logging.getLogger(__name__)
CHUNK: Final = 1 << 16
"""Bytes that are written at once: the most that a broken connection loses of what had come."""
_TIMEOUT_S: Final = (15.0, 60.0)
"""How long to wait for a connection, and for the next bytes."""
_FAULT_OF_SERVER: Final = 500


class NotTheFileError(SimError):
    """A server has answered, but with something else than the file."""


class NotReadyError(requests.RequestException):
    """A server is still preparing the file: some make one only when it is asked for."""


_AT_FAULT: Final = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.HTTPError,
    NotReadyError,
)
"""What may go better the next time."""


class ResumingDownloader:
    """Brings a file over HTTP, and goes on where an earlier try was broken off: a downloader for pooch.

    What has come so far is kept in a hidden file beside the place of the file, with the tag that the server gave it, so
    that also a later run of the program goes on. A server that does not know ranges, or has another file by
    now, sends the whole.

    Parameters
    ----------
    part
        The hidden file.
    tries
        Tries before giving up; at least 1.
    wait_s
        Seconds before the second try; twice as many before the third, and so on.
    seen
        Called with bytes so far and bytes in all (0 where unknown).
    """

    def __init__(
        self,
        part: Path,
        *,
        tries: int = 5,
        wait_s: float = 1.0,
        seen: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self._part = part
        self._note = part.with_name(part.name + ".json")
        self._tries = tries
        self._wait_s = wait_s
        self._seen = seen

    def __call__(self, url: str, output_file: str, pooch: Any, check_only: bool = False) -> None:  # noqa: ANN401, ARG002, FBT001, FBT002 - as pooch calls it
        """Bring the file and put it where pooch wants it.

        Parameters
        ----------
        url
            Its address.
        output_file
            Where to put it.
        pooch, check_only
            Not used: pooch gives them to every downloader.

        Raises
        ------
        requests.RequestException
            When it does not come after all tries, or the server refuses it.
        NotTheFileError
            When a web page comes in its place.
        """
        for done in range(self._tries):
            try:
                self._bring(url)
                break
            except _AT_FAULT as error:
                if done == self._tries - 1 or not _may_go_better(error):
                    raise
                wait_s = self._wait_s * 2**done
                _LOG.warning("no connection to %s, or it broke: trying again in %g s", urlsplit(url).netloc, wait_s)
                time.sleep(wait_s)
        self._part.replace(output_file)
        self._note.unlink(missing_ok=True)

    def _bring(self, url: str) -> None:
        """Try once to bring what is still lacking."""
        have, tag = self._so_far(url)
        # without this a server may compress on the way, and bytes would not be those of the file
        asked = {"Accept-Encoding": "identity"}
        if have:
            asked |= {"Range": f"bytes={have}-", "If-Range": tag}
        with requests.get(url, headers=asked, stream=True, timeout=_TIMEOUT_S) as answer:
            if answer.status_code == requests.codes.range_not_satisfiable:
                self._settle(answer, have)
                return
            _refuse_other(answer, self._part.name)
            if answer.status_code == requests.codes.ok:
                have = 0
            elif not answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
                self._start_anew()
            self._note.write_text(json.dumps({"url": url, "tag": _tag(answer)}), encoding="utf-8")
            self._take(answer, have)

    def _so_far(self, url: str) -> tuple[int, str]:
        """Give how many bytes of this very file are there, and the tag under which they came."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            if note["url"] == url and note["tag"]:
                return self._part.stat().st_size, str(note["tag"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return 0, ""

    def _settle(self, answer: requests.Response, have: int) -> None:
        """Deal with a server that has nothing beyond what is there: it was all, or it is another file by now."""
        if answer.headers.get("Content-Range", "") != f"bytes */{have}":
            self._start_anew()

    def _start_anew(self) -> NoReturn:
        """Throw away what is there, and let the next try begin at the beginning."""
        self._part.unlink(missing_ok=True)
        message = "what was there does not belong to what came"
        raise requests.ConnectionError(message)

    def _take(self, answer: requests.Response, have: int) -> None:
        """Write what comes, and make sure that all of it came."""
        length = "" if _is_packed(answer) else answer.headers.get("Content-Length", "")
        total = have + int(length) if length.isdigit() else 0
        with self._part.open("ab" if have else "wb") as stream:
            for chunk in answer.iter_content(CHUNK):
                stream.write(chunk)
                self._seen(stream.tell(), total)
            done = stream.tell()
        if total and done != total:
            message = f"{done:,} of {total:,} bytes came"
            raise requests.ConnectionError(message)


def _may_go_better(error: requests.RequestException) -> bool:
    """Tell whether another try makes sense: after a broken connection or a fault of the server's, not a refusal."""
    return error.response is None or error.response.status_code >= _FAULT_OF_SERVER


def _is_packed(answer: requests.Response) -> bool:
    """Tell whether the server compresses on the way all the same: what is written is then longer than what comes."""
    return answer.headers.get("Content-Encoding", "identity") != "identity"


def _tag(answer: requests.Response) -> str:
    """Give what identifies this version of the file to its server; empty where nothing does for sure."""
    if _is_packed(answer):
        return ""
    tag = str(answer.headers.get("ETag", ""))
    return tag if tag and not tag.startswith("W/") else str(answer.headers.get("Last-Modified", ""))


def _refuse_other(answer: requests.Response, name: str) -> None:
    """Refuse what is not the file: an error, a file that is not ready yet, a notice that it has moved."""
    answer.raise_for_status()
    if answer.status_code == requests.codes.accepted:
        message = "the file is still being prepared"
        raise NotReadyError(message)
    if answer.status_code not in {requests.codes.ok, requests.codes.partial_content}:
        message = f"an answer {answer.status_code} came in place of the file"
        raise NotTheFileError(message)
    if "text/html" in answer.headers.get("Content-Type", "") and ".htm" not in name:
        message = "a web page came in place of the file"
        raise NotTheFileError(message)
