"""A bucket that speaks S3, in memory: as much of it as boto3 asks for here."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

NOTHING = "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>"


class Bucket(BaseHTTPRequestHandler):
    """PUT, GET, HEAD, DELETE and the list, of one bucket, in memory."""

    protocol_version = "HTTP/1.1"
    objects: ClassVar[dict[str, tuple[bytes, datetime]]] = {}
    fail = False

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is printed."""

    def _say(
        self, code: int, body: bytes = b"", headers: dict[str, str] | None = None, size: int = -1
    ) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": "application/xml", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(size if size >= 0 else len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.fail:
            return self._say(503, b"<Error><Code>SlowDown</Code></Error>")
        assert self.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=the-key/")
        self.objects[unquote(self.path)] = (content, datetime.now(UTC))
        return self._say(200, headers={"ETag": f'"{hashlib.md5(content).hexdigest()}"'})

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if "list-type" in parse_qs(parts.query):
            prefix = parse_qs(parts.query).get("prefix", [""])[0]
            found = "".join(
                f"<Contents><Key>{path.removeprefix('/evidence/')}</Key>"
                f"<LastModified>{at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified><Size>{len(content)}</Size></Contents>"
                for path, (content, at) in sorted(self.objects.items())
                if path.removeprefix("/evidence/").startswith(prefix)
            )
            return self._say(
                200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()
            )
        known = self.objects.get(unquote(parts.path))
        if known is None:
            return self._say(404, NOTHING.encode())
        return self._say(200, known[0], {"Last-Modified": f"{known[1]:%a, %d %b %Y %H:%M:%S GMT}"})

    def do_HEAD(self) -> None:
        known = self.objects.get(unquote(self.path))
        if known is None:
            return self._say(404)
        return self._say(
            200, b"", {"Last-Modified": f"{known[1]:%a, %d %b %Y %H:%M:%S GMT}"}, size=len(known[0])
        )

    def do_DELETE(self) -> None:
        self.objects.pop(unquote(self.path), None)
        return self._say(204)


@contextmanager
def running() -> Iterator[str]:
    """An empty bucket; gives the setting THANGDO_S3_URL for it."""
    Bucket.objects, Bucket.fail = {}, False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://the-key:se%2Fcret@127.0.0.1:{server.server_port}/evidence/tinh-mau?region=vn-1"
    finally:
        server.shutdown()
        server.server_close()
