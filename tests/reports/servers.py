"""Servers that answer as networks do: real sockets of this machine, in threads that end with their test."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from ssl import SSLContext


class Asked(NamedTuple):
    """One request. Names of headers are in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Server:
    """Answers each request with what ``answer`` gives: raw bytes, or pieces sent one after the other."""

    def __init__(
        self, answer: Callable[[Asked], bytes | Iterator[bytes]], context: SSLContext | None = None
    ) -> None:
        self._answer = answer
        self._context = context
        self.asked: list[Asked] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._is_closing = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        self._is_closing.set()
        with socket.create_connection(self._socket.getsockname()):
            self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            connection, _address = self._socket.accept()
            with connection:
                if self._is_closing.is_set():
                    return
                try:
                    if self._context is None:
                        self._talk(connection)
                    else:
                        with self._context.wrap_socket(connection, server_side=True) as secret:
                            self._talk(secret)
                except OSError:
                    continue

    def _talk(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            line = stream.readline().decode().split()
            if len(line) < 3:
                return
            headers = {}
            while (header := stream.readline().decode().strip()) != "":
                name, _colon, value = header.partition(":")
                headers[name.lower()] = value.strip()
            body = stream.read(int(headers.get("content-length", 0)))
        one = Asked(line[0], line[1], headers, body)
        self.asked.append(one)
        said = self._answer(one)
        for piece in [said] if isinstance(said, bytes) else said:
            if self._is_closing.is_set():
                return
            connection.sendall(piece)


@contextmanager
def answering(
    answer: Callable[[Asked], bytes | Iterator[bytes]], context: SSLContext | None = None
) -> Iterator[Server]:
    """Run a server for the time of a test, under TLS where there is a context."""
    server = Server(answer, context)
    try:
        yield server
    finally:
        server.close()


def http(status: int, body: bytes = b"", kind: str = "application/json", **headers: str) -> bytes:
    """Return the bytes of an answer."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
