"""The pages in a real browser: read by anybody, used by a coordinator with the keyboard alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from dematassist import wire
from dematassist.hub.moderation import set_password
from dematassist.hub.moments import now_ms
from tests.hub.running import Desk, Hub, new_report, start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.loopback
CAF, STEP = "Caf (caisse d’allocations familiales)", "Déclarer ses revenus tous les 3 mois"
PASSWORD = "quatre mots bien longs"  # noqa: S105 -- made for the tests
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed (Debian: chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Hub, Desk]]:
    """A hub where many people met one problem, and one person another."""
    with start(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path) as hub:
        desks = [hub.enrol(place) for place in ("Langon", "Bazas", "La Réole")]
        for number in range(6):
            desks[number % 3].send(new_report(lever=wire.Lever.OFFER))
        desks[0].send(new_report(service_id="prefecture-de-la-gironde", step_id="prendre-rendez-vous"))
        with hub.writing() as connection:
            set_password(connection, "claire", PASSWORD, now_ms())
        yield hub, desks[0]


@pytest.fixture
def page(browser: Browser, served: tuple[Hub, Desk]) -> Iterator[Page]:
    context = browser.new_context(base_url=f"http://127.0.0.1:{served[0].port}", locale="fr-FR")
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    # Nothing is blocked by what we tell the browser; a refused login is an answer it reports.
    assert [text for text in said if "status of 4" not in text] == []


def press(page: Page, name: str, *, role: str = "button") -> None:
    """Go to something with Tab alone, and press it."""
    reach(page, name, role)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reach(page: Page, name: str, role: str) -> None:
    target = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    for _ in range(80):
        if target.evaluate("one => one === document.activeElement"):
            assert target.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {name}")


def write(page: Page, label: str, text: str) -> None:
    reach(page, label, "textbox")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def log_in(page: Page) -> None:
    page.goto("/fr/moderation")
    write(page, "Nom du compte", "claire")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/moderation")


def faults(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def test_a_problem_is_found_and_read_with_the_keyboard_in_both_languages(page: Page) -> None:
    page.goto("/")
    assert page.url.endswith("/fr/")
    assert page.locator("html").get_attribute("lang") == "fr"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    press(page, f"{CAF} · {STEP}", role="link")
    assert "Signalé par 6 personnes, dans 3 lieux" in page.inner_text("main")
    press(page, "English", role="link")
    assert "Reported by 6 people, in 3 places" in page.inner_text("main")
    assert page.locator("html").get_attribute("lang") == "en"
    press(page, "Figures", role="link")
    assert page.get_by_role("table").count() == 4
    press(page, "Known problems", role="link")
    page.select_option("#kind", "page-down")
    press(page, "Show")
    assert "No known problem with this choice." in page.inner_text("main")


def test_a_coordinator_reads_follows_and_publishes_with_the_keyboard(
    page: Page, served: tuple[Hub, Desk]
) -> None:
    _, desk = served
    one = new_report(service_id="foyer-local", text="Appeler Mme Durand")
    desk.send(one)
    log_in(page)
    press(page, f"foyer-local · {STEP} – Un message d’erreur s’affiche – {written_today()}", role="link")
    assert "Peut contenir\u00a0: nom" in page.inner_text("main")
    write(page, "Texte, à corriger si besoin", "Appeler le service")
    press(page, "Accepter ce signalement")
    press(page, f"foyer-local · {STEP} – Un message d’erreur s’affiche – Signalé", role="link")
    assert "Appeler le service" in page.inner_text("main")
    press(page, "Confirmé")
    press(page, "Transmis au service")
    write(page, "Solution en attendant", "Envoyez le formulaire papier.")
    press(page, "Publier")
    press(page, "Problèmes connus", role="link")
    assert "Envoyez le formulaire papier." in page.inner_text("main")
    feed = desk.follow_up()
    assert [one_.way_round for one_ in feed.incidents if one_.service_id == "foyer-local"] == [
        "Envoyez le formulaire papier."
    ]
    press(page, "Coordination", role="link")
    press(page, "Se déconnecter")
    assert page.url.endswith("/fr/moderation/login")


def written_today() -> str:
    from dematassist.hub.moments import day
    from dematassist.hub.words import written_day

    return written_day("fr", day(now_ms()).isoformat())


def test_a_wrong_password_is_said_and_announced(page: Page) -> None:
    page.goto("/en/moderation/login")
    page.fill("#name", "claire")
    page.fill("#password", "non")
    press(page, "Log in")
    assert page.get_by_role("alert").inner_text() == "The account name or the password is not right."
    assert faults(page) == []


def test_no_page_has_a_fault_that_axe_sees_nor_scrolls_sideways_at_400_percent(
    page: Page, served: tuple[Hub, Desk]
) -> None:
    _, desk = served
    held = new_report(text="Mme Durand")
    desk.send(held)
    incident = desk.follow_up().incidents[0].incident_id
    log_in(page)
    for lang in ("fr", "en"):
        for address in (
            "/", "/?service=caf&page=2", f"/incidents/{incident}", "/figures", "/about", "/moderation",
            "/moderation/login", f"/moderation/reports/{held.report_id}",
            f"/moderation/incidents/{incident}", "/moderation/journal",
        ):  # fmt: skip
            # 1280 points at 400 % leave 320.
            page.set_viewport_size({"width": 320, "height": 256})
            answer = page.goto(f"/{lang}{address}")
            assert answer is not None
            assert answer.status == 200, address
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
            assert faults(page) == [], address
            if lang == "fr":
                page.emulate_media(color_scheme="dark")
                assert faults(page) == [], address
                page.emulate_media(color_scheme="light")


def test_a_table_at_400_percent_cuts_no_word_and_is_still_a_table(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto("/fr/figures")
    first = page.get_by_role("table").first
    # What a screen reader is told: the heads, and each cell once.
    assert first.get_by_role("columnheader").all_inner_texts()[:2] == ["Nom", "Problèmes"]
    row = first.get_by_role("row").nth(1)
    assert row.get_by_role("rowheader").inner_text() == CAF
    assert row.get_by_role("cell").all_inner_texts() == ["1", "6", "3", "–", "–"]
    # What is seen: each cell on one line, after its head.
    lines = "one => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)"
    assert all(round(cell.evaluate(lines)) == 1 for cell in row.get_by_role("cell").all())
    shown = row.get_by_role("cell").nth(1).evaluate("one => getComputedStyle(one, '::before').content")
    assert "Signalements" in shown


def test_an_address_with_nothing_is_a_page_for_a_browser(page: Page) -> None:
    for address in ("/fr/rien", "/fr/incidents/rien", "/rien"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
        assert page.get_by_role("heading").inner_text() == "Il n’y a rien à cette adresse"
    assert faults(page) == []
    press(page, "English", role="link")
    assert page.url.endswith("/en/")
