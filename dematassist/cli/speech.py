"""``dematassist speech``: how a text is said, aloud, to a file, with which voices."""

from __future__ import annotations

import argparse
import io
import json
import sys
from typing import TYPE_CHECKING, Any

from dematassist.cli.door import DONE, FAILED
from dematassist.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dematassist.system.paths import Paths

_SLOWEST, _FASTEST = 0.6, 1.8


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the commands of speech."""
    speech = commands.add_parser("speech", help=_("Read aloud, or say how a text is read."))
    ours = speech.add_subparsers(metavar=_("COMMAND"), required=True)
    lang = argparse.ArgumentParser(add_help=False)
    lang.add_argument("--lang", choices=LANGUAGES, default="fr", help=_("the language of the text"))
    spoken = argparse.ArgumentParser(add_help=False)
    spoken.add_argument("text", nargs="*", help=_("the text; lines of the standard input when it is absent"))
    spoken.add_argument(
        "--speed", type=_speed, default=1.0, metavar="FACTOR", help=_("from 0.6 to 1.8; 1 is usual")
    )
    text = ours.add_parser("text", parents=[lang], help=_("Print each line as a person would read it."))
    text.set_defaults(run=_text)
    say = ours.add_parser("say", parents=[lang, spoken], help=_("Read aloud."))
    say.set_defaults(run=_say)
    save = ours.add_parser("save", parents=[lang, spoken], help=_("Save what is read as a sound file."))
    save.add_argument(
        "-o", "--output", required=True, metavar="FILE", help=_("where to write the sound (WAV)")
    )
    save.set_defaults(run=_save)
    voices = ours.add_parser("voices", help=_("List the voices of this computer."))
    voices.add_argument("--json", action="store_true", help=_("answer as JSON"))
    voices.set_defaults(run=_voices)
    self_test = ours.add_parser(
        "self-test", parents=[lang], help=_("Say whether this computer can read aloud.")
    )
    self_test.set_defaults(run=_self_test)


def _speed(given: str) -> float:
    factor = float(given.replace(",", "."))
    if not _SLOWEST <= factor <= _FASTEST:
        raise argparse.ArgumentTypeError(given)
    return factor


def _lines(given: argparse.Namespace) -> Iterable[str]:
    return [" ".join(given.text)] if given.text else sys.stdin


def _text(given: argparse.Namespace, _where: Paths, _lang: str) -> int:
    from dematassist.speech.spoken import Form, spoken

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    for line in _read_lines():
        print(spoken(line, given.lang, Form.WORDS).text, flush=True)
    return DONE


def _read_lines() -> Iterator[str]:
    """Read the standard input as it comes; bytes that are no letters say nothing."""
    raw = getattr(sys.stdin, "buffer", None)
    for line in sys.stdin if raw is None else raw:
        yield (line if isinstance(line, str) else line.decode("utf-8", "replace")).rstrip("\r\n")


def _say(given: argparse.Namespace, _where: Paths, _lang: str) -> int:
    from dematassist.speech.commands import say

    say(_lines(given), given.lang, speed=given.speed)
    return DONE


def _save(given: argparse.Namespace, _where: Paths, _lang: str) -> int:
    from pathlib import Path

    from dematassist.speech.commands import save

    seconds = save(_lines(given), given.lang, Path(given.output), speed=given.speed)
    print(_("Written: {path}").format(path=given.output))
    # Translators: {seconds} is how long a sound lasts, with one decimal.
    print(_("It lasts {seconds} seconds.").format(seconds=f"{seconds:.1f}"))
    return DONE


def _voices(given: argparse.Namespace, _where: Paths, _lang: str) -> int:
    from dematassist.speech.commands import voices

    found = voices()
    if given.json:
        print(json.dumps([voice._asdict() for voice in found], ensure_ascii=False, indent=2))
        return DONE
    for voice in found:
        print(f"{voice.lang}  {voice.engine:8} {voice.name} ({voice.id})")
    if not found:
        print(_("No voice was found for this language."))
    return DONE if found else FAILED


def _self_test(given: argparse.Namespace, _where: Paths, _lang: str) -> int:
    from dematassist.speech.commands import self_test
    from dematassist.ui.problems import problem

    findings = self_test(given.lang)
    for finding in findings:
        said = str(problem(finding.error)) if finding.error else finding.said
        verdict = _("NOT GOOD") if finding.error else _("good")
        print(f"{verdict:10} {finding.name}: {said}")
    return FAILED if any(finding.error for finding in findings) else DONE
