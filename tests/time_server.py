"""A time server (RFC 3161) of the tests on 127.0.0.1: right, wrong, slow and silent, over real HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pyhanko.sign.timestamps import DummyTimeStamper

import signers
from thangdo.records.documents.signing.loops import apart


@cache
def stamper() -> Any:
    """Stamps with a certificate of the tests' authority."""
    key, made, _ = pkcs12.load_key_and_certificates(
        signers.key("Máy chủ thời gian", stamps=True), signers.SECRET.encode()
    )
    assert key is not None and made is not None
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        x509.Certificate.load(made.public_bytes(Encoding.DER)), keys.PrivateKeyInfo.load(secret)
    )


def answered(asked: bytes, how: str) -> tuple[int, str, bytes]:
    """Status, kind and body. how: right, or the way in which it is wrong."""
    request = tsp.TimeStampReq.load(asked)
    kind = "application/timestamp-reply"
    if how == "html":
        return 200, "text/html", b"<h1>Proxy</h1>"
    if how == "down-inside":
        return 503, kind, b"later"
    if how == "refused":
        return 200, kind, bytes.fromhex("30053003020102")  # rejection
    if how == "rubbish":
        return 200, kind, b"\x30\x03abc"
    if how == "nonce":
        request["nonce"] = 7
    if how == "another":
        request["message_imprint"]["hashed_message"] = b"\0" * 32
    if how == "large":
        return 200, kind, b"\0" * 2_000_000
    made = stamper()
    made.fixed_dt = datetime.now(UTC) - timedelta(days=400) if how == "old" else None
    body = apart(lambda: asyncio.run(made.async_request_tsa_response(request)))
    return 200, f"{kind}; charset=binary" if how == "charset" else kind, body.dump()


@contextmanager
def serving(how: str = "right") -> Iterator[tuple[str, list[bytes]]]:
    """Its address, and what it was asked. how: as `answered`, or silent, or drip (a byte now and then)."""
    over, asked = Event(), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(body)
            if how == "silent":
                over.wait(30)
                return
            status, kind, content = answered(body, "right" if how == "drip" else how)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            for place in range(len(content) if how == "drip" else 0):
                if over.wait(0.05):
                    return
                self.wfile.write(content[place : place + 1])
                self.wfile.flush()
            if how != "drip":
                self.wfile.write(content)

        def log_message(self, *_said: Any) -> None:
            """Nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                time.sleep(0)  # who asked has gone

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa?x=1", asked
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
