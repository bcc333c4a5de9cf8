"""The folder of a scanner: what is told is new and whole, and nothing goes that was not asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dematassist.vault.scanner import Looked, Scanner, erase, look, newest_ns

if TYPE_CHECKING:
    from pathlib import Path


def names(scanner: Scanner) -> list[str]:
    return [scan.path.name for scan in scanner.new]


def told(scanner: Scanner) -> list[str]:
    """Look twice, as time passes, and return what is told."""
    scanner.know(look(scanner.folder))
    scanner.know(look(scanner.folder))
    return names(scanner)


def write(folder: Path, name: str, content: bytes = b"%PDF-1.7", moment: int = 0) -> Path:
    path = folder / name
    path.write_bytes(content)
    if moment:
        # Later than all that the test writes by itself.
        os.utime(path, ns=(moment, moment))
    return path


def after(folder: Path, more: int = 1) -> int:
    return max(path.stat().st_ctime_ns for path in folder.iterdir()) + more * 10**9


def test_what_was_there_before_is_not_new_and_what_comes_later_is(tmp_path):
    write(tmp_path, "ancien.pdf")
    scanner = Scanner(tmp_path, newest_ns(look(tmp_path)))
    assert told(scanner) == []
    write(tmp_path, "b.pdf", moment=after(tmp_path))
    write(tmp_path, "a.JPG", moment=after(tmp_path))
    for name in ("notes.txt", ".cache.pdf", "en cours.pdf.part", "vide.pdf"):
        write(tmp_path, name, b"" if name == "vide.pdf" else b"x", moment=after(tmp_path))
    (tmp_path / "lien.pdf").symlink_to(tmp_path / "ancien.pdf")
    (tmp_path / "dossier.pdf").mkdir()
    os.mkfifo(tmp_path / "tube.pdf")
    assert told(scanner) == ["a.JPG", "b.pdf"]


def test_a_file_is_told_once_its_size_has_settled(tmp_path):
    scanner = Scanner(tmp_path, 0)
    path = write(tmp_path, "a.pdf", b"%PDF")
    assert not scanner.know(look(tmp_path))
    with path.open("ab") as growing:
        growing.write(b"-1.7")
    assert not scanner.know(look(tmp_path))
    assert scanner.know(look(tmp_path))
    assert names(scanner) == ["a.pdf"]
    assert not scanner.know(look(tmp_path))


def test_what_is_set_aside_or_taken_is_not_told_again_and_what_is_unfinished_is_told_later(tmp_path):
    scanner = Scanner(tmp_path, 0)
    one = write(tmp_path, "un.pdf")
    assert told(scanner) == ["un.pdf"]
    late = write(tmp_path, "tard.pdf", b"%P", moment=after(tmp_path))
    scanner.know(look(tmp_path))
    scanner.took([one])
    assert [scan.path for scan in scanner.taken] == [one]
    assert told(scanner) == ["tard.pdf"]
    scanner.set_aside()
    assert told(scanner) == []
    assert told(Scanner(tmp_path, scanner.seen_ns)) == []
    write(tmp_path, "tard.pdf", b"%PDF-1.7 encore", moment=after(tmp_path, 5))
    assert told(scanner) == ["tard.pdf"]
    assert late.exists()


def test_only_what_was_taken_in_and_is_still_the_same_is_erased(tmp_path):
    scanner = Scanner(tmp_path, 0)
    kept, changed, other = (write(tmp_path, f"{name}.pdf") for name in ("garde", "change", "autre"))
    assert len(told(scanner)) == 3
    scanner.took([kept, changed])
    changed.write_bytes(b"%PDF-1.7 un autre papier")
    assert erase(scanner.taken) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["autre.pdf", "change.pdf"]
    assert erase(scanner.taken) == 0
    assert other.exists()


def test_a_folder_that_is_not_there_is_told_then_found_again(tmp_path):
    scanner = Scanner(tmp_path / "cle", 0)
    assert scanner.know(look(scanner.folder))
    assert scanner.is_missing
    scanner.folder.mkdir()
    assert scanner.know(look(scanner.folder))
    assert not scanner.is_missing
    assert look(write(tmp_path, "un fichier.pdf")) == Looked(is_missing=True)
