"""What must be set before a server may be reached from outside, and what a demonstration must never do."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

SHORTEST_KEY = 32
Said = tuple[str, str]  # Vietnamese, English


def unsafe(environ: Mapping[str, str], host: str | None = None) -> list[Said]:
    """Why a server must not start with this environment on this address; empty when it may.

    host: the address to listen on; None where it is not known.
    """
    reachable = host is not None and not is_loopback(host)
    production = environ.get("THANGDO_PRODUCTION") == "1"
    if not (reachable or production):
        return []
    if environ.get("THANGDO_DEMO") == "1":
        return [
            (
                "THANGDO_DEMO=1: bản trình diễn có tài khoản mẫu ai cũng vào được, chỉ chạy trên chính máy "
                "này (127.0.0.1) và không cùng THANGDO_PRODUCTION=1. Hãy bỏ THANGDO_DEMO hoặc dùng "
                "--host 127.0.0.1.",
                "THANGDO_DEMO=1: a demonstration has sample accounts that anybody may use; it runs on this "
                "machine only (127.0.0.1) and never with THANGDO_PRODUCTION=1. Unset THANGDO_DEMO, or use "
                "--host 127.0.0.1.",
            )
        ]
    return [*_key(environ), *_hosts(environ), *_https(environ), *_debug(environ)]


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _key(environ: Mapping[str, str]) -> list[Said]:
    if len(environ.get("THANGDO_SECRET_KEY", "")) >= SHORTEST_KEY:
        return []
    make = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
    return [
        (
            f"THANGDO_SECRET_KEY chưa đặt hoặc ngắn hơn {SHORTEST_KEY} ký tự. Tạo khóa: {make}",
            f"THANGDO_SECRET_KEY is not set, or shorter than {SHORTEST_KEY} characters. Make one: {make}",
        )
    ]


def _hosts(environ: Mapping[str, str]) -> list[Said]:
    hosts = [host.strip() for host in environ.get("THANGDO_ALLOWED_HOSTS", "").split(",") if host.strip()]
    if hosts and "*" not in hosts:
        return []
    return [
        (
            "THANGDO_ALLOWED_HOSTS chưa nêu tên miền của trang (không dùng *). Ví dụ: "
            "THANGDO_ALLOWED_HOSTS=chamdiem.tinh.gov.vn",
            "THANGDO_ALLOWED_HOSTS does not name the host of the site (* will not do). For example: "
            "THANGDO_ALLOWED_HOSTS=scores.province.gov.vn",
        )
    ]


def _https(environ: Mapping[str, str]) -> list[Said]:
    if environ.get("THANGDO_HTTPS") == "1":
        return []
    return [
        (
            "THANGDO_HTTPS=1 chưa đặt. Hãy đặt một máy chủ web có HTTPS phía trước (chuyển tiếp kèm "
            "X-Forwarded-Proto) rồi đặt THANGDO_HTTPS=1.",
            "THANGDO_HTTPS=1 is not set. Put a web server with HTTPS before this one (it passes on "
            "X-Forwarded-Proto), then set THANGDO_HTTPS=1.",
        )
    ]


def _debug(environ: Mapping[str, str]) -> list[Said]:
    if environ.get("THANGDO_DEBUG") != "1":
        return []
    return [
        (
            "THANGDO_DEBUG=1 làm lộ bên trong phần mềm. Hãy bỏ THANGDO_DEBUG.",
            "THANGDO_DEBUG=1 shows the inside of the software to anybody. Unset THANGDO_DEBUG.",
        )
    ]
