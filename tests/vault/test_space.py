"""A space as the window and the command line use it, with its real worker process."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from dematassist.errors import Cause, UserError
from dematassist.vault import header
from dematassist.vault.folders import spaces_in
from dematassist.vault.space import Space
from dematassist.vault.states import Locked, NoSpace, Notice, Unlocked

PASSWORD = "ancien mot de passe"  # noqa: S105


@pytest.fixture
def space(tmp_path):
    made = Space(tmp_path)
    sheet = made.prepare(PASSWORD)
    made.create(asked_of(sheet))
    made.sheet = sheet
    yield made
    made.lock()


def asked_of(sheet) -> tuple[str, ...]:
    return tuple(sheet.words[number - 1] for number in sheet.asked)


def refusal(call, *args) -> UserError:
    with pytest.raises(UserError) as caught:
        call(*args)
    return caught.value


def test_nothing_is_written_before_two_words_of_the_sheet_are_copied(tmp_path):
    space = Space(tmp_path / "place")
    assert space.state == NoSpace()
    sheet = space.prepare(PASSWORD)
    assert len(set(sheet.asked)) == 2
    assert refusal(space.create, ("abaisser", "abaisser")).cause is Cause.SHEET_WORDS_ASKED_WRONG
    assert not (tmp_path / "place").exists()
    assert space.create(tuple(word[:4].upper() for word in asked_of(sheet))) == Unlocked()
    assert space.state == Unlocked()
    space.lock()
    assert space.state == Locked()
    names = sorted(path.name for path in space.folder.iterdir())
    assert names == ["LISEZMOI.txt", "entete.bak.json", "entete.json", "index.db", "verrou"]
    assert space.folder.stat().st_mode & 0o777 == 0o700
    assert refusal(Space(tmp_path / "place").prepare, PASSWORD).cause is Cause.SPACE_EXISTS


def test_a_password_too_short_makes_no_space(tmp_path):
    space = Space(tmp_path)
    assert refusal(space.prepare, "court").cause is Cause.PASSWORD_TOO_SHORT
    space.lock()
    assert spaces_in(tmp_path) == ()


def test_ten_wrong_passwords_say_only_that_and_the_right_one_opens(space):
    space.lock()
    for _ in range(10):
        error = refusal(space.open, "un autre mot de passe")
        assert (error.cause, error.details) == (Cause.PASSWORD_WRONG, {})
        assert space.state == Locked()
    assert space.open(PASSWORD) == Unlocked()


def test_each_way_in_opens_and_a_recovery_gives_another_password(space):
    space.lock()
    assert space.recover_with_words(" ".join(space.sheet.words), "un nouveau mot") == Unlocked()
    space.lock()
    assert refusal(space.open, PASSWORD).cause is Cause.PASSWORD_WRONG
    assert space.open("un nouveau mot") == Unlocked()
    space.lock()
    assert space.recover_with_key(space.sheet.identity.lower(), PASSWORD) == Unlocked()
    space.lock()
    assert space.open(PASSWORD) == Unlocked()
    space.lock()
    for words in ("abaisser " * 11 + "abeille", "abaisser"):
        assert refusal(space.recover_with_words, words, PASSWORD).cause in {
            Cause.SHEET_WORDS_WRONG,
            Cause.SHEET_WORDS_COUNT,
        }
    other = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True).stdout.split()[-1]
    for key in (other, "AGE-SECRET-KEY-1", ""):
        assert refusal(space.recover_with_key, key, PASSWORD).cause is Cause.RECOVERY_KEY_WRONG


def test_the_password_changes_only_with_the_current_one(space):
    assert refusal(space.change_password, "pas le bon mot", "un nouveau mot").cause is Cause.PASSWORD_WRONG
    assert refusal(space.change_password, PASSWORD, "court").cause is Cause.PASSWORD_TOO_SHORT
    assert space.change_password(PASSWORD, "un nouveau mot") == Unlocked()
    space.lock()
    assert refusal(space.open, PASSWORD).cause is Cause.PASSWORD_WRONG
    assert space.open("un nouveau mot") == Unlocked()


def test_a_space_is_open_in_one_program_at_a_time_and_a_dead_one_holds_it_no_more(space):
    other = Space(space.folder)
    assert refusal(other.open, PASSWORD).cause is Cause.SPACE_OPEN_ELSEWHERE
    assert other.state == Locked()
    os.kill(worker_pid(space), signal.SIGKILL)
    assert other.open(PASSWORD) == Unlocked()
    other.lock()
    assert refusal(space.change_password, PASSWORD, "un nouveau mot").cause is Cause.SPACE_STOPPED
    assert space.state == Locked()


def worker_pid(space: Space) -> int:
    return space._worker.pid


def test_the_worker_holds_no_key_once_locked_and_ends_with_its_parent(space):
    pid = worker_pid(space)
    space.lock()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    space.open(PASSWORD)
    worker = space._worker._process
    worker.stdin.close()
    assert worker.wait(10) == 0


def test_no_secret_is_in_the_arguments_or_the_environment_of_the_worker(space):
    proc = Path("/proc") / str(worker_pid(space))
    if not proc.exists():
        pytest.skip("no /proc on this system")
    told = (proc / "cmdline").read_bytes() + (proc / "environ").read_bytes()
    assert PASSWORD.encode() not in told
    assert space.sheet.identity.encode() not in told


def test_what_lies_where_the_person_stands_is_not_run_with_the_keys(tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    for name in ("msgspec", "nacl", "pyrage", "sqlite3"):
        (stick / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    monkeypatch.chdir(stick)
    space = Space(Path("place"))
    space.create(asked_of(space.prepare(PASSWORD)))
    space.lock()
    assert space.open(PASSWORD) == Unlocked()
    space.lock()
    assert space.folder.parent == stick / "place"
    assert not (tmp_path / "ran").exists()


def test_the_memory_of_the_worker_is_not_written_to_a_disk_when_it_crashes(space):
    limits = Path("/proc") / str(worker_pid(space)) / "limits"
    if not limits.exists():
        pytest.skip("no /proc on this system")
    (core,) = (line for line in limits.read_text().splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]


def test_a_header_whose_copy_is_damaged_is_written_again(space):
    space.lock()
    whole = (space.folder / header.NAME).read_bytes()
    for name in (header.NAME, header.COPY_NAME):
        (space.folder / name).write_bytes(whole[:100])
        assert space.open(PASSWORD) == Unlocked((Notice.HEADER_WAS_DAMAGED,))
        space.lock()
        assert (space.folder / name).read_bytes() == whole
    assert space.open(PASSWORD) == Unlocked()


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_without_any_header_the_square_code_makes_one_again(space, harm):
    space.lock()
    for name in (header.NAME, header.COPY_NAME):
        if harm == "missing":
            (space.folder / name).unlink()
        else:
            (space.folder / name).write_bytes(b"{}")
    assert refusal(space.open, PASSWORD).cause is Cause.SPACE_DAMAGED
    assert space.recover_with_key(space.sheet.identity, PASSWORD) == Unlocked((Notice.SHEET_NEEDED,))
    space.lock()
    assert space.open(PASSWORD) == Unlocked((Notice.SHEET_NEEDED,))
    sheet = space.prepare_key(PASSWORD)
    assert space.change_key(asked_of(sheet)) == Unlocked()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipe with a name")
def test_a_lock_that_is_a_pipe_or_a_link_is_neither_waited_for_nor_followed(space, tmp_path):
    space.lock()
    lock = space.folder / "verrou"
    lock.unlink()
    os.mkfifo(lock)
    assert isinstance(space.open(PASSWORD), Unlocked)
    space.lock()
    lock.unlink()
    lock.symlink_to(tmp_path / "made-through-a-link")
    assert space.open(PASSWORD).notices == (Notice.READ_ONLY,)
    assert not (tmp_path / "made-through-a-link").exists()


def test_a_space_of_a_newer_program_is_left_as_it_is(space):
    space.lock()
    newer = (space.folder / header.NAME).read_bytes().replace(b'"version":1', b'"version":2')
    for name in (header.NAME, header.COPY_NAME):
        (space.folder / name).write_bytes(newer)
    assert refusal(space.open, PASSWORD).cause is Cause.SPACE_TOO_NEW
    assert refusal(space.recover_with_key, space.sheet.identity, PASSWORD).cause is Cause.SPACE_TOO_NEW
    assert (space.folder / header.NAME).read_bytes() == newer


def test_where_there_is_no_space_or_several_it_is_said(space, tmp_path):
    assert refusal(Space(tmp_path / "nowhere").open, PASSWORD).cause is Cause.SPACE_ABSENT
    (tmp_path / ("a" * 26 + ".dossier")).mkdir()
    assert refusal(Space(tmp_path).open, PASSWORD).cause is Cause.SPACES_SEVERAL


def test_a_folder_with_any_name_holds_a_space(tmp_path):
    place = Path(os.fsdecode(bytes(tmp_path) + b"/cl\xe9 \xff USB"))
    space = Space(place)
    space.create(asked_of(space.prepare(PASSWORD)))
    space.lock()
    assert space.open(PASSWORD) == Unlocked()
    space.lock()


def test_what_was_left_by_a_creation_cut_short_goes(tmp_path):
    left = tmp_path / ("a" * 26 + ".part")
    left.mkdir()
    (left / "verrou").touch()
    kept = tmp_path / "other.part"
    kept.mkdir()
    space = Space(tmp_path)
    space.create(asked_of(space.prepare(PASSWORD)))
    space.lock()
    assert not left.exists()
    assert kept.exists()
