"""A small threaded HTTP/1.1 server for one WSGI app.

Werkzeug's own closes the connection after every answer; LINE keeps it open, and the bot's
connection pool should meet that here. Answers leave in one write with Nagle's algorithm off: with
the defaults each call on a kept connection waits 40 ms for a delayed acknowledgement.
"""

import contextlib
import io
import socket
import struct
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit
from wsgiref.types import WSGIApplication

LARGEST_BODY = 256 * 1024 * 1024


class DropConnection(Exception):
    """Raised by the app to cut the line without an answer."""


class Handler(BaseHTTPRequestHandler):
    """One connection: requests one after the other until either side closes."""

    protocol_version = "HTTP/1.1"
    server_version = "LINE-on-the-desk"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # buffered, so that head and body leave together
    server: "Server"

    def _answer(self) -> None:
        body = self._body()
        if body is None:
            self.close_connection = True
            self.send_error(413)
            return
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
            started[:] = [status, headers]
            return lambda _: None

        try:
            parts = self.server.app(self._environ(body), start_response)
            try:
                payload = b"".join(parts)
            finally:
                with contextlib.suppress(AttributeError):
                    parts.close()  # type: ignore[attr-defined]
        except DropConnection:
            # With SO_LINGER at zero the close is a reset, not a polite end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return
        status, headers = started
        code, reason = status.split(" ", 1)
        self.send_response(int(code), reason)
        for name, value in headers:
            if name.lower() != "content-length":
                self.send_header(name, value)
        if code not in {"204", "304"}:
            self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)
        self.wfile.flush()

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = _answer

    def _body(self) -> bytes | None:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            return None
        return None if length > LARGEST_BODY or length < 0 else self.rfile.read(length)

    def _chunks(self) -> bytes | None:
        body = io.BytesIO()
        while True:
            try:
                size = int(self.rfile.readline(100).split(b";")[0], 16)
            except ValueError:
                return None
            if size < 0 or body.tell() + size > LARGEST_BODY:
                return None
            body.write(self.rfile.read(size))
            self.rfile.readline(100)
            if size == 0:
                return body.getvalue()

    def _environ(self, body: bytes) -> dict[str, Any]:
        target = urlsplit(self.path)
        host, port = self.server.server_address[:2]
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(target.path, "latin-1"),
            "QUERY_STRING": target.query,
            "SERVER_NAME": str(host),
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            key = name.upper().replace("-", "_")
            if key not in {"CONTENT_TYPE", "CONTENT_LENGTH", "TRANSFER_ENCODING"}:
                environ[f"HTTP_{key}"] = value
        return environ

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: /_sim/calls is the log."""


class Server(ThreadingHTTPServer):
    """Threads, one per connection; close_all() ends those still open."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], app: WSGIApplication) -> None:
        self.app = app
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def close_all(self) -> None:
        """Cut the connections that clients keep open."""
        with self._open_lock:
            still_open = list(self._open)
        for request in still_open:
            with contextlib.suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in mid-answer is no fault of ours; all else is told."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)
