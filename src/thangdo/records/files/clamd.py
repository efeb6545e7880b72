"""Asking clamd, the scanner's server, about a stream of bytes (its INSTREAM command)."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO

_BLOCK = 1 << 16
SECONDS = 60.0


class ScannerDown(Exception):
    """The scanner did not answer, or not with a verdict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner says: infected with its name for it, or clean."""

    infected: bool
    finding: str = ""


def scan(stream: BinaryIO, address: str, seconds: float = SECONDS) -> Verdict:
    """The verdict of the clamd at `address` (host:port, or the path of its socket). Raises ScannerDown."""
    try:
        with _connected(address, seconds) as server:
            answer = _asked(server, stream)
    except (OSError, ValueError) as error:
        raise ScannerDown(f"{address}: {error}") from error
    if answer.endswith(" FOUND"):
        return Verdict(True, answer.removesuffix(" FOUND").partition(": ")[2][:200])
    if answer == "stream: OK":
        return Verdict(False)
    raise ScannerDown(f"{address}: {answer or 'no answer'}")


def _connected(address: str, seconds: float) -> socket.socket:
    if "/" in address:
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.settimeout(seconds)
        try:
            server.connect(address)
        except OSError:
            server.close()
            raise
        return server
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _asked(server: socket.socket, stream: BinaryIO) -> str:
    try:
        server.sendall(b"zINSTREAM\0")
        while block := stream.read(_BLOCK):
            server.sendall(struct.pack("!I", len(block)) + block)
        server.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it ends the talk as soon as its limit is passed; what it says then is read below
    answer = b""
    while not answer.endswith(b"\0") and (got := server.recv(4096)):
        answer += got
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()
