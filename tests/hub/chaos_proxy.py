"""A bad network in its own process: it refuses, loses answers, and answers as a hotel would.

``chaos_proxy.py PORT SEED`` listens on a free port, prints it, and passes requests to PORT.
"""

from __future__ import annotations

import asyncio
import random
import sys

REFUSED, LOST, PORTAL = 0.10, 0.20, 0.05
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)
_HOTEL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n"
    b"Connection: close\r\n\r\n<h1>Wifi</h1>"
)


async def pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, chance: random.Random
) -> None:
    """Pass one request on, or not; give its answer back, or not."""
    fate = chance.random()
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        lengths = [
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        ]
        body = await reader.readexactly(sum(lengths))
        if fate < REFUSED:
            writer.write(_BUSY)
        elif fate < REFUSED + PORTAL:
            writer.write(_HOTEL)
        else:
            back, forth = await asyncio.open_connection("127.0.0.1", port)
            forth.write(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + body)
            answer = await back.read()
            forth.close()
            if fate > REFUSED + PORTAL + LOST:
                writer.write(answer)
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main() -> None:
    """Listen until killed."""
    port, chance = int(sys.argv[1]), random.Random(int(sys.argv[2]))  # noqa: S311 -- chaos, not a secret
    server = await asyncio.start_server(lambda r, w: pass_on(r, w, port, chance), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
