"""A demonstration, whose accounts are open to all, answers this machine only, however it was started."""

from collections.abc import Callable, Iterable
from typing import Any

from thangdo.faces.cli.safety import is_loopback

REFUSED = "Bản trình diễn chỉ trả lời chính máy này.\nA demonstration answers its own machine only.\n"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def only_from_here(application: Application) -> Application:
    """The application, for requests of this machine that no proxy passes on; others get 403."""

    def guarded(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if is_loopback(environ.get("REMOTE_ADDR", "")) and "HTTP_X_FORWARDED_FOR" not in environ:
            return application(environ, start)
        start("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        return [REFUSED.encode()]

    return guarded
