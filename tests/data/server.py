"""A web server of our own, on this machine, with the faults that real ones have."""

from __future__ import annotations

import gzip
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """A file as the server gives it out."""

    content: bytes
    tag: str = '"one"'
    knows_ranges: bool = True
    status: int = 200
    kind: str = "application/octet-stream"
    begins_at: int | None = None
    """Where answers to a range begin, whatever was asked for: a fault."""
    not_ready: int = 0
    """How many of the next answers say that the file is still being prepared."""
    packed: bool = False
    """Whether it is compressed on the way, asked for or not."""
    break_after: list[int] = field(default_factory=list)
    """Bytes after which the next answers are broken off, first answer first."""


class Publisher:
    """Serves files by path, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.files: dict[str, Served] = {}
        self.asked: list[tuple[str, str]] = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def url(self, name: str) -> str:
        """Give the address of a file."""
        return f"http://127.0.0.1:{self._server.server_port}/{name}"

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request as RFC 9110 says, up to where the file is broken off."""
        path, asked = request.path.lstrip("/"), request.headers.get("Range", "")
        self.asked.append((path, asked))
        served = self.files.get(path)
        if served is None or served.status != 200:
            request.send_error(served.status if served else 404)
            return
        if served.not_ready:
            served.not_ready -= 1
            request.send_response(202)
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        begin = 0
        if asked and served.knows_ranges and request.headers.get("If-Range") == served.tag:
            begin = int(asked.removeprefix("bytes=").removesuffix("-"))
            if begin >= len(served.content):
                request.send_response(416)
                request.send_header("Content-Range", f"bytes */{len(served.content)}")
                request.send_header("Content-Length", "0")
                request.end_headers()
                return
            begin = begin if served.begins_at is None else served.begins_at
            request.send_response(206)
            request.send_header("Content-Range", f"bytes {begin}-{len(served.content) - 1}/{len(served.content)}")
        else:
            request.send_response(200)
        body = served.content[begin:]
        if served.packed:
            body = gzip.compress(body)
            request.send_header("Content-Encoding", "gzip")
        request.send_header("Content-Length", str(len(body)))
        request.send_header("Content-Type", served.kind)
        request.send_header("ETag", served.tag)
        request.end_headers()
        request.wfile.write(body[: served.break_after.pop(0)] if served.break_after else body)
        request.close_connection = True
