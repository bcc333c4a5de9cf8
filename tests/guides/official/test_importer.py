from __future__ import annotations

import sqlite3
import tarfile
import zipfile
import zlib
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dematassist.errors import Cause, UserError
from dematassist.guides.lexicon import Entry, Lexicon
from dematassist.guides.official import reading
from dematassist.guides.official.importer import take_in
from dematassist.guides.official.keywords import read_keywords
from dematassist.guides.official.model import Kind
from dematassist.guides.official.store import NoSheets, What, open_official
from tests.guides.official.samples import FORM, as_npm, everything, sheet, write_zip

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 2, 10)
LEXICON = Lexicon((Entry("fr", "certificat d’immatriculation", (), ("carte grise",)),), (), ())


def archive(tmp_path: Path, **titles: str) -> Path:
    sheets = {f"{name}.xml": sheet(name, title) for name, title in titles.items()}
    return write_zip(tmp_path / "vosdroits-latest.zip", sheets)


def titles(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT id, title FROM sheet ORDER BY id"))


def test_an_archive_becomes_a_library_that_opens_each_sheet(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "a.zip", {"F1.xml": everything(), "R6.xml": FORM, "lisez-moi.txt": "…"})
    intake = take_in(source, tmp_path / "official.db", LEXICON, TODAY)
    assert intake is not None
    assert (intake.sheets, intake.unreadable, intake.unknown) == (2, 0, 1)
    official = open_official(tmp_path / "official.db")
    assert official.sheet("F1").title == "Carte d’identité : tout savoir"
    assert official.sheet("R6").kind is Kind.FORM
    assert official.has("R6")
    assert not official.has("F9")
    with pytest.raises(UserError) as unknown:
        official.sheet("F9")
    assert unknown.value.cause is Cause.SHEET_UNKNOWN
    status = official.status()
    assert (status.edition, status.imported_on) == (date(2026, 2, 3), TODAY)
    assert status.counts == {"particuliers": 2}
    assert not status.is_old(TODAY)
    assert status.is_old(date(2026, 9, 1))
    official.close()


def test_a_folder_and_the_npm_package_give_the_same_library_as_the_zip(tmp_path: Path) -> None:
    folder = tmp_path / "package" / "data" / "particuliers"
    folder.mkdir(parents=True)
    (folder / "F1.json").write_text(as_npm(everything()), encoding="utf-8")
    (folder / "index.json").write_text("[]", encoding="utf-8")
    xml = tmp_path / "xml"
    xml.mkdir()
    (xml / "F1.xml").write_text(everything(), encoding="utf-8")
    with tarfile.open(tmp_path / "package.tgz", "w:gz") as tar:
        tar.add(tmp_path / "package", "package")
    read = []
    for number, source in enumerate((xml, tmp_path / "package", tmp_path / "package.tgz")):
        target = tmp_path / f"{number}.db"
        take_in(source, target, LEXICON, TODAY)
        official = open_official(target)
        read.append(official.sheet("F1"))
        official.close()
    assert [one.title for one in read] == ["Carte d’identité : tout savoir"] * 3
    assert read[1] == read[2]
    assert read[0].terms == read[1].terms


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2])
def test_long_sheets_come_back_however_the_archive_packed_them(tmp_path: Path, method: int) -> None:
    sheets = {f"F{n}.xml": sheet(f"F{n}", str(n), f"<Texte>{'mot ' * 6_000 * n}</Texte>") for n in (1, 2)}
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as source:
        for name, text in sheets.items():
            source.writestr(name, text)
    take_in(tmp_path / "a.zip", tmp_path / "official.db", LEXICON, TODAY)
    official = open_official(tmp_path / "official.db")
    kept = {name: zlib.decompress(official.kept(name[:2]).packed).decode() for name in sheets}
    assert kept == sheets
    official.close()


def test_sheets_are_found_with_everyday_words_and_wrong_spelling(tmp_path: Path) -> None:
    source = archive(tmp_path, F1="Certificat d’immatriculation perdu", F2="Allocation de rentrée scolaire")
    take_in(source, tmp_path / "official.db", LEXICON, TODAY)
    official = open_official(tmp_path / "official.db")
    for text, found in (("carte grise ", "F1"), ("alocasion rentré scolère ", "F2"), ("F2 ", "F2")):
        answer = official.search(text, "fr")
        assert answer is not None
        assert answer.hits[0].id == found
        assert answer.hits[0].kind == "fiche"
    official.close()


def test_what_changed_since_the_import_before_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "official.db"
    take_in(archive(tmp_path, F1="Un", F2="Deux"), target, LEXICON, TODAY)
    first = open_official(target)
    assert first.changes() == ()
    first.close()
    take_in(archive(tmp_path, F2="Deux, mieux", F3="Trois"), target, LEXICON, TODAY)
    official = open_official(target)
    assert {(change.what, change.id) for change in official.changes()} == {
        (What.REMOVED, "F1"),
        (What.CHANGED, "F2"),
        (What.NEW, "F3"),
    }
    official.close()


def test_sheets_for_another_audience_stay_when_one_archive_is_renewed(tmp_path: Path) -> None:
    target = tmp_path / "official.db"
    pro = write_zip(tmp_path / "pro.zip", {"F9.xml": sheet("F9", "Kbis", audience="professionnels")})
    take_in(pro, target, LEXICON, TODAY)
    take_in(archive(tmp_path, F1="Un"), target, LEXICON, TODAY)
    official = open_official(target)
    assert official.status().counts == {"particuliers": 1, "professionnels": 1}
    assert official.sheet("F9").title == "Kbis"
    assert [change.id for change in official.changes()] == ["F1"]
    official.close()


def test_of_two_editions_of_a_sheet_the_newest_is_kept(tmp_path: Path) -> None:
    source = write_zip(
        tmp_path / "two.zip",
        {
            "old/F1.xml": sheet("F1", "Ancienne", modified="2025-01-01"),
            "new/F1.xml": sheet("F1", "Nouvelle", modified="2026-01-01"),
            "older/F1.xml": sheet("F1", "Très ancienne", modified="2024-01-01"),
        },
    )
    intake = take_in(source, tmp_path / "official.db", LEXICON, TODAY)
    assert intake is not None
    assert intake.twice == 2
    assert titles(tmp_path / "official.db") == {"F1": "Nouvelle"}


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def _spoilt(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[60:90] = b"\xff" * 30
    path.write_bytes(data)


def _other(path: Path) -> None:
    write_zip(path, {"F1.xml": "<html/>", "F2.xml": "<html/>", "F3.xml": sheet("F3", "Trois")})


def _empty(path: Path) -> None:
    write_zip(path, {"lisez-moi.txt": "rien"})


def _text(path: Path) -> None:
    path.write_text("pas une archive", encoding="utf-8")


@pytest.mark.parametrize("harm", [_cut, _spoilt, _other, _empty, _text])
def test_a_bad_archive_is_refused_and_the_old_library_stays(tmp_path: Path, harm: object) -> None:
    target = tmp_path / "official.db"
    take_in(archive(tmp_path, F1="Un"), target, LEXICON, TODAY)
    source = archive(tmp_path, F2="Deux")
    harm(source)  # type: ignore[operator]
    with pytest.raises(UserError) as refused:
        take_in(source, target, LEXICON, TODAY)
    assert refused.value.cause is Cause.OFFICIAL_UNREADABLE
    assert titles(target) == {"F1": "Un"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["official.db", "vosdroits-latest.zip"]


def test_a_file_that_swells_is_left_out(tmp_path: Path) -> None:
    source = write_zip(
        tmp_path / "bomb.zip",
        {"F1.xml": sheet("F1", "Un"), "F2.xml": sheet("F2", "Deux"), "F3.xml": " " * (17 * 2**20)},
    )
    intake = take_in(source, tmp_path / "official.db", LEXICON, TODAY)
    assert intake is not None
    assert (intake.sheets, intake.unreadable) == (2, 1)


def test_an_archive_that_swells_as_a_whole_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dematassist.guides.official.archive._MOST_BYTES", 1_000)
    with pytest.raises(UserError) as refused:
        take_in(archive(tmp_path, F1="Un", F2="Deux"), tmp_path / "official.db", LEXICON, TODAY)
    assert refused.value.cause is Cause.OFFICIAL_UNREADABLE


def test_names_that_climb_out_of_the_archive_write_nothing_elsewhere(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    source = write_zip(
        inside / "a.zip", {"../../F1.xml": sheet("F1", "Un"), "/etc/F2.xml": sheet("F2", "Deux")}
    )
    take_in(source, inside / "official.db", LEXICON, TODAY)
    assert titles(inside / "official.db") == {"F1": "Un", "F2": "Deux"}
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]


def test_a_cancelled_import_leaves_the_old_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "EVERY", 1)
    target = tmp_path / "official.db"
    take_in(archive(tmp_path, F1="Un"), target, LEXICON, TODAY)
    seen: list[tuple[int, int]] = []
    intake = take_in(
        archive(tmp_path, F2="Deux", F3="Trois"),
        target,
        LEXICON,
        TODAY,
        on_progress=lambda done, total: seen.append((done, total)),
        is_cancelled=lambda: bool(seen),
    )
    assert intake is None
    assert seen == [(1, 2)]
    assert titles(target) == {"F1": "Un"}
    assert not list(tmp_path.glob(".official*"))


def test_a_damaged_library_is_said_and_replaced_by_the_next_import(tmp_path: Path) -> None:
    target = tmp_path / "official.db"
    target.write_bytes(b"not a library" * 100)
    with pytest.raises(UserError) as damaged:
        open_official(target)
    assert damaged.value.cause is Cause.OFFICIAL_DAMAGED
    take_in(archive(tmp_path, F1="Un"), target, LEXICON, TODAY)
    assert titles(target) == {"F1": "Un"}


def test_without_an_archive_there_is_a_library_that_says_so(tmp_path: Path) -> None:
    official = open_official(tmp_path / "official.db")
    assert isinstance(official, NoSheets)
    assert official.status().sheets == 0
    assert official.search("carte", "fr") is None
    with pytest.raises(UserError):
        official.sheet("F1")


def test_what_people_say_finds_a_sheet_whose_words_are_others(tmp_path: Path) -> None:
    (tmp_path / "shipped.tsv").write_text("# remarque\nF1\tchèque en bois\nnon\n", encoding="utf-8")
    (tmp_path / "own.tsv").write_text("F2\tpapier du maire\nF1\tinterdit bancaire", encoding="utf-8")
    said = read_keywords(tmp_path / "shipped.tsv", tmp_path / "own.tsv", tmp_path / "none.tsv")
    assert said == {"F1": "chèque en bois\ninterdit bancaire", "F2": "papier du maire"}
    source = archive(tmp_path, F1="Paiement sans provision", F2="Justificatif", F3="Chèque énergie")
    take_in(source, tmp_path / "official.db", LEXICON, TODAY, said=said)
    official = open_official(tmp_path / "official.db")
    for text, found in (("chèque en bois ", "F1"), ("papier du maire ", "F2")):
        answer = official.search(text, "fr")
        assert answer is not None
        assert answer.hits[0].id == found
    official.close()


def test_of_two_sheets_alike_the_one_that_others_lead_to_comes_first(tmp_path: Path) -> None:
    link = "<Texte><Paragraphe><LienInterne LienPublication='F2'>voir</LienInterne></Paragraphe></Texte>"
    link = link.replace("'", '"')
    sheets = {"F1.xml": sheet("F1", "Passeport un"), "F2.xml": sheet("F2", "Passeport deux")}
    sheets |= {f"F{n}.xml": sheet(f"F{n}", f"Autre {n}", link) for n in range(3, 8)}
    take_in(write_zip(tmp_path / "a.zip", sheets), tmp_path / "official.db", LEXICON, TODAY)
    official = open_official(tmp_path / "official.db")
    answer = official.search("passeport ", "fr")
    assert answer is not None
    assert [hit.id for hit in answer.hits] == ["F2", "F1"]
    official.close()
