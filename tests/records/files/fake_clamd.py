"""A small clamd: speaks INSTREAM over a socket as the real one does, and knows one harmful text."""

from __future__ import annotations

import socket
import struct
import threading
from pathlib import Path
from types import TracebackType

HARMFUL = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
FINDING = "Eicar-Test-Signature"


class Clamd:
    """Listens until the block ends; `limit`: bytes after which it breaks off, as StreamMaxLength does."""

    def __init__(self, path: Path | None = None, limit: int = 100_000_000, says: str | None = None) -> None:
        self.limit, self.says, self.scans = limit, says, 0
        if path is not None:
            self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.server.bind(str(path))
            self.address = str(path)
        else:
            self.server = socket.socket()
            self.server.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{self.server.getsockname()[1]}"
        self.server.listen()

    def __enter__(self) -> Clamd:
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join(timeout=10)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            with client:
                try:
                    client.sendall(self._answer(client))
                except OSError:
                    continue

    def _answer(self, client: socket.socket) -> bytes:
        self.scans += 1
        if self._read(client, 10) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        content = b""
        while size := struct.unpack("!I", self._read(client, 4))[0]:
            content += self._read(client, size)
            if len(content) > self.limit:
                return b"INSTREAM size limit exceeded. ERROR\0"
        if self.says is not None:
            return self.says.encode() + b"\0"
        return f"stream: {FINDING} FOUND\0".encode() if HARMFUL in content else b"stream: OK\0"

    def _read(self, client: socket.socket, size: int) -> bytes:
        got = b""
        while len(got) < size:
            part = client.recv(size - len(got))
            if not part:
                raise OSError("the client has gone")
            got += part
        return got
