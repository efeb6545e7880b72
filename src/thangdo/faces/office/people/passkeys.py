"""Where browsers offer passkeys, and what to say where they do not."""

from __future__ import annotations

import ipaddress

from django.utils.translation import gettext as _


def why_not(host: str, https: bool) -> str:
    """Why browsers offer no passkeys at this address; empty where they do. host: as in the address bar."""
    name = host.rsplit(":", 1)[0].strip("[]") if not host.startswith("[") else host[1:].split("]")[0]
    try:
        ipaddress.ip_address(name)
    except ValueError:
        if https or name == "localhost" or name.endswith(".localhost"):
            return ""
        return _("Passkeys are not offered here: browsers allow them only over HTTPS.")
    return _(
        "Passkeys are not offered at %(host)s: they are bound to the name of a site, not to a number. Open "
        "the site by its name (on this very machine: localhost) to use them."
    ) % {"host": name}
