"""Opens a space by its short code with a real keyring, and prints what came of each step."""

from __future__ import annotations

import sys
from pathlib import Path

from dematassist.errors import UserError
from dematassist.vault.space import Space
from dematassist.vault.states import Unlocked
from tests.system.keyring_script import started

PASSWORD = "ancien mot de passe"  # noqa: S105


def main(place: Path, steps: list[str]) -> None:
    daemon = started()
    space = Space(place)
    sheet = space.prepare(PASSWORD)
    space.create(tuple(sheet.words[number - 1] for number in sheet.asked))
    try:
        for step in steps:
            verb, _colon, rest = step.partition(":")
            if verb == "kill":
                daemon.kill()
                daemon.wait()
            print(step, "done" if verb == "kill" else told(space, verb, rest))
    finally:
        space.lock()
        daemon.kill()


def told(space: Space, verb: str, rest: str) -> str:
    try:
        if verb == "pin":
            space.lock()
            return str(space.open_with_pin(rest).has_pin)
        if not isinstance(space.state, Unlocked):
            space.open(PASSWORD)
        if verb == "set":
            return str(space.set_pin(PASSWORD, rest).has_pin)
        if verb == "remove":
            return str(space.remove_pin().has_pin)
        if verb == "change":
            return str(space.change_password(PASSWORD, PASSWORD).has_pin)
        sheet = space.prepare_key(PASSWORD)
        return str(space.change_key(tuple(sheet.words[number - 1] for number in sheet.asked)).has_pin)
    except UserError as error:
        return " ".join([error.cause.value, *error.details.values()])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
