"""Emergency and violence numbers: always there, in the language in use, each with its source."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dematassist.facts import Confidence
from dematassist.i18n import LANGUAGES
from dematassist.places.emergency import ALWAYS, emergency_numbers, read

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
TODAY = date(2026, 11, 24)


def file(lang, resources=RESOURCES):
    return resources / "help" / lang / "emergency.json"


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(RESOURCES / "help", tmp_path / "help")
    return tmp_path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_built_in_are_those_of_each_file_in_the_same_order(lang):
    in_file = [(n.id, n.number, n.is_emergency) for n in read(file(lang))]
    assert in_file == [(n.id, n.number, n.is_emergency) for n in ALWAYS]


def test_the_names_built_in_are_those_of_the_french_file():
    assert [n.name.replace("\u00a0", " ") for n in read(file("fr"))] == [n.name for n in ALWAYS]


@pytest.mark.parametrize("number", ["112", "15", "17", "18", "114", "115", "119", "39 19"])
def test_each_number_asked_for_is_there(number):
    assert number in [n.number for n in ALWAYS]


def test_the_danger_numbers_come_first_and_112_is_the_very_first():
    kinds = [n.is_emergency for n in ALWAYS]
    assert kinds == sorted(kinds, reverse=True)
    assert ALWAYS[0].number == "112"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_number_says_when_to_dial_it_and_has_an_official_source_still_fresh(lang):
    for number in read(file(lang)):
        assert number.when
        source = number.provenance.source
        assert source.title
        assert source.is_official
        assert source.url.startswith("https://") or number.provenance.confidence is not Confidence.HIGH
        assert not number.provenance.needs_checking(TODAY)


def test_the_files_of_other_languages_say_neither_more_nor_less_than_the_french_one():
    fields = ("how", "hours", "price", "discreet")

    def shape(lang):
        return [[bool(getattr(n, field)) for field in fields] + [n.provenance] for n in read(file(lang))]

    assert shape("en") == shape("ar") == shape("fr")


def test_a_language_without_words_gets_the_french_ones():
    assert emergency_numbers(RESOURCES, "ti") == read(file("fr"))


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"null", b'{"review_on": 3}', b"\xff\xfe\x00", b"[" * 100_000, None]
)
def test_a_file_damaged_or_absent_gives_the_french_words_then_the_numbers_alone(copied, damage):
    for lang, expected in (("ar", read(file("fr"))), ("fr", ALWAYS)):
        if damage is None:
            file(lang, copied).unlink()
        else:
            file(lang, copied).write_bytes(damage)
        assert emergency_numbers(copied, "ar") == expected


def test_a_source_that_is_not_in_the_file_gives_the_french_words(copied):
    content = json.loads(file("en", copied).read_text(encoding="utf-8"))
    content["sources"] = {}
    file("en", copied).write_text(json.dumps(content), encoding="utf-8")
    assert emergency_numbers(copied, "en") == read(file("fr"))


def test_neither_the_library_nor_yaml_nor_sqlite_is_needed():
    code = (
        "import sys; from pathlib import Path; from dematassist.places.emergency import emergency_numbers;"
        f"assert emergency_numbers(Path({str(RESOURCES)!r}), 'fr')[0].number == '112';"
        "print({'yaml', 'sqlite3', 'dematassist.guides.library', 'opening_hours'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
