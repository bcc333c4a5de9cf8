"""A small Open311 server (GeoReport v2) in its own process, which keeps its requests in a SQLite file.

``open311_server.py FILE MANNER`` prints its port. MANNER: « plain » answers, « deaf » keeps what is posted
and closes without a word every other time, « token » gives a token first, and its number when asked twice,
« xml » knows no JSON.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

FILE, MANNER = sys.argv[1:]
FORMAT = "xml" if MANNER == "xml" else "json"
SERVICES = [{"service_code": "demarches", "service_name": "Démarches en ligne", "type": "realtime"}]


class Handler(BaseHTTPRequestHandler):
    """The four addresses of the standard that a client needs."""

    posted = 0

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if query.get("jurisdiction_id") != "langon.example":
            self.answer(404, [{"code": 404, "description": "jurisdiction_id was not found"}])
        elif parts.path == f"/v2/services.{FORMAT}":
            self.answer(200, SERVICES)
        elif parts.path == f"/v2/requests.{FORMAT}":
            rows = self.run("SELECT id, description FROM request WHERE code = ?", query.get("service_code"))
            self.answer(
                200,
                [
                    {"service_request_id": str(one), "description": said, "status": "open"}
                    for one, said in rows
                ],
            )
        elif parts.path.startswith("/v2/requests/") and parts.path.endswith(f".{FORMAT}"):
            number = parts.path.removeprefix("/v2/requests/").removesuffix(f".{FORMAT}")
            rows = self.run("SELECT id, status FROM request WHERE id = ?", number)
            said = [{"service_request_id": one, "status": status} for one, status in rows]
            self.answer(200 if said else 404, said)
        elif parts.path.startswith("/v2/tokens/") and parts.path.endswith(f".{FORMAT}"):
            token = parts.path.removeprefix("/v2/tokens/").removesuffix(f".{FORMAT}")
            ((number, asked),) = self.run("SELECT id, asked FROM request WHERE token = ?", token) or (
                (None, 0),
            )
            self.run("UPDATE request SET asked = asked + 1 WHERE token = ?", token)
            if number is None:
                self.answer(404, [{"code": 404, "description": "token not found"}])
            else:
                self.answer(200, [{"token": token} | ({"service_request_id": number} if asked else {})])
        else:
            self.answer(404, [{"code": 404, "description": "not found"}])

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        if urlsplit(self.path).path != f"/v2/requests.{FORMAT}":
            self.answer(404, [{"code": 404, "description": "not found"}])
        elif form.get("api_key") != "secret":
            self.answer(403, [{"code": 403, "description": "api_key is not valid"}])
        elif form.get("service_code") != "demarches" or not form.get("address_string"):
            self.answer(400, [{"code": 400, "description": "service_code or location is missing"}])
        else:
            token = str(uuid.uuid4())
            self.run(
                "INSERT INTO request (code, description, token, asked) VALUES (?, ?, ?, 0)",
                form["service_code"], form.get("description", ""), token,
            )  # fmt: skip
            ((number,),) = self.run("SELECT id FROM request WHERE token = ?", token)
            Handler.posted += 1
            if MANNER == "deaf" and Handler.posted % 2:
                self.close_connection = True
                return
            if MANNER == "token":
                self.answer(200, [{"token": token}])
            else:
                self.answer(201, [{"service_request_id": number, "service_notice": "", "account_id": None}])

    def run(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with sqlite3.connect(FILE) as connection:
            rows = connection.execute(statement, values).fetchall()
        connection.close()
        return rows

    def answer(self, status: int, said: list[dict[str, object]]) -> None:
        body = (json.dumps(said) if FORMAT == "json" else as_xml(said)).encode()
        self.send_response(status)
        self.send_header(
            "Content-Type", "application/json" if FORMAT == "json" else "text/xml; charset=utf-8"
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def as_xml(said: list[dict[str, object]]) -> str:
    """Return an answer as the standard writes it."""
    requests = "".join(
        "<request>"
        + "".join(f"<{name}>{escape(str(value or ''))}</{name}>" for name, value in one.items())
        + "</request>"
        for one in said
    )
    return f'<?xml version="1.0" encoding="utf-8"?><service_requests>{requests}</service_requests>'


def main() -> None:
    """Serve until killed."""
    connection = sqlite3.connect(FILE)
    connection.execute(
        "CREATE TABLE IF NOT EXISTS request"
        " (id INTEGER PRIMARY KEY, code TEXT, description TEXT, token TEXT, asked INTEGER,"
        " status TEXT NOT NULL DEFAULT 'open')"
    )
    connection.commit()
    connection.close()
    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
