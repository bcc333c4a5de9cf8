"""From reports to an improvement: incidents, their life, what desks and readers are told, copies."""

from __future__ import annotations

import csv
import io
import json
import re
import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist import wire
from dematassist.hub import life
from dematassist.hub.barometer import draw, sheet
from dematassist.hub.exports import safe_cell
from dematassist.hub.figures import Figure
from dematassist.hub.moderation import set_password
from dematassist.hub.moments import now_ms
from dematassist.hub.words import WORDS
from dematassist.sheets.model import FactTable
from tests.hub.running import ROOT, Desk, Hub, new_report, start
from tests.sheets.checkers import findings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.loopback
PASSWORD = "quatre mots bien longs"  # noqa: S105 -- made for the tests


class Coordinator:
    """Somebody logged in on the coordination pages, through HTTP alone."""

    def __init__(self, hub: Hub) -> None:
        self.http = hub.client
        with hub.writing() as connection:
            set_password(connection, "claire", PASSWORD, now_ms())
        done = self.http.post("/fr/moderation/login", data={"name": "claire", "password": PASSWORD})
        assert done.status_code == 303, done.text

    def post(self, page: str, **fields: str) -> int:
        shown = self.http.get(f"/fr/moderation{page}")
        token = re.search(r'name="form_token" value="([^"]+)"', shown.text)
        assert token, shown.text
        return self.http.post(f"/fr/moderation{page}", data={"form_token": token[1], **fields}).status_code


def incident_of(desk: Desk, one: wire.Report) -> wire.ReportStatus:
    return next(status for status in desk.follow_up().statuses if status.report_id == one.report_id)


def crowd(hub: Hub) -> tuple[list[Desk], wire.Report]:
    """Six reports of one problem, from three places."""
    desks = [hub.enrol(place) for place in ("Langon", "Bazas", "La Réole")]
    first = new_report()
    for number in range(6):
        one = first if number == 0 else new_report(lever=wire.Lever.OFFER)
        assert desks[number % 3].send(one).status_code == 201
    return desks, first


def test_the_same_problem_met_by_many_is_one_incident_with_its_figures(hub: Hub) -> None:
    desks, _ = crowd(hub)
    desks[0].send(new_report(step_id="payer"))
    desks[0].send(new_report(kind=wire.Kind.PAGE_DOWN))
    feed = desks[0].follow_up()
    assert [(one.step_id, one.reports, one.places) for one in feed.incidents] == [("declarer", 6, 3)]
    assert feed.incidents[0].stage is wire.Stage.REPORTED
    assert len(feed.statuses) == 4
    assert len({status.incident_id for status in feed.statuses}) == 3


def test_steps_of_two_guides_with_the_same_name_are_two_problems(hub: Hub) -> None:
    desk = hub.enrol()
    for guide_id in ("rsa", "prime-activite", "rsa"):
        assert desk.send(new_report(guide_id=guide_id, step_id="declarer")).status_code == 201
    statuses = desk.follow_up().statuses
    assert len(statuses) == 3
    assert len({status.incident_id for status in statuses}) == 2


def test_an_incident_of_few_people_is_told_to_nobody_else(hub: Hub) -> None:
    desk = hub.enrol()
    for _ in range(6):
        desk.send(new_report())
    assert desk.follow_up().incidents == ()
    assert hub.client.get("/export/incidents.json").json() == []
    assert "declarer" not in hub.client.get("/fr/").text
    assert desk.follow_up().statuses[0].stage is wire.Stage.REPORTED


def test_a_feed_that_has_not_changed_is_not_sent_again(hub: Hub) -> None:
    desk = hub.enrol()
    first = desk.feed()
    assert desk.feed(first.headers["ETag"]).status_code == 304
    desk.send(new_report())
    after = desk.feed(first.headers["ETag"])
    assert after.status_code == 200
    sequences = [
        wire.decode(answer.content, wire.SignedFollowUp).follow_up.sequence for answer in (first, after)
    ]
    assert sequences[0] < sequences[1]


def test_the_reports_of_a_desk_are_told_to_that_desk_only(hub: Hub) -> None:
    desk, other = hub.enrol("Langon"), hub.enrol("Bazas")
    desk.send(new_report())
    assert other.follow_up().statuses == ()
    forged = Desk(hub, other.seed, desk.key_id, desk.hub_key).feed()
    assert forged.status_code == 403
    anybody = wire.decode(hub.client.get("/v1/follow-up").content, wire.SignedFollowUp)
    assert anybody.follow_up.statuses == ()


def test_not_fixed_opens_an_incident_again_and_asks_to_send_it_again(hub: Hub) -> None:
    desk, one, coordinator = hub.enrol(), new_report(), Coordinator(hub)
    desk.send(one)
    incident = incident_of(desk, one).incident_id
    page = f"/incidents/{incident}"
    for stage in ("confirmed", "sent", "answered", "fixed"):
        assert coordinator.post(page, stage=stage) == 303
    fixed = incident_of(desk, one)
    assert fixed.stage is wire.Stage.FIXED
    assert desk.follow_up().incidents == ()
    answers = [desk.say(one.report_id, fixed.revision, wire.Verdict.NOT_FIXED).status_code for _ in range(2)]
    assert answers == [204, 204]
    reopened = incident_of(desk, one)
    assert (reopened.stage, reopened.revision) == (wire.Stage.NOT_FIXED, fixed.revision + 1)
    assert desk.say(one.report_id, fixed.revision, wire.Verdict.FIXED).status_code == 409
    assert desk.say(one.report_id, 99, wire.Verdict.FIXED).status_code == 409
    assert desk.say(new_report().report_id, 0, wire.Verdict.FIXED).status_code == 404
    assert hub.enrol("Bazas").say(one.report_id, reopened.revision, wire.Verdict.FIXED).status_code == 403
    assert "transmettre de nouveau" in hub.client.get(f"/fr/moderation{page}").text
    assert coordinator.post(page, stage="sent") == 303
    history = hub.client.get(f"/en/incidents/{incident}").text
    assert "Reopened: not fixed" in history


def test_a_coordinator_cannot_skip_a_stage_nor_act_on_an_old_page(hub: Hub) -> None:
    desk, one, coordinator = hub.enrol(), new_report(), Coordinator(hub)
    desk.send(one)
    page = f"/incidents/{incident_of(desk, one).incident_id}"
    assert coordinator.post(page, stage="fixed") == 409
    assert coordinator.post(page, stage="confirmed", **{"from": "reported"}) == 303
    assert coordinator.post(page, stage="sent", **{"from": "reported"}) == 409
    assert coordinator.post(page, do="publish", shown_until="demain") == 409
    assert coordinator.post(page, do="publish", way_round="a" * 2_001) == 409


def test_a_published_way_round_reaches_every_desk_until_its_end(hub: Hub) -> None:
    desk, one, coordinator = hub.enrol(), new_report(), Coordinator(hub)
    desk.send(one)
    page = f"/incidents/{incident_of(desk, one).incident_id}"
    coordinator.post(page, stage="confirmed")
    coordinator.post(page, do="publish", way_round="Appelez le 3230.", shown_until="2999-01-01")
    shown = hub.enrol("Bazas").follow_up().incidents[0]
    assert (shown.way_round, shown.shown_until, shown.reports) == (
        "Appelez le 3230.", date(2999, 1, 1), None,
    )  # fmt: skip
    yesterday = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011 -- any day that is past
    coordinator.post(page, do="publish", way_round="Appelez le 3230.", shown_until=yesterday)
    assert desk.follow_up().incidents == ()


def test_two_incidents_that_are_one_are_merged_with_their_people_and_places(hub: Hub) -> None:
    desks, one = crowd(hub)
    other = new_report(kind=wire.Kind.PAGE_DOWN)
    desks[0].send(other)
    hub.enrol("Cadillac").send(new_report(kind=wire.Kind.PAGE_DOWN))
    coordinator = Coordinator(hub)
    source, target = incident_of(desks[0], other).incident_id, incident_of(desks[0], one).incident_id
    assert coordinator.post(f"/incidents/{source}", do="merge", into=target) == 303
    assert coordinator.post("/incidents/" + target, do="merge", into=target) == 409
    merged = desks[0].follow_up().incidents
    assert [(one_.incident_id, one_.reports, one_.places) for one_ in merged] == [(target, 8, 4)]
    assert incident_of(desks[0], other).incident_id == target


def test_a_held_report_joins_once_read_and_its_personal_words_are_gone(hub: Hub) -> None:
    desk, coordinator = hub.enrol(), Coordinator(hub)
    one, spam = new_report(text="Appeler Mme Durand"), new_report(text="06 12 34 56 78")
    desk.send(one)
    desk.send(spam)
    assert incident_of(desk, one).standing is wire.Standing.HELD
    assert coordinator.post(f"/reports/{one.report_id}", do="accept", text="Appeler une personne") == 303
    assert coordinator.post(f"/reports/{spam.report_id}", do="set-aside") == 303
    assert incident_of(desk, one).standing is wire.Standing.JOINED
    assert incident_of(desk, spam).standing is wire.Standing.SET_ASIDE
    assert desk.send(one).status_code == 200
    copy = hub.log.with_suffix(".copy")
    hub.run("backup", str(copy))
    import gzip

    kept = gzip.decompress(copy.read_bytes()).decode()
    assert "Durand" not in kept
    assert "06 12" not in kept


def test_the_coordination_needs_a_session_and_forms_need_its_secret(hub: Hub) -> None:
    desk, one = hub.enrol(), new_report(text="Mme Durand")
    desk.send(one)
    page = f"/fr/moderation/reports/{one.report_id}"
    assert hub.client.get(page).headers["Location"] == "/fr/moderation/login"
    assert hub.client.post(page, data={"do": "accept"}).headers["Location"] == "/fr/moderation/login"
    Coordinator(hub)
    assert hub.client.post(page, data={"do": "accept", "text": ""}).status_code == 403
    assert hub.client.post(page, data={"do": "accept", "form_token": "é"}).status_code == 403
    cookie = next(cookie for cookie in hub.client.cookies.jar if cookie.name == "hub-session")
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"
    assert incident_of(desk, one).standing is wire.Standing.HELD
    coordinator = Coordinator(hub)
    assert coordinator.post("") == 405
    assert hub.client.get("/en/moderation/journal").status_code == 200
    hub.run("moderator", "claire", given="un autre mot de passe\n")
    assert hub.client.get("/fr/moderation").status_code == 303


def test_guessing_a_password_is_slowed_down(hub: Hub) -> None:
    assert hub.run("moderator", "claire", given=f"{PASSWORD}\n").returncode == 0
    assert hub.run("moderator", "paul", given="court\n").returncode == 1
    tries = [
        hub.client.post("/fr/moderation/login", data={"name": "claire", "password": word}).status_code
        for word in ("a", "b", "c", "d", "e", PASSWORD)
    ]
    assert tries == [403, 403, 403, 403, 403, 429]
    unknown = hub.client.post("/fr/moderation/login", data={"name": "personne", "password": PASSWORD})
    assert unknown.status_code == 403


def test_a_restored_old_copy_ends_with_every_report_once(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    reports = [new_report() for _ in range(6)]
    copy = tmp_path / "copy.gz"
    with start(new_database(), tmp_path) as hub:
        desk = hub.enrol()
        for one in reports[:3]:
            desk.send(one)
        assert hub.run("backup", str(copy)).returncode == 0
        assert copy.stat().st_mode & 0o077 == 0
        for one in reports[3:]:
            desk.send(one)
        before = desk.follow_up()
        assert hub.run("restore", str(copy)).returncode == 1
    with start(new_database(), tmp_path) as hub:
        assert hub.run("restore", str(copy)).returncode == 0
        desk = desk._replace(hub=hub)
        after = desk.follow_up()
        assert after.sequence > before.sequence
        known = {status.report_id for status in after.statuses}
        lost = [one for one in reports if one.report_id not in known]
        assert len(lost) == 3
        assert [desk.send(one).status_code for one in lost] == [201, 201, 201]
        statuses = desk.follow_up().statuses
        assert sorted(status.report_id for status in statuses) == sorted(one.report_id for one in reports)


def test_a_copy_cut_short_changes_nothing(hub: Hub, tmp_path: Path) -> None:
    copy = tmp_path / "copy.gz"
    hub.code()
    hub.run("backup", str(copy))
    for broken in (copy.read_bytes()[:-30], b"", b"autre chose", secrets.token_bytes(300)):
        copy.write_bytes(broken)
        done = hub.run("restore", str(copy))
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert hub.enrol().send(new_report()).status_code == 201


def test_reports_come_on_a_stick_once(hub: Hub, tmp_path: Path) -> None:
    desk, reports = hub.enrol(), [new_report() for _ in range(3)]
    desk.send(reports[0])
    signed = tuple(wire.sign_report(one, desk.seed) for one in reports)
    stranger = wire.sign_report(new_report(), bytes(32))
    file = tmp_path / "signalements.json"
    file.write_bytes(wire.canonical(wire.Parcel(version=1, reports=(*signed, stranger))))
    assert hub.run("import", str(file)).stdout == "Reports received: 2. Already here: 1. Refused: 1.\n"
    assert hub.run("import", str(file)).stdout == "Reports received: 0. Already here: 3. Refused: 1.\n"
    assert len(desk.follow_up().statuses) == 3
    file.write_bytes(b"x")
    assert hub.run("import", str(file)).returncode == 1


def test_exports_say_the_same_in_every_form(hub: Hub, tmp_path: Path) -> None:
    desks, _ = crowd(hub)
    coordinator = Coordinator(hub)
    incident = desks[0].follow_up().incidents[0].incident_id
    coordinator.post(f"/incidents/{incident}", do="publish", way_round='=HYPERLINK("http://x")')
    listed = hub.client.get("/export/incidents.json").json()
    rows = list(csv.DictReader(io.StringIO(hub.client.get("/export/incidents.csv").text.lstrip("\ufeff"))))
    assert [(row["incident_id"], row["reports"], row["bug_kind"]) for row in rows] == [
        (one["incident_id"], str(one["reports"]), one["kind"]) for one in listed
    ]
    assert rows[0]["way_round"] == '\'=HYPERLINK("http://x")'
    open311 = hub.client.get("/open311/v2/requests.json?status=open").json()
    assert [one["service_request_id"] for one in open311] == [incident]
    assert hub.client.get("/open311/v2/requests.json?status=closed").json() == []
    assert hub.client.get(f"/open311/v2/requests/{incident}.json").json() == open311
    assert hub.client.get("/open311/v2/requests/none.json").status_code == 404
    assert [one["service_code"] for one in hub.client.get("/open311/v2/services.json").json()] == ["caf"]
    for name in ("a.csv", "a.json"):
        assert hub.run("export", str(tmp_path / name)).returncode == 0
    assert json.loads((tmp_path / "a.json").read_bytes()) == listed


@given(st.text(max_size=30))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@", "|", "%")
    assert cell in (text, "'" + text)


def words_of(document: pypdfium2.PdfDocument) -> str:
    """Return the text of a PDF on one line."""
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_the_barometer_says_in_words_what_it_draws(hub: Hub, tmp_path: Path) -> None:
    crowd(hub)
    month = date.today().strftime("%Y-%m")  # noqa: DTZ011 -- the hub counts in UTC; the month is read below
    written = tmp_path / "barometer.pdf"
    assert hub.run("barometer", month, str(written)).returncode == 0
    assert hub.run("barometer", "novembre", str(written)).returncode == 1
    served = hub.client.get(f"/fr/barometer/{month}.pdf").content
    texts = []
    for made in (written.read_bytes(), served):
        document = pypdfium2.PdfDocument(made)
        texts.append(words_of(document))
        document.close()
    assert "An error message is shown" in texts[0]
    assert "Un message d’erreur s’affiche" in texts[1]
    assert "Caf (caisse d’allocations familiales)" in texts[1]
    assert hub.client.get("/fr/barometer/2026-13.pdf").status_code == 404


def test_the_barometer_draws_the_days_to_fix_where_something_was_fixed() -> None:
    fixed = Figure(("caf",), incidents=2, reports=9, places=4, days_to_answer=1.0, days_to_fix=12.5)
    open_still = Figure(("msa",), incidents=1, reports=3, places=3, days_to_answer=None, days_to_fix=None)
    texts = []
    for rows in ((fixed, open_still), (open_still,)):
        made = sheet({"service": rows}, "fr", "novembre 2026", "")
        shares = [[row.share for row in block.rows] for block in made.blocks if isinstance(block, FactTable)]
        assert shares == ([[1.0, 3 / 9], [1.0]] if fixed in rows else [[1.0]])
        pdf = draw(made, 2026, 11)
        assert findings(pdf) == []
        document = pypdfium2.PdfDocument(pdf)
        texts.append(words_of(document))
        document.close()
    assert "Signalements : 9" in texts[0].replace("\u00a0", " ")
    assert [text.count("12,5") for text in texts] == [1, 0]
    assert [text.count("Jours avant correction") for text in texts] == [1, 0]


def test_figures_are_published_only_from_enough_reports_and_places(hub: Hub) -> None:
    desks, _ = crowd(hub)
    for _ in range(9):
        desks[0].send(new_report(service_id="prefecture"))
    page = hub.client.get("/en/figures").text
    assert "Caf (caisse d’allocations familiales)" in page
    assert "prefecture" not in page


def test_every_sentence_is_there_and_used() -> None:
    folder = ROOT / "dematassist" / "hub"
    sources = "".join(path.read_text("utf-8") for path in [*folder.rglob("*.html"), *folder.glob("*.py")])
    asked = set(re.findall(r'\bt\("([a-z.]*[a-z])"', sources)) | set(
        re.findall(r'say\(lang, "([a-z.]+)"', sources)
    )
    assert asked <= set(WORDS)
    families = {
        *(f"kind.{one.value}" for one in wire.Kind),
        *(f"lever.{one.value}" for one in wire.Lever),
        *(f"stage.{one.value}" for one in wire.Stage),
    }
    assert families <= set(WORDS)
    for french, english in WORDS.values():
        assert french
        assert english
        assert set(re.findall(r"{\w+}", french)) == set(re.findall(r"{\w+}", english))
        assert "'" not in french


def test_every_stage_leads_somewhere_and_not_fixed_is_never_a_dead_end() -> None:
    assert set(life.NEXT) == set(wire.Stage)
    assert all(life.NEXT.values())
    assert wire.Stage.SENT in life.NEXT[wire.Stage.NOT_FIXED]
