"""Ports for servers that tests start."""

import secrets
import socket


def free_port() -> int:
    """One with the mail sink's two free as well, below those the system lends to any caller."""
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        if all(_is_free(port + step) for step in (0, 25, 26)):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
