"""Reports from the terminal: written, shown to the byte, sent, carried, followed, with a real hub."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dematassist import wire
from tests.hub.running import Hub
from tests.hub.test_improvement import Coordinator

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def report(tmp_path):
    """Run ``dematassist report``; return its status, its output and its errors."""

    def run(*arguments: str, given: str = "", lang: str = "fr_FR.UTF-8"):
        done = subprocess.run(
            [sys.executable, "-m", "dematassist", "report", *arguments],
            input=given, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
            env={**os.environ, "DEMATASSIST_HOME": str(tmp_path / "home"), "LANG": lang, "LC_ALL": lang},
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture
def hub(tmp_path) -> Iterator[Hub]:
    running = Hub(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path)
    yield running
    if running.process.poll() is None:
        assert running.stop() == ""


def written(report, *more: str) -> str:
    place = ("--guide", "prime-activite", "--step", "1")
    status, said, error = report("write", "error-message", *place, *more)
    assert (status, error) == (0, "")
    return said.splitlines()[0]


def test_a_report_is_written_shown_to_the_byte_and_taken_back(report):
    report_id = written(report, "--text", "Appelez Mme Durand au 06 12 34 56 78.")
    status, said, _error = report("show", report_id[:8])
    assert status == 0
    one = wire.decode(said.strip().encode(), wire.Report)
    assert wire.canonical(one).decode() == said.strip()
    assert (one.report_id, one.service_id, one.text) == (
        report_id,
        "caf",
        "Appelez Mme [nom] au [téléphone].",
    )
    status, said, _error = report("list")
    assert status == 0
    assert report_id in said
    assert report("withdraw", report_id)[0] == 0
    (kept,) = json.loads(report("list", "--json")[1])
    assert kept["state"] == "withdrawn"


def test_without_a_hub_reports_wait_and_leave_by_hand(report, tmp_path):
    report_id = written(report)
    status, said, error = report("send", report_id, "--yes")
    assert status == 1
    assert wire.canonical(wire.decode(said.splitlines()[1].encode(), wire.Report)).decode() in said
    assert "clé USB" in error
    assert report("carry", str(tmp_path / "stick.json"))[0] == 0
    parcel = wire.decode((tmp_path / "stick.json").read_bytes(), wire.Parcel)
    assert [one.report.report_id for one in parcel.reports] == [report_id]
    email = ("--email", report_id, "--to", "a@b.example")
    status, _said, error = report("carry", str(tmp_path / "a.eml"), *email)
    assert (status, error) == (0, "")
    assert b"X-Unsent: 1" in (tmp_path / "a.eml").read_bytes()
    for name in ("reports.csv", "reports.json"):
        assert report("export", str(tmp_path / name))[0] == 0
    (row,) = csv.DictReader((tmp_path / "reports.csv").read_text("utf-8-sig").splitlines(), delimiter=";")
    (one,) = json.loads((tmp_path / "reports.json").read_text())
    assert row["report_id"] == one["report"]["report_id"] == report_id


def test_saying_no_sends_nothing(report):
    report_id = written(report)
    for answer in ("", "n\n", "non\n"):
        assert report("send", report_id, given=answer)[0] == 1
    (kept,) = json.loads(report("list", "--json")[1])
    assert kept["state"] == "to-review"


@pytest.mark.loopback
def test_a_desk_is_enrolled_sends_and_reads_what_becomes_of_its_reports(report, hub, tmp_path):
    status, said, error = report("hub", f"http://127.0.0.1:{hub.port}", "--code", hub.code())
    assert (status, error) == (0, "")
    report_id = written(report)
    status, said, error = report("send", report_id, given="o\n")
    assert (status, error) == (0, "")
    assert "1" in said
    (kept,) = json.loads(report("list", "--json")[1])
    assert (kept["state"], kept["status"]["standing"]) == ("sent", "joined")
    incident = kept["status"]["incident_id"]
    coordinator = Coordinator(hub)
    coordinator.post(f"/incidents/{incident}", stage="confirmed")
    coordinator.post(f"/incidents/{incident}", do="publish", way_round="Appelez le 32 30.")
    assert "32 30" in report("feed")[1]
    (known,) = json.loads(report("feed", "--json")[1])
    assert known["incident_id"] == incident
    # The same feed, brought on a stick to a computer that knows the hub by its key.
    (tmp_path / "feed.json").write_bytes(hub.client.get("/v1/follow-up").content)
    key = hub.run("key").stdout.strip()
    assert re.fullmatch("[A-Za-z0-9+/]{43}=", key)
    hub.stop()
    assert report("hub", "--forget")[0] == 0
    status, _said, error = report("feed", str(tmp_path / "feed.json"))
    assert (status, bool(error)) == (1, True)
    assert report("hub", "https://hub.example.org", "--key", key)[0] == 0
    assert "32 30" in report("feed", str(tmp_path / "feed.json"))[1]


@pytest.mark.loopback
def test_a_hub_that_is_not_there_is_said_and_the_report_stays(report, hub):
    report("hub", f"http://127.0.0.1:{hub.port}", "--code", hub.code())
    report_id = written(report)
    hub.stop()
    status, _said, error = report("send", report_id, "--yes")
    assert status == 1
    assert error
    (kept,) = json.loads(report("list", "--json")[1])
    assert (kept["state"], kept["about"]["attempts"]) == ("waiting", 1)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("show", "abc"), 1),
        (("show", "deadbeef"), 1),
        (("write", "no-such-kind"), 2),
        (("write", "other", "--guide", "absent"), 2),
        (("write", "other", "--guide", "rsa", "--step", "99"), 2),
        (("hub", "http://hub.example.org", "--code", "AAAA-BBBB-CCCC-DDDD"), 1),
        (("hub", "https://hub.example.org", "--code", "AAAA"), 1),
        (("hub", "https://hub.example.org", "--key", "AAAA"), 1),
        (("hub", "https://hub.example.org"), 1),
        (("carry", "absent/stick.json"), 1),
        (("feed", "absent.json"), 1),
        (("export", "absent/a.csv"), 1),
    ],
)
def test_what_cannot_be_done_is_said_in_words(report, arguments, status):
    done, _said, error = report(*arguments)
    assert done == status
    assert error.strip()
