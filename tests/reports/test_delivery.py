"""What a network may answer, and what it means: nothing but the hub's own signature is « envoyé »."""

from __future__ import annotations

import gzip
import itertools
import logging
import socket
import ssl
import threading
import time
from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from dematassist import wire
from dematassist.errors import Cause, UserError
from dematassist.reports import model
from dematassist.reports.address import clean_url, is_this_machine
from dematassist.reports.delivery import (
    Answer,
    Delivered,
    Feed,
    HubClient,
    Network,
    NotChanged,
    Postponed,
    Refused,
    enrol,
    not_done,
    retry_seconds,
)
from dematassist.reports.membership import Desk, OpenHub, clean_code, clean_key
from dematassist.reports.model import Trouble
from tests.reports.servers import Asked, answering, http
from tests.wire.messages import HUB_SEED, SEED, report

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)
HUB_KEY = wire.public_key(HUB_SEED)
REPORT = report()


def receipt(one=REPORT, seed=HUB_SEED, **changes) -> bytes:
    made = wire.Receipt(
        version=1,
        report_id=one.report_id,
        digest=wire.digest(one),
        standing=wire.Standing.JOINED,
        received_at=NOW,
    )
    return wire.canonical(wire.sign_receipt(msgspec.structs.replace(made, **changes), seed))


def refusal(code: wire.ProblemCode, status: int, **headers: str) -> bytes:
    problem = wire.Problem(type=f"urn:dematassist:{code.value}", title="Non", status=status, field="text")
    return http(status, wire.canonical(problem), wire.PROBLEM_TYPE, **headers)


def send(answer: bytes, *, seed: bytes = SEED, network: Network | None = None):
    with answering(lambda _asked: answer) as server:
        hub = Desk(server.url, HUB_KEY, "Hub", seed) if seed else OpenHub(server.url, HUB_KEY)
        return HubClient(network or Network(), hub).send(REPORT, NOW), server.asked


HTML = "text/html; charset=utf-8"
PORTAL = b"<html><h1>Bienvenue sur le Wifi</h1></html>"
ANSWERS = {
    "a new receipt": (http(201, receipt()), Delivered),
    "the same receipt again": (http(200, receipt()), Delivered),
    "a hotel": (http(200, PORTAL, HTML), Postponed(Trouble.NOT_THE_HUB)),
    "a hotel that refuses": (http(403, PORTAL, HTML), Postponed(Trouble.NOT_THE_HUB)),
    "a hotel that leads elsewhere": (
        http(302, b"", HTML, Location="http://127.0.0.1:9/"), Postponed(Trouble.NOT_THE_HUB),
    ),
    "a proxy that wants a password": (http(407), Postponed(Trouble.NOT_THE_HUB)),
    "a receipt of another hub": (http(201, receipt(seed=SEED)), Postponed(Trouble.NOT_THE_HUB)),
    "a receipt of another report": (
        http(201, receipt(report(report_id="0" * 8 + REPORT.report_id[8:]))), Postponed(Trouble.NOT_THE_HUB),
    ),
    "a receipt of other words": (http(201, receipt(digest="0" * 64)), Postponed(Trouble.NOT_THE_HUB)),
    "no receipt": (http(201), Postponed(Trouble.NOT_THE_HUB)),
    "half a receipt": (http(201, receipt()[:-9]), Postponed(Trouble.NOT_THE_HUB)),
    "too much": (http(201, b" " * (wire.MAX_BYTES + 1)), Postponed(Trouble.NOT_THE_HUB)),
    "a bomb": (
        http(201, gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"), Postponed(Trouble.NOT_THE_HUB),
    ),
    "not what it says it is": (
        http(201, b"rubbish", Content_Encoding="gzip"), Postponed(Trouble.NOT_THE_HUB),
    ),
    "not HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", Postponed(Trouble.NO_ANSWER)),
    "nothing": (b"", Postponed(Trouble.NO_ANSWER)),
    "half an answer": (http(201, receipt())[:-9], Postponed(Trouble.NO_ANSWER)),
    "later": (refusal(wire.ProblemCode.TOO_MANY, 429, Retry_After="120"), Postponed(Trouble.BUSY, 120)),
    "busy": (refusal(wire.ProblemCode.BUSY, 503, Retry_After="7"), Postponed(Trouble.BUSY, 7)),
    "broken": (http(500), Postponed(Trouble.BUSY)),
    "a bad way": (http(502, b"<h1>Bad gateway</h1>", HTML), Postponed(Trouble.BUSY)),
    "too slow": (http(408), Postponed(Trouble.BUSY)),
    "too early": (http(425), Postponed(Trouble.BUSY)),
    "not expected": (
        refusal(wire.ProblemCode.NOT_EXPECTED, 422), Refused(wire.ProblemCode.NOT_EXPECTED, "text"),
    ),
    "other content": (
        refusal(wire.ProblemCode.OTHER_CONTENT, 409), Refused(wire.ProblemCode.OTHER_CONTENT, "text"),
    ),
    "too large for a server in front": (http(413, b"<h1>Too large</h1>", HTML), Refused(None)),
    "refused without a word": (http(400), Refused(None)),
    "refused for an unheard of reason": (
        http(404, b'{"type":"about:blank","title":"x","status":404}', wire.PROBLEM_TYPE), Refused(None),
    ),
    "key unknown": (
        refusal(wire.ProblemCode.KEY_UNKNOWN, 403), Refused(wire.ProblemCode.KEY_UNKNOWN, "text"),
    ),
}  # fmt: skip


@pytest.mark.loopback
@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_means_one_thing(name):
    answer, expected = ANSWERS[name]
    done, asked = send(answer)
    if expected is Delivered:
        assert isinstance(done, Delivered)
        assert wire.is_receipt_of(done.signed, REPORT, HUB_KEY)
    else:
        assert done == expected
    assert len(asked) == 1


@pytest.mark.loopback
def test_what_leaves_is_the_very_report_signed_under_its_own_id():
    _done, (asked,) = send(http(201, receipt()))
    assert (asked.method, asked.path, asked.body) == ("POST", "/v1/reports", wire.canonical(REPORT))
    assert asked.headers["idempotency-key"] == REPORT.report_id
    signature, key = asked.headers["desk-signature"], asked.headers["desk-key"]
    assert key == wire.key_id(wire.public_key(SEED))
    assert wire.is_signed(wire.Purpose.REPORT, REPORT, signature, wire.public_key(SEED))
    assert not {"cookie", "authorization", "referer"} & set(asked.headers)


@pytest.mark.loopback
def test_nothing_that_a_server_asks_to_remember_is_given_back():
    network, cookie = Network(), {"Set_Cookie": "who=desk-12; Path=/"}
    with answering(lambda _asked: http(200, PORTAL, HTML, **cookie)) as server:
        for _ in range(2):
            network.ask("GET", server.url)
    assert [asked.headers.get("cookie") for asked in server.asked] == [None, None]


@pytest.mark.loopback
def test_without_a_desk_nothing_is_signed():
    done, (asked,) = send(http(201, receipt()), seed=b"")
    assert isinstance(done, Delivered)
    assert not {"desk-key", "desk-signature"} & set(asked.headers)


@pytest.mark.loopback
def test_a_report_sent_before_this_desk_was_enrolled_gets_its_receipt():
    def answer(asked: Asked) -> bytes:
        if "desk-key" in asked.headers:
            return refusal(wire.ProblemCode.OTHER_SENDER, 403)
        return http(200, receipt())

    with answering(answer) as server:
        done = HubClient(Network(), Desk(server.url, HUB_KEY, "Hub", SEED)).send(REPORT, NOW)
    assert isinstance(done, Delivered)


@pytest.mark.loopback
def test_nobody_there_and_a_silent_server_are_told_apart():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert Network().ask("GET", f"http://127.0.0.1:{port}/") is Trouble.NO_NETWORK
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert Network(pause_seconds=0.2).ask("GET", url) is Trouble.NO_ANSWER


@pytest.mark.loopback
@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"]
)
def test_an_answer_that_drips_for_ever_is_cut(start):
    def drip(_asked):
        yield start
        for _ in itertools.count():
            time.sleep(0.05)
            yield b"X-A: b\r\n"

    with answering(drip) as server:
        # Its silences are shorter than the longest allowed: only the whole is too long.
        assert Network(pause_seconds=5, whole_seconds=0.5).ask("GET", server.url) is Trouble.NO_ANSWER


def certificate(folder, name: str):
    """Make an authority and a certificate for this name; return their files."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Autorité de la mairie")])
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    authority, secret = folder / "authority.pem", folder / "key.pem"
    authority.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return authority, secret


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("name", "is_trusted", "expected"),
    [
        ("localhost", True, 200),
        ("localhost", False, Trouble.NOT_THE_HUB),
        ("hub.example.org", True, Trouble.NOT_THE_HUB),
    ],
)
def test_who_cannot_prove_to_be_the_hub_is_given_nothing(tmp_path, monkeypatch, name, is_trusted, expected):
    """Under HTTPS, with the authorities of the system beside those of the program."""
    authority, secret = certificate(tmp_path, name)
    if is_trusted:
        # What OpenSSL calls the authorities of the system.
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority, secret)
    with answering(lambda _asked: http(200, b"{}"), context) as server:
        url = server.url.replace("http://127.0.0.1", "https://localhost")
        answer = Network(pause_seconds=5).ask("POST", url, body=b"un signalement")
        asked = list(server.asked)
    assert (answer.status if isinstance(answer, Answer) else answer) == expected
    assert bool(asked) == (expected == 200)


@pytest.mark.loopback
def test_hanging_up_ends_what_is_being_asked_and_all_that_follows():
    began = threading.Event()

    def drip(_asked):
        began.set()
        for _ in itertools.count():
            time.sleep(0.02)
            yield b" "

    answers = []
    with answering(drip) as server:
        network = Network()
        asking = threading.Thread(target=lambda: answers.append(network.ask("GET", server.url)))
        asking.start()
        began.wait(10)
        network.hang_up()
        asking.join(10)
        assert answers == [Trouble.NO_ANSWER]
        assert isinstance(network.ask("GET", server.url), Trouble)


@pytest.mark.loopback
def test_nothing_personal_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    one = report(text="Une phrase que personne ne doit lire.")
    with answering(lambda _asked: http(500, b"Une phrase que personne")) as server:
        HubClient(Network(), Desk(server.url, HUB_KEY, "Hub", SEED)).send(one, NOW)
    assert "personne" not in caplog.text
    assert SEED.hex() not in caplog.text


def follow_up(**changes) -> bytes:
    feed = wire.FollowUp(**({"version": 1, "sequence": 5, "hub": "Hub"} | changes))
    return wire.canonical(wire.sign_follow_up(feed, HUB_SEED))


@pytest.mark.loopback
def test_the_feed_is_read_with_a_request_signed_once_and_only_when_it_changed():
    def answer(asked: Asked) -> bytes:
        if asked.headers.get("if-none-match") == '"a"':
            return http(304)
        return http(200, follow_up(), ETag='"a"')

    with answering(answer) as server:
        client = HubClient(Network(), Desk(server.url, HUB_KEY, "Hub", SEED))
        feed = client.follow_up("", NOW)
        assert isinstance(feed, Feed)
        assert (feed.tag, feed.signed.follow_up.sequence) == ('"a"', 5)
        assert client.follow_up('"a"', NOW) == NotChanged()
    request = wire.FollowUpRequest(version=1, key_id=wire.key_id(wire.public_key(SEED)))
    for asked in server.asked:
        signature = asked.headers["desk-signature"]
        assert wire.is_signed(wire.Purpose.FOLLOW_UP_REQUEST, request, signature, wire.public_key(SEED))


@pytest.mark.loopback
@pytest.mark.parametrize(
    "answer",
    [http(200, PORTAL, HTML), http(304), http(200, follow_up().replace(b'"sequence":5', b'"sequence":6'))],
)
def test_a_feed_that_the_hub_did_not_sign_is_no_feed(answer):
    with answering(lambda _asked: answer) as server:
        done = HubClient(Network(), OpenHub(server.url, HUB_KEY)).follow_up("", NOW)
    assert done == Postponed(Trouble.NOT_THE_HUB)


def enrolled(seed=SEED, **changes) -> bytes:
    made = wire.Enrolled(
        version=1, key_id=wire.key_id(wire.public_key(seed)), hub_public_key=HUB_KEY,
        hub_key_id=wire.key_id(HUB_KEY), hub="Hub",
    )  # fmt: skip
    return wire.canonical(msgspec.structs.replace(made, **changes))


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (http(201, enrolled()), wire.decode(enrolled(), wire.Enrolled)),
        (http(201, enrolled(seed=HUB_SEED)), Postponed(Trouble.NOT_THE_HUB)),
        (http(201, enrolled(hub_key_id="0" * 16)), Postponed(Trouble.NOT_THE_HUB)),
        (http(200, PORTAL, HTML), Postponed(Trouble.NOT_THE_HUB)),
        (refusal(wire.ProblemCode.CODE, 403), Refused(wire.ProblemCode.CODE, "text")),
    ],
)
def test_a_desk_is_enrolled_only_by_an_answer_about_itself(answer, expected):
    with answering(lambda _asked: answer) as server:
        assert enrol(Network(), server.url, "AAAA-BBBB-CCCC-DDDD", SEED, NOW) == expected


@given(
    st.integers(100, 599),
    st.dictionaries(st.sampled_from(["content-type", "retry-after"]), st.text()),
    st.binary(),
)
def test_no_answer_of_any_kind_means_sent_or_breaks(status, headers, body):
    assert isinstance(not_done(Answer(status, headers, body), NOW), (Refused, Postponed))


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120), (" 5 ", 5), ("0", 0), ("", 0), ("-3", 0), ("1.5", 0), ("soon", 0), ("²", 0),
        ("9" * 400, 21_600), ("Tue, 24 Nov 2026 10:16:00 GMT", 60), ("Tue, 24 Nov 2020 10:16:00 GMT", 0),
        ("Tue, 24 Nov 2099 10:16:00 GMT", 21_600), ("Tue, 99 Nov 9999", 0),
    ],
)  # fmt: skip
def test_the_wait_that_is_asked_is_read_in_both_forms_and_never_lasts_for_ever(asked, seconds):
    assert retry_seconds(asked, NOW) == seconds


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True), st.integers(0, 10**9))
def test_a_pause_is_below_its_bound_above_what_was_asked_and_at_most_six_hours(attempts, share, least):
    pause = model.pause(attempts, share, timedelta(seconds=least))
    bound = timedelta(minutes=min(2 ** min(attempts - 1, 20), 360))
    assert min(timedelta(seconds=least), timedelta(hours=6)) <= pause <= timedelta(hours=6)
    assert pause <= max(bound, timedelta(seconds=least))


def test_pauses_double_from_one_minute():
    longest = [model.pause(attempts, 1.0).total_seconds() / 60 for attempts in range(1, 12)]
    assert longest == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("https://hub.example.org/", "https://hub.example.org"),
        (" hub.example.org ", "https://hub.example.org"),
        ("https://hub.example.org:8443/signalements/", "https://hub.example.org:8443/signalements"),
        ("http://127.0.0.1:8311/", "http://127.0.0.1:8311"),
        ("http://[::1]:8311", "http://[::1]:8311"),
        ("http://localhost:8311", "http://localhost:8311"),
    ],
)
def test_the_address_of_a_hub_is_understood(typed, used):
    assert clean_url(typed) == used


@pytest.mark.parametrize(
    "typed",
    [
        "", "http://hub.example.org", "ftp://hub.example.org", "https://me:secret@hub.example.org",
        "https://hub.example.org/?a=b", "https://hub.example.org/#a", "https://hub .org", "https://hub.org:0",
        "https://hub.org:99999", "https://", "https://\u202egro.buh", "file:///etc/passwd",
        "https://" + "a" * 400,
        "http://localhost.example.org", "http://127.0.0.1.example.org",
    ],
)  # fmt: skip
def test_an_address_that_is_not_safe_is_refused(typed):
    with pytest.raises(UserError) as caught:
        clean_url(typed)
    assert caught.value.cause is Cause.HUB_ADDRESS


def test_only_this_machine_itself_is_reached_without_a_proxy():
    assert is_this_machine("http://127.0.0.1:80/a")
    assert not is_this_machine("https://10.0.0.1/")
    assert not is_this_machine("rubbish")


def test_a_code_is_understood_however_it_is_typed():
    assert clean_code(" abcd efgh-2345  jklm") == "ABCD-EFGH-2345-JKLM"
    assert clean_code("OIBB0188AAAAAAAA") == "OIBB-OIBB-AAAA-AAAA"
    for wrong in ("", "ABCD", "ABCD-EFGH-2345-JKL9", "É" * 16):
        with pytest.raises(UserError) as caught:
            clean_code(wrong)
        assert caught.value.cause is Cause.HUB_CODE


def test_a_key_is_understood_with_the_line_ends_of_a_letter():
    assert clean_key(f" {HUB_KEY[:20]}\n{HUB_KEY[20:]} ") == HUB_KEY
    for wrong in ("", HUB_KEY[:-1], "é" * 44):
        with pytest.raises(UserError) as caught:
            clean_key(wrong)
        assert caught.value.cause is Cause.HUB_KEY
