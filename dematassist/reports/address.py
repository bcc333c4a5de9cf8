"""Addresses that a person types or a file holds: what they may be, whose they are."""

from __future__ import annotations

import ipaddress
import re

from dematassist.errors import Cause, UserError

_MAX_CHARACTERS = 300
# No name, password, question or place in it: they would be kept in clear, and sent to whoever answers.
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>(?:/[A-Za-z0-9._~-]+)*)/*"
)


def clean_url(typed: str) -> str:
    """Return the address of a server as it is used. Raises ``UserError(HUB_ADDRESS)``.

    Only HTTPS, but on this very machine: anybody on the way could read and change what leaves.
    """
    url = typed.strip()
    found = _ADDRESS.fullmatch(url if "://" in url else f"https://{url}")
    is_whole = (
        found is not None and len(url) <= _MAX_CHARACTERS and int(found["port"] or 1) in range(1, 65536)
    )
    if found is None or not is_whole or (found["scheme"] == "http" and not is_this_machine(found[0])):
        raise UserError(Cause.HUB_ADDRESS, url=typed[:_MAX_CHARACTERS])
    return found[0].rstrip("/")


def is_this_machine(url: str) -> bool:
    """Return whether an address is this machine's own: it never goes through a proxy."""
    found = _ADDRESS.match(url)
    host = found["host"].strip("[]") if found else ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
