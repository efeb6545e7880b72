"""Files kept in a bucket behave as those on the disk: the same answers, through boto3 and a real socket."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from records.files import making
from thangdo.records.files import storage
from thangdo.records.files.models import StoredFile
from thangdo.records.files.store import destroy, is_whole, open_, put, sweep
from thangdo.records.people.acting import Refused

pytestmark = pytest.mark.django_db
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


@pytest.fixture
def bucket(settings: Any) -> Iterator[type[Bucket]]:
    Bucket.objects, Bucket.fail = {}, False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.S3_URL = f"http://the-key:se%2Fcret@127.0.0.1:{server.server_port}/evidence/tinh-mau?region=vn-1"
    yield Bucket
    server.shutdown()
    server.server_close()


def give(content: bytes) -> StoredFile:
    return put(io.BytesIO(content), "a.pdf", "", making.BY)


def test_a_file_in_the_bucket_is_not_the_one_that_was_given(bucket: type[Bucket], data: Path) -> None:
    stored = give(making.PDF)
    assert list(bucket.objects) == [f"/evidence/tinh-mau/{stored.sha256[:2]}/{stored.sha256[2:]}"]
    assert open_(stored).read() == making.PDF
    assert is_whole(stored)
    assert give(making.PDF).pk == stored.pk
    assert len(bucket.objects) == 1
    assert [path for path in data.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_a_bucket_that_does_not_answer_loses_a_file_in_silence(bucket: type[Bucket]) -> None:
    bucket.fail = True
    with pytest.raises(Refused) as error:
        give(making.PDF)
    assert error.value.code == "not-stored"
    assert StoredFile.objects.count() == 0


def test_what_the_bucket_has_lost_is_shown_as_an_empty_file(bucket: type[Bucket]) -> None:
    stored = give(making.PDF)
    bucket.objects.clear()
    assert not is_whole(stored)
    with pytest.raises(Refused) as error:
        open_(stored)
    assert error.value.code == "bytes-missing"


def test_destroying_and_sweeping_leave_bytes_in_the_bucket(
    bucket: type[Bucket], django_capture_on_commit_callbacks: Any
) -> None:
    stored = give(making.PDF)
    bucket.objects[f"/evidence/tinh-mau/ab/{'0' * 62}"] = (b"orphan", datetime.now(UTC))
    bucket.objects["/evidence/another-system/file"] = (b"not ours", datetime.now(UTC))
    assert sweep(datetime.now(UTC) + timedelta(days=2)).orphans == 1
    assert open_(stored).read() == making.PDF
    with django_capture_on_commit_callbacks(execute=True):
        destroy(stored, making.BY, "hết thời hạn lưu")
    assert list(bucket.objects) == ["/evidence/another-system/file"]


@pytest.mark.parametrize("url", ["https://host", "evidence"])
def test_a_setting_without_a_bucket_is_taken_for_one(settings: Any, url: str) -> None:
    settings.S3_URL = url
    with pytest.raises(ValueError, match="THANGDO_S3_URL"):
        storage.store()
