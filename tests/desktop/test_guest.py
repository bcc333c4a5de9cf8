"""A guest at a shared computer, on a disk in a file: once they are gone, its raw bytes hold nothing of them.

The disk is looked at as it is under its file system: files that were deleted, the journal and what was
written over are seen too. The same walk on a computer of one's own leaves what was written: the proof can
fail.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from dematassist.system.settings import Computer, Settings, write
from dematassist.vault.mandate import Terms
from dematassist.vault.model import DocumentFacts
from dematassist.vault.space import Space
from tests.copies import samples
from tests.vault.media import disk_of, new_image
from tests.vault.spaces import asked_of

from .program import Program
from .session import until

if TYPE_CHECKING:
    from collections.abc import Iterator

SEARCHED, NUMBER, TOLD, PRIVATE, COPIED = (
    "zkcherche81",
    "3 mars 4482",
    "zkraconte83",
    "zk84@exemple.fr",
    "zkcolle85",
)
FILE_NAME, STICK_NAME, IN_FILE, SAVED = "zkfichier86", "zkcle87", "zkoctets88", "zkcopie89"
TITLE, PASSWORD, SAID = "zktitre90", "zkmotdepasse91", "zkprenom92"
CANARIES = (SEARCHED, NUMBER, TOLD, PRIVATE, FILE_NAME, STICK_NAME, IN_FILE, SAVED, TITLE, PASSWORD, SAID)
LASTING = {NUMBER, TOLD, SAID}
"""What the same walk leaves on a computer of one's own: the walk, the draft, how a name is said."""


@contextmanager
def guest_of(desktop_env: dict[str, str], disk: Path, computer: Computer) -> Iterator[Program]:
    """The program of a user whose home, caches and temporary files are on this disk."""
    program = Program(desktop_env, disk / "unused")
    del program.env["DEMATASSIST_HOME"]
    program._errors = disk.parent / "stderr"
    folders = {
        "HOME": disk / "home",
        "TMPDIR": disk / "tmp",
        "XDG_CONFIG_HOME": disk / "home" / ".config",
        "XDG_DATA_HOME": disk / "home" / ".local" / "share",
        "XDG_STATE_HOME": disk / "home" / ".local" / "state",
        "XDG_CACHE_HOME": disk / "home" / ".cache",
        "XDG_DOCUMENTS_DIR": disk / "home",
    }
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    program.env |= {name: str(folder) for name, folder in folders.items()}
    settings = folders["XDG_CONFIG_HOME"] / "dematassist" / "settings.json"
    settings.parent.mkdir()
    write(settings, Settings(lang="fr", is_welcome_done=True, computer=computer))
    mandates = folders["XDG_DATA_HOME"] / "dematassist" / "mandats"
    over = msgspec.json.encode(Terms("4821-7730", date(2020, 1, 1), date(2020, 1, 31)))
    for name, content in (("4821-7730/mandat.json", over), (".1111-2222.gone/objets", b"half deleted")):
        (mandates / name).parent.mkdir(parents=True)
        (mandates / name).write_bytes(content)
    try:
        yield program
    except BaseException:
        program.kill()
        program.eyes.close()
        raise
    program.close()


def choose_in_dialog(program: Program, path: Path) -> None:
    """Go to a file in the dialog of files that is open."""
    until(lambda: len(program.windows()) > 1, "no dialog of files")
    # The folder first, as a hand goes there.
    for typed in (str(path.parent), path.name):
        program.keys("ctrl+a")
        program.type(typed)
        program.keys("Return")
    until(lambda: len(program.windows()) == 1, "the dialog of files stays")


def choose_folder(program: Program, folder: Path) -> None:
    """Choose a folder in the dialog that is open."""
    until(lambda: len(program.windows()) > 1, "no dialog of folders")
    program.keys("ctrl+a")
    program.type(str(folder))
    program.keys("Return")
    until(lambda: len(program.windows()) == 1, "the dialog of folders stays")


def use_everything(program: Program, stick: Path, computer: Computer) -> None:
    """Search, walk, write down, tell, copy, open a paper, save a copy and a sheet, listen."""
    eyes = program.eyes
    program.start()
    if computer is Computer.SHARED:
        eyes.press("Commencer sans rien garder")
    eyes.wait_focus("Dites-le")
    mandates = Path(program.env["XDG_DATA_HOME"]) / "dematassist" / "mandats"
    until(lambda: [path.name for path in mandates.iterdir()] == ["heure.json"], "old copies stay")
    program.type(SEARCHED)
    eyes.wait("Aucun guide trouvé")
    program.keys("ctrl+a", "ctrl+c")
    program.type("carte vitale")
    program.keys("Down")
    eyes.wait_focus("1.")
    program.keys("space")
    eyes.press("Commencer")
    eyes.wait_focus("Que se passe-t-il")
    eyes.press("Suivant")
    eyes.wait_focus("Avez-vous un compte")
    eyes.press("Suivant")
    eyes.wait_focus("Retrouver son compte")
    eyes.press("Étape faite")
    eyes.wait_focus("Déclarer la perte")
    program.tab_to("Date de la déclaration")
    program.type(NUMBER)
    program.keys("ctrl+a", "ctrl+c")

    program.keys("ctrl+b")
    eyes.wait_focus("Ça ne marche pas")
    eyes.press("Un message d’erreur")
    eyes.wait_focus("C’est noté")
    eyes.press("En dire plus, si je veux")
    eyes.wait_focus("En dire plus")
    program.tab_to("Ce qui s’est passé", limit=80)
    program.type(f"{TOLD} {PRIVATE}")
    eyes.press("Voir ce qui partirait, et l")
    eyes.wait_focus("Ce qui partirait")

    program.keys("alt+Home")
    eyes.wait_focus("Dites-le")
    eyes.press("Préparer un fichier à envoyer")
    eyes.wait_focus("Préparer le fichier")
    eyes.press("Choisir des papiers")
    choose_in_dialog(program, stick / f"{FILE_NAME}.pdf")
    eyes.wait(f"1. {FILE_NAME}", seconds=30)
    eyes.press("Faire la copie")
    eyes.wait_focus("Regardez votre copie", 30)
    eyes.press("Enregistrer la copie")
    choose_in_dialog(program, stick / f"{SAVED}.pdf")
    until((stick / f"{SAVED}.pdf").exists, "the copy was not saved")

    program.keys("ctrl+comma")
    eyes.wait_focus("Texte et couleurs")
    eyes.press("Lecture à voix haute")
    eyes.press("Corriger comment un mot est dit")
    program.tab_to("Le mot comme il est écrit")
    program.type(SAID)
    program.tab_to("Comment il se dit")
    program.type("prenon")
    eyes.press("Garder cette correction")
    eyes.wait("Retirer")
    program.keys("ctrl+l")
    eyes.press("Écouter quand même")
    time.sleep(2)
    program.keys("Escape")


def seal(stick: Path) -> None:
    """Make the encrypted folder of the person on their stick, with one paper."""
    space = Space(stick)
    try:
        space.create(asked_of(space.prepare(PASSWORD)))
        space.add_content(samples.letter(1), f"{TITLE}.pdf", DocumentFacts(title=TITLE))
    finally:
        space.lock()


def open_sealed(program: Program, stick: Path) -> None:
    """Open the folder on the stick, and the paper in it."""
    eyes = program.eyes
    program.keys("alt+Home")
    eyes.wait_focus("Dites-le")
    eyes.press("Mes documents")
    eyes.press("Choisir ma clé USB")
    choose_folder(program, stick)
    program.tab_to("Mot de passe du dossier")
    program.type(PASSWORD)
    program.keys("Return")
    eyes.press(f"1. {TITLE}")
    eyes.wait_focus(TITLE, 30)
    eyes.wait("Image de la page 1", "image", 30)


def end(program: Program, stick: Path) -> None:
    """End the session, what was done in it saved on the stick."""
    eyes = program.eyes
    eyes.press("Terminer la séance")
    eyes.wait_focus("Terminer la séance")
    eyes.press("Tout mettre sur ma clé USB")
    choose_folder(program, stick)
    eyes.wait_focus("Sur ma clé USB", 30)
    names = {path.name for path in stick.glob("DematAssist */*")}
    assert names >= {"recu.pdf", "1-carte-vitale.pdf"}, names
    eyes.press("Terminer et tout effacer")
    eyes.wait("La séance est finie")
    eyes.wait_focus("Commencer une séance")


def left_on(image: Path) -> set[str]:
    """Return the canaries that are anywhere on a disk, in any of these writings."""
    raw = image.read_bytes().lower()
    writings = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    return {canary for canary in CANARIES if any(canary.encode(writing) in raw for writing in writings)}


@pytest.mark.parametrize("computer", [Computer.SHARED, Computer.MINE], ids=["guest", "control: my computer"])
def test_nothing_of_a_guest_is_on_the_raw_disk(desktop_env, tmp_path, computer):
    image, stick = new_image(tmp_path / "image"), tmp_path / STICK_NAME
    stick.mkdir()
    seal(stick)
    (stick / f"{FILE_NAME}.pdf").write_bytes(samples.letter(1) + f"\n%{IN_FILE}\n".encode())
    with disk_of(image, tmp_path / "disk") as disk, guest_of(desktop_env, disk, computer) as program:
        use_everything(program, stick, computer)
        if computer is Computer.SHARED:
            assert program.longest_core() == "0"
            open_sealed(program, stick)
            temporary = program.temporary_folders()
            assert temporary
            assert program.env["TMPDIR"] not in temporary
            end(program, stick)
    left = left_on(image)
    assert left == set() if computer is Computer.SHARED else left >= LASTING, left
