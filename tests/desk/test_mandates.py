"""A paper mandate: what its sheet says, and a desk that knows it again without knowing whose it is."""

from __future__ import annotations

import stat
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.desk.mandate import NUMBER, Act, Duration, Mandate, number_of, procedures_of
from dematassist.desk.mandate_book import MandateBook, Match, Standing
from dematassist.desk.mandate_sheet import mandate_sheet
from dematassist.errors import Cause, UserError
from dematassist.sheets.model import lines
from dematassist.sheets.pdf import render_pdf
from dematassist.system.paths import paths

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 26, 10, 15, tzinfo=timezone.utc)
NAME = "Mme Awa Exemple-Canari"
MANDATE = Mandate(
    "4821-7730", date(2026, 11, 26), Duration.MONTH, NAME, "Refaire ma carte",
    ("Refaire sa carte Vitale",), frozenset({Act.READ, Act.KEEP}),
)  # fmt: skip


def pdf(mandate: Mandate = MANDATE, *, is_large: bool = False) -> bytes:
    return render_pdf(mandate_sheet(mandate, "fr"), ROOT / "resources", NOW, large_print=is_large)


@pytest.fixture
def book(tmp_path: Path) -> MandateBook:
    return MandateBook(tmp_path / "new" / "mandates.jsonl")


@pytest.mark.parametrize(
    ("duration", "last_day"),
    [
        (Duration.DAY, date(2026, 11, 26)),
        (Duration.MONTH, date(2026, 12, 26)),
        (Duration.SEMESTER, date(2027, 5, 26)),
        (Duration.YEAR, date(2027, 11, 25)),
    ],
)
def test_a_mandate_lasts_its_days_the_last_one_included(duration, last_day) -> None:
    assert MANDATE._replace(duration=duration).last_day == last_day


def test_the_sheet_says_what_was_agreed_and_what_it_is_not() -> None:
    text = "\n".join("\n".join((title, *group)) for title, group in lines(mandate_sheet(MANDATE, "en")))
    for expected in (
        *(
            NAME,
            "4821-7730",
            "Refaire ma carte",
            "Refaire sa carte Vitale",
            "not a mandate of Aidants Connect",
        ),
        *("access to none of my accounts", "Sign in my place", "article 1984", "end it at any time"),
        *("copies of the papers I choose", "legal protection"),
    ):
        assert expected in text
    assert "Call the service" not in text


def test_the_exact_sheet_is_known_again_in_both_prints_and_any_change_is_seen(book: MandateBook) -> None:
    normal, large = pdf(), pdf(is_large=True)
    for content in (normal, large):
        book.keep_printed(MANDATE, content, NOW)
    for content in (normal, large):
        checked = book.check(content)
        assert (checked.match, checked.known.number, checked.made_at) == (Match.EXACT, "4821-7730", NOW)
    assert len(book.mandates()) == 1
    other = pdf(MANDATE._replace(procedures=("Vendre ma maison",)))
    assert book.check(other).match is Match.CHANGED
    assert book.check(normal[:-9] + b"X" + normal[-8:]).match is Match.CHANGED
    assert book.check(pdf(MANDATE._replace(number="1111-2222"))).match is Match.UNKNOWN
    assert book.check(b"").match is Match.UNKNOWN


def test_the_file_of_a_desk_holds_no_name_and_is_of_its_user_only(book: MandateBook, tmp_path: Path) -> None:
    book.keep_printed(MANDATE, pdf(), NOW)
    path = tmp_path / "new" / "mandates.jsonl"
    content = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not any(word.encode() in content for word in (*NAME.split(), "Vitale", "Refaire", "carte"))


def test_a_mandate_ends_on_its_day_or_when_its_person_says_so(book: MandateBook) -> None:
    book.keep_printed(MANDATE, pdf(), NOW)
    known = book.known(" 4821-7730 ")
    assert known.standing(known.last_day) is Standing.RUNNING
    assert known.standing(known.last_day + timedelta(days=1)) is Standing.OVER
    book.end("4821-7730", date(2026, 11, 27))
    book.end("4821-7730", date(2026, 11, 29))
    ended = book.known("4821-7730")
    assert (ended.standing(date(2026, 11, 26)), ended.ended_on) == (Standing.ENDED, date(2026, 11, 27))
    assert book.check(pdf()).known == ended
    with pytest.raises(UserError) as raised:
        book.end("0000-0000", date(2026, 11, 27))
    assert raised.value.cause is Cause.MANDATE_UNKNOWN


def test_half_a_line_left_by_a_power_cut_takes_no_mandate_with_it(book: MandateBook, tmp_path: Path) -> None:
    book.keep_printed(MANDATE, b"one", NOW)
    path = tmp_path / "new" / "mandates.jsonl"
    path.write_bytes(path.read_bytes() + b'{"type":"ended","number":"4821')
    book.keep_printed(MANDATE._replace(number="1111-2222"), b"two", NOW)
    assert [known.number for known in book.mandates()] == ["4821-7730", "1111-2222"]
    assert book.known("4821-7730").ended_on is None


@given(st.binary(max_size=200))
def test_whatever_the_file_of_mandates_or_a_checked_file_holds_it_is_no_crash(
    tmp_path_factory, rubbish
) -> None:
    path = tmp_path_factory.mktemp("desk") / "mandates.jsonl"
    path.write_bytes(rubbish)
    book = MandateBook(path)
    book.keep_printed(MANDATE, b"one", NOW)
    assert book.known("4821-7730")
    assert book.check(rubbish).match in (Match.UNKNOWN, Match.CHANGED)


@given(st.text("0123456789abcdef", min_size=32, max_size=32))
def test_a_number_is_eight_figures_in_two_groups(random_id: str) -> None:
    assert NUMBER.fullmatch(number_of(random_id))


def test_procedures_are_one_a_line_each_once() -> None:
    assert procedures_of("  RSA \n\n carte   Vitale\nRSA") == ("RSA", "carte Vitale")


def test_the_command_checks_lists_and_ends(tmp_path: Path) -> None:
    book, file = MandateBook(paths().mandates), tmp_path / "mandat.pdf"
    today = date.today()  # noqa: DTZ011 -- the command reads the machine's clock
    mandate = MANDATE._replace(begins=today)
    file.write_bytes(pdf(mandate))

    def run(*words: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "dematassist", "desk", "mandate", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        return done.returncode, done.stdout + done.stderr

    assert run("verify", str(file))[0] == 1
    book.keep_printed(mandate, file.read_bytes(), NOW)
    status, said = run("verify", str(file))
    assert (status, "exactement la feuille" in said, "vaut aujourd" in said) == (
        0,
        True,
        True,
    )
    assert "4821-7730" in run("list")[1]
    copies = paths().mandate_folders / "4821-7730"
    copies.mkdir(parents=True)
    assert run("end", "4821-7730")[0] == 0
    assert not copies.exists()
    status, said = run("verify", str(file))
    assert (status, "La personne y a mis fin" in said) == (1, True)
    assert run("end", "0000-0000")[0] == 1


@pytest.mark.skipif(sys.version_info < (3, 11), reason="outloud and pdfua need Python 3.11")
@pytest.mark.parametrize("is_large", [False, True])
def test_the_printed_sheet_is_accessible(is_large: bool) -> None:
    from tests.sheets.checkers import findings

    assert findings(pdf(is_large=is_large)) == []
