"""Handing a report over: kept once, from who it says, and refused in plain words."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import sqlalchemy as sa

from dematassist import wire
from dematassist.hub import enrolment, tables
from dematassist.hub.database import connect, reading, writing
from dematassist.hub.moments import now_ms
from tests.hub.running import ROOT, Hub, new_report, start
from tests.hub.running import enrolment as enrolment_message

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.loopback


def kept(hub: Hub) -> list[Any]:
    engine = connect(hub.database)
    try:
        with reading(engine) as connection:
            return list(connection.execute(sa.select(tables.reports)))
    finally:
        engine.dispose()


def refusal(answer: Any) -> str:
    assert answer.headers["Content-Type"] == wire.PROBLEM_TYPE
    problem = wire.decode(answer.content, wire.Problem)
    assert problem.status == answer.status_code
    assert problem.title
    return problem.type.removeprefix("urn:dematassist:")


def test_a_report_is_kept_once_however_often_it_comes(hub: Hub) -> None:
    desk, one = hub.enrol(), new_report()
    first, again = desk.send(one), desk.send(one)
    assert (first.status_code, again.status_code) == (201, 200)
    for answer in (first, again):
        signed = wire.decode(answer.content, wire.SignedReceipt)
        assert wire.is_receipt_of(signed, one, desk.hub_key)
    assert first.content == again.content
    assert [row.report_id for row in kept(hub)] == [one.report_id]
    other = desk.send(msgspec.structs.replace(one, text="Un autre texte."))
    assert (other.status_code, refusal(other)) == (409, "other-content-same-id")


def test_what_is_answered_201_outlives_a_killed_hub(database: str, tmp_path: Path) -> None:
    with start(database, tmp_path) as hub:
        desk, one = hub.enrol(), new_report()
        assert desk.send(one).status_code == 201
        hub.stop(signal.SIGKILL)
    with start(database, tmp_path) as hub:
        assert [row.report_id for row in kept(hub)] == [one.report_id]
        assert desk._replace(hub=hub).send(one).status_code == 200


def test_two_processes_on_one_database_keep_each_report_once(database: str, tmp_path: Path) -> None:
    with start(database, tmp_path) as first, start(database, tmp_path) as second:
        desk = first.enrol()
        reports = [new_report() for _ in range(20)]
        statuses: list[int] = []

        def send(hub: Hub) -> None:
            statuses.extend(desk._replace(hub=hub).send(one).status_code for one in reports)

        senders = [threading.Thread(target=send, args=[hub]) for hub in (first, second)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        assert sorted(statuses) == [200] * 20 + [201] * 20
        rows = kept(first)
        assert len(rows) == 20
        assert len({row.incident_id for row in rows}) == 1


def test_only_a_known_desk_with_its_own_key_is_believed(hub: Hub) -> None:
    desk, one = hub.enrol(), new_report()
    headers = desk.headers(one)

    def answered(changes: dict[str, str], sent: wire.Report = one) -> tuple[int, str]:
        answer = hub.client.post("/v1/reports", content=wire.canonical(sent), headers={**headers, **changes})
        return answer.status_code, refusal(answer)

    stranger = secrets.token_bytes(32)
    forged = wire.sign(wire.Purpose.REPORT, one, stranger)
    unknown = wire.key_id(wire.public_key(stranger))
    assert answered({wire.DESK_SIGNATURE_HEADER: forged}) == (403, "signature-wrong")
    assert answered({wire.DESK_KEY_HEADER: unknown}) == (403, "key-unknown")
    assert answered({wire.DESK_KEY_HEADER: ""}) == (403, "signature-wrong")
    changed = msgspec.structs.replace(one, text="Changé en route.")
    assert answered({}, changed) == (403, "signature-wrong")
    assert answered({wire.IDEMPOTENCY_HEADER: new_report().report_id}) == (422, "idempotency-key-mismatch")
    assert hub.enrol("Ailleurs").send(one).status_code == 201
    assert answered({}) == (403, "other-sender")
    assert len(kept(hub)) == 1


def test_a_revoked_desk_is_believed_no_more_and_what_it_sent_stays(hub: Hub) -> None:
    desk = hub.enrol()
    desk.send(new_report())
    assert hub.run("revoke", desk.key_id).returncode == 0
    answer = desk.send(new_report())
    assert (answer.status_code, refusal(answer)) == (403, "key-revoked")
    assert desk.feed().status_code == 403
    assert len(kept(hub)) == 1
    assert hub.run("revoke", desk.key_id).returncode == 1


def test_a_code_serves_one_desk_even_when_its_answer_was_lost(hub: Hub) -> None:
    code, seed = hub.code(), secrets.token_bytes(32)
    first = hub.client.post("/v1/desks", json=enrolment_message(code, seed))
    again = hub.client.post("/v1/desks", json=enrolment_message(code, seed))
    assert (first.status_code, again.content) == (201, first.content)
    other = hub.client.post("/v1/desks", json=enrolment_message(code, secrets.token_bytes(32)))
    assert (other.status_code, refusal(other)) == (403, "code-refused")
    guess = hub.client.post("/v1/desks", json=enrolment_message("AAAA-BBBB-CCCC-DDDD", seed))
    assert guess.status_code == 403


def test_an_old_code_is_refused(engine: sa.Engine) -> None:
    asked = wire.Enrolment(version=1, code="", public_key=wire.public_key(bytes(32)))
    with writing(engine) as connection:
        made_ms = now_ms() - (enrolment.CODE_DAYS + 1) * 86_400_000
        code = enrolment.make_code(connection, "Mairie", "33", made_ms)
        old = msgspec.structs.replace(asked, code=code)
        assert enrolment.enrol(connection, old, "Hub", now_ms()) is None
        fresh = msgspec.structs.replace(asked, code=enrolment.make_code(connection, "Mairie", "33", now_ms()))
        assert enrolment.enrol(connection, fresh, "Hub", now_ms()) is not None


def test_a_report_without_a_desk_waits_for_a_person(hub: Hub) -> None:
    one = new_report()
    answer = hub.client.post(
        "/v1/reports",
        content=wire.canonical(one),
        headers={"Content-Type": "application/json", wire.IDEMPOTENCY_HEADER: one.report_id},
    )
    assert answer.status_code == 201
    assert wire.decode(answer.content, wire.SignedReceipt).receipt.standing is wire.Standing.HELD
    assert [(row.standing, row.incident_id, row.key_id) for row in kept(hub)] == [("held", "", "")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Je suis joignable au 06 12 34 56 78.", "number"),
        ("Écrire à martine@exemple.fr", "email"),
        ("Mme Durand attend depuis un mois", "name"),
        ("J’habite 12 rue des Lilas", "address"),
        ("Mot de passe : Tulipe12", "secret"),
        ("Née le 3 mai", "birth"),
        ("DATE DE NAISSANCE demandée", "birth"),
        ("Mon nom est Durand", "name"),
        ("Sur FR76 3000 6000 0112 3456 7890 189", "iban"),
        ("Sur fr7630006000011234", "iban"),
        ("Le MDP est tulipe12", "secret"),
    ],
)
def test_what_seems_personal_waits_for_a_person(engine: sa.Engine, text: str, kind: str) -> None:
    from dematassist.hub.scan import suspicions

    assert kind in suspicions(text, "")
    assert suspicions("La page reste blanche après « Valider ». Erreur 404 le 24/11.", "") == ()
    assert suspicions("Un HLM. Je suis @ttentif, code postal et numéro sont demandés.", "") == ()
    assert suspicions("", "https://service.exemple/compte?jeton=1") == ("link",)


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"", 400, "not-json"),
        (b"<html>", 400, "not-json"),
        (b"\xff", 400, "not-json"),
        (b"[]", 422, "not-expected"),
        (b"{}", 422, "not-expected"),
        (b"[" * 60_000, 422, "too-deep"),
        (b'{"a":' * 9 + b"1" + b"}" * 9, 422, "too-deep"),
        (b" " * (wire.MAX_BYTES + 1), 413, "too-large"),
        (b'"' + b"\\u0000" * 9_000 + b'"', 422, "not-expected"),
        (b"[" + b"1," * 30_000 + b"1]", 422, "not-expected"),
        (b"1e999999999", 422, "not-expected"),
    ],
)
def test_bombs_and_nonsense_are_refused_in_plain_words(
    sqlite_hub: Hub, raw: bytes, status: int, code: str
) -> None:
    answer = sqlite_hub.client.post("/v1/reports", content=raw, headers={"Content-Type": "application/json"})
    assert (answer.status_code, refusal(answer)) == (status, code)


def test_a_field_nobody_expected_is_refused_and_never_quoted(sqlite_hub: Hub) -> None:
    fields = {**msgspec.to_builtins(new_report()), "Martine Durand": "06 12 34 56 78"}
    answer = sqlite_hub.client.post(
        "/v1/reports", json=fields, headers={wire.IDEMPOTENCY_HEADER: fields["report_id"]}
    )
    assert (answer.status_code, refusal(answer)) == (422, "not-expected")
    assert "Durand" not in answer.text


def test_a_body_without_an_end_is_refused_when_it_is_too_large(sqlite_hub: Hub) -> None:
    def parts() -> Any:
        for _ in range(100):
            yield b" " * 10_000

    answer = sqlite_hub.client.post(
        "/v1/reports", content=parts(), headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, refusal(answer)) == (413, "too-large")


def test_refusals_are_said_in_french_or_in_english(sqlite_hub: Hub) -> None:
    french = sqlite_hub.client.get("/nothing")
    english = sqlite_hub.client.get("/nothing", headers={"Accept-Language": "en-GB,fr;q=0.5"})
    assert "Il n’y a rien" in wire.decode(french.content, wire.Problem).title
    assert "nothing at this address" in wire.decode(english.content, wire.Problem).title
    refused = sqlite_hub.client.delete("/v1/reports")
    assert (refused.status_code, refusal(refused), refused.headers["Allow"]) == (
        405, "method-not-allowed", "POST",
    )  # fmt: skip


def test_slow_senders_are_hung_up_on(database: str, tmp_path: Path) -> None:
    with start(database, tmp_path, header_seconds=0.4, body_seconds=0.4) as hub:
        with socket.create_connection(("127.0.0.1", hub.port)) as slow:
            slow.settimeout(20)
            slow.sendall(b"POST /v1/reports HTTP/1.1\r\nHost: hub\r\n")
            assert slow.recv(100) == b""
        with socket.create_connection(("127.0.0.1", hub.port)) as slow:
            slow.settimeout(20)
            head = b"POST /v1/reports HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
            slow.sendall(head + b"Content-Length: 500\r\n\r\n{")
            said = b""
            while part := slow.recv(4_000):
                said += part
        assert said.startswith(b"HTTP/1.1 408 ")
        assert b"too-slow" in said
        desk = hub.enrol()
        assert desk.send(new_report()).status_code == 201


def test_too_many_reports_are_asked_to_come_later(database: str, tmp_path: Path) -> None:
    with start(database, tmp_path, desk_hour=3, unsigned_minute=2) as hub:
        desk = hub.enrol()
        sent = [new_report() for _ in range(4)]
        answers = [desk.send(one) for one in sent]
        assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
        assert refusal(answers[3]) == "too-many"
        assert int(answers[3].headers["Retry-After"]) > 0
        assert desk.send(sent[0]).status_code == 200
        unsigned = [
            hub.client.post(
                "/v1/reports",
                content=wire.canonical(one),
                headers={"Content-Type": "application/json", wire.IDEMPOTENCY_HEADER: one.report_id},
            ).status_code
            for one in (new_report(), new_report(), new_report())
        ]
        assert unsigned == [201, 201, 429]


def test_a_full_queue_says_later_and_loses_nothing(engine: sa.Engine) -> None:
    from dematassist.hub.intake import Delivery, Kept, Refused
    from dematassist.hub.queue import IntakeQueue
    from dematassist.hub.settings import Limits

    with writing(engine):
        # The disk is taken: what comes waits, then is refused.
        intake = IntakeQueue(engine, Limits(waiting_reports=3, unsigned_minute=250))
        futures = [intake.put(intake.check([Delivery(new_report())])) for _ in range(250)]
        busy = [future for future in futures if future.done()]
        # The writer has what it found when it woke, 3 at most; 3 wait.
        assert len(busy) >= 244
        assert {future.result() for future in busy} == {(Refused(wire.ProblemCode.BUSY, 30),)}
    intake.close()
    waited = [future.result()[0] for future in futures if future not in busy]
    assert all(isinstance(answer, Kept) and answer.is_new for answer in waited)
    with reading(engine) as connection:
        counted = connection.execute(sa.select(sa.func.count()).select_from(tables.reports)).scalar_one()
    assert counted == len(waited)


def test_one_delivery_that_breaks_does_not_take_the_others(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from dematassist.hub import intake as rules
    from dematassist.hub.intake import Delivery, Kept, Refused
    from dematassist.hub.queue import IntakeQueue
    from dematassist.hub.settings import Limits

    bad, good, other = new_report(text="mauvais"), new_report(), new_report()
    make_row = rules._row

    def breaks(checked: rules.Checked, place: str, at_ms: int) -> dict[str, object]:
        if checked.delivery.report.text == "mauvais":
            raise ZeroDivisionError
        return make_row(checked, place, at_ms)

    monkeypatch.setattr(rules, "_row", breaks)
    with writing(engine):
        intake = IntakeQueue(engine, Limits())
        futures = [
            intake.put(intake.check([Delivery(one) for one in together]))
            for together in ((bad, good), (other,))
        ]
    intake.close()
    (broken, kept), (alone,) = (future.result() for future in futures)
    assert broken == Refused(wire.ProblemCode.BROKEN, 60)
    assert isinstance(kept, Kept)
    assert isinstance(alone, Kept)
    # What broke is told by its kind and its place, never by what was sent.
    assert "ZeroDivisionError at " in caplog.text
    assert "mauvais" not in caplog.text


def test_nothing_of_who_asks_is_logged_or_kept(database: str, tmp_path: Path) -> None:
    with start(database, tmp_path) as hub:
        _ask_everything(hub)
        log = hub.stop()
    assert log == ""
    columns = {column.name for table in tables.metadata.tables.values() for column in table.columns}
    assert not columns & {"ip", "address", "remote_addr", "user_agent", "host"}


def _ask_everything(hub: Hub) -> None:
    desk = hub.enrol()
    desk.send(new_report(text="Mme Durand, 06 12 34 56 78"))
    hub.client.get("/fr/?service=Durand")
    hub.client.post("/v1/reports", content=b"Durand", headers={"Content-Type": "application/json"})


def test_a_bug_is_logged_by_its_place_and_answered_without_its_words(database: str, tmp_path: Path) -> None:
    with start(database, tmp_path) as hub:
        desk = hub.enrol()
        engine = connect(database)
        with writing(engine) as connection:
            connection.execute(sa.text("ALTER TABLE reports RENAME TO elsewhere"))
        engine.dispose()
        answer = desk.send(new_report(text="Durand"))
        assert (answer.status_code, refusal(answer)) == (500, "broken")
        log = hub.stop()
    assert "Error at " in log
    assert "Durand" not in log
    assert "127.0.0.1" not in log


def test_only_the_owner_reads_the_database(tmp_path: Path) -> None:
    from dematassist.hub.database import open_database

    open_database(f"sqlite:///{tmp_path / 'hub.db'}").dispose()
    assert (tmp_path / "hub.db").stat().st_mode & 0o077 == 0


def test_the_migrations_make_the_tables_of_the_code(engine: sa.Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


@pytest.mark.loopback
def test_answers_leave_at_once() -> None:
    from dematassist.hub.server import listening

    with (
        listening("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.loopback
def test_a_database_that_does_not_answer_and_a_port_in_use_are_said_in_one_sentence(tmp_path: Path) -> None:
    def serve(database: str, port: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "dematassist.hub", "--database", database, "serve"]
        environment = {**os.environ, "LC_ALL": "fr_FR.UTF-8", "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [*command, "--port", str(port)], cwd=tmp_path, env=environment, capture_output=True, text=True,
            check=False, timeout=60,
        )  # fmt: skip

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = serve(f"sqlite:///{tmp_path / 'hub.db'}", port)
        assert (said.returncode, said.stderr.count("Traceback")) == (1, 0)
        assert str(port) in said.stderr
    said = serve(f"postgresql://hub:secret-word@127.0.0.1:{port}/hub", 0)
    assert (said.returncode, said.stderr.count("Traceback")) == (1, 0)
    assert said.stderr.startswith("La base de données ne répond pas")
    assert "secret-word" not in said.stdout + said.stderr
    assert serve(f"sqlite:///{tmp_path / 'nowhere' / 'hub.db'}", 0).stderr.startswith("La base de données")
