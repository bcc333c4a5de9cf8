"""The directory of desks: taken in once, searched by town or postcode, never half written."""

from __future__ import annotations

import csv
import os
import sqlite3
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist import i18n
from dematassist.errors import Cause, UserError
from dematassist.places.directory import NOTHING_FOUND, NoDirectory, SqliteDirectory, open_directory, take_in

DATA = Path(__file__).parent.parent / "data" / "places"


def silent(done, about):
    pass


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory):
    target = tmp_path_factory.mktemp("places") / "places.db"
    return target, take_in(DATA / "lieux.csv", target, silent)


@pytest.fixture
def directory(taken_in):
    return open_directory(taken_in[0])


def names(found):
    return [place.name for place in found.here]


# The role, kept by every directory --------------------------------------------------------------------------


@pytest.fixture(params=["absent", "present"])
def any_directory(request, tmp_path, taken_in):
    return open_directory(tmp_path / "none.db" if request.param == "absent" else taken_in[0])


@pytest.mark.parametrize(
    "text", ["", " ", "Nulle-Part-sur-Rien", "%", "_", "' OR 1=1 --", "\0", "0", "é" * 500]
)
def test_a_directory_answers_any_text_and_finds_nothing_where_there_is_nothing(any_directory, text):
    assert any_directory.search(text) == NOTHING_FOUND


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_a_directory_gives_no_more_than_it_is_asked(any_directory, limit):
    found = any_directory.search("42", limit)
    assert len(found.here) + len(found.near) <= limit


def test_a_directory_says_how_to_get_one_when_and_only_when_it_is_absent(any_directory):
    assert bool(any_directory.advice()) is not any_directory.is_present


def test_the_advice_says_where_the_list_is_and_that_nothing_is_downloaded():
    said = " ".join(NoDirectory().advice())
    for words in ("cartographie nationale", "data.gouv.fr", "data·inclusion", "downloads nothing", "39 39"):
        assert words in said


# Taking in --------------------------------------------------------------------------------------------------


def test_good_rows_are_kept_and_wrong_ones_are_counted(taken_in):
    # Fifteen rows: two are wrong, and one desk does not receive the public.
    assert taken_in[1] == (12, 2)


def test_every_field_of_the_schema_is_kept(directory):
    place = directory.search("42000").here[0]
    assert place.name == "France Services du Crêt"
    assert (place.address, place.postcode, place.town) == (
        "3 rue des Rubans, Rez-de-chaussée",
        "42000",
        "Saint-Étienne",
    )
    assert (place.insee, place.latitude, place.longitude) == ("42218", 45.44, 4.39)
    assert place.phone == "04 00 00 00 01"
    assert place.emails == ("cret@exemple.fr", "accueil@exemple.fr")
    assert place.website == "https://cret.exemple.fr"
    assert place.opening_hours == "Mo-Fr 09:00-12:00,14:00-17:00; PH off"
    assert place.services == (
        "Aide aux démarches administratives",
        "Maîtrise des outils numériques du quotidien",
    )
    assert place.care == ("Surdité", "Langues étrangères (autres)")
    assert place.access == ("Se présenter", "Téléphoner")
    assert place.modes == ("Accompagnement individuel",)
    assert place.fees == ("Gratuit",)
    assert place.programmes == ("France Services", "Aidants Connect")
    assert place.booking == "https://rdv.exemple.fr/cret"
    assert place.accessibility == "https://acceslibre.exemple.fr/cret"
    assert place.updated_on.isoformat() == "2026-09-01"


@pytest.mark.parametrize(
    ("file", "kept", "left_out"),
    [("lieux-ancien.csv", 2, 0), ("lieux-imbriques.json", 2, 2), ("structures-inclusion.json", 2, 0)],
)
def test_other_editions_and_shapes_are_taken_in(tmp_path, file, kept, left_out):
    assert take_in(DATA / file, tmp_path / "places.db", silent) == (kept, left_out)


def test_an_older_edition_says_the_same_in_its_own_words(tmp_path):
    take_in(DATA / "lieux-ancien.csv", tmp_path / "places.db", silent)
    directory = open_directory(tmp_path / "places.db")
    (station,) = directory.search("saint etienne").here
    assert station.is_france_services
    assert station.helps_with_procedures
    assert (station.emails, station.website, station.fees) == (
        ("epn@exemple.fr",),
        "https://www.epn.exemple.fr",
        ("Gratuit",),
    )
    (screens,) = directory.search("Roanne").here
    assert (screens.name, screens.phone) == ("Œuvre des Écrans", "36 46")


def test_nested_json_says_the_same_as_flat(tmp_path):
    take_in(DATA / "lieux-imbriques.json", tmp_path / "places.db", silent)
    hill, post = open_directory(tmp_path / "places.db").search("Roanne").here
    assert (hill.address, hill.postcode, hill.phone, hill.emails, hill.public) == (
        "13 rue Inventée, Bâtiment B",
        "42300",
        "04 00 00 00 11",
        ("colline@exemple.fr",),
        ("Seniors",),
    )
    assert (post.address, post.latitude, post.emails) == ("14 bis Rue Inventée", 46.04, ("poste@exemple.fr",))


def test_structures_of_data_inclusion_put_france_services_first(tmp_path):
    take_in(DATA / "structures-inclusion.json", tmp_path / "places.db", silent)
    found = open_directory(tmp_path / "places.db").search("Feurs").here
    assert [(place.name, place.is_france_services) for place in found] == [
        ("France services de Feurs", True),
        ("Chantier de Feurs", False),
    ]


def test_a_desk_that_receives_nobody_is_never_shown(directory):
    assert "Atelier fermé au public" not in names(directory.search("Saint-Étienne", 100))


def test_a_hostile_row_is_only_text(directory):
    (trap,) = directory.search("01000").here
    assert trap.name.startswith("=HYPERLINK")
    assert trap.address == "Rue du Piège"
    assert (trap.website, trap.booking, trap.emails, trap.updated_on) == ("", "", (), None)


def test_a_new_file_replaces_the_old_directory(tmp_path):
    target = tmp_path / "places.db"
    take_in(DATA / "lieux.csv", target, silent)
    directory = open_directory(target)
    assert directory.search("Feurs") == NOTHING_FOUND
    # The directory in use need not be closed: nothing of it is held open.
    take_in(DATA / "structures-inclusion.json", target, silent)
    assert names(directory.search("Feurs"))
    assert [path.name for path in tmp_path.iterdir()] == ["places.db"]


@pytest.mark.parametrize("content", ["", "titre,auteur\na,b\n", '[{"nom": ', "nom,commune\n,\n", "[]", "{}"])
def test_a_file_without_one_desk_leaves_the_old_directory_as_it_was(tmp_path, content):
    target = tmp_path / "places.db"
    take_in(DATA / "lieux.csv", target, silent)
    before = target.read_bytes()
    bad = tmp_path / "bad"
    bad.write_text(content)
    with pytest.raises(UserError) as caught:
        take_in(bad, target, silent)
    assert caught.value.cause is Cause.DIRECTORY_UNREADABLE
    assert caught.value.details["path"] == str(bad)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad", "places.db"]


class CancelledError(Exception):
    pass


@pytest.mark.parametrize("after", [0, 200, 400])
def test_cancelling_leaves_the_old_directory_and_nothing_else(tmp_path, after):
    source, target = tmp_path / "many.csv", tmp_path / "data" / "places.db"
    source.write_text("nom,commune,code_postal\n" + "Accueil,Feurs,42110\n" * 1000)
    take_in(DATA / "lieux.csv", target, silent)

    def report(done, about):
        if done >= after:
            raise CancelledError

    with pytest.raises(CancelledError):
        take_in(source, target, report)
    assert [path.name for path in target.parent.iterdir()] == ["places.db"]
    assert open_directory(target).search("Saint-Étienne").here


def test_progress_goes_forward_to_about_the_number_of_rows(tmp_path):
    source = tmp_path / "many.csv"
    source.write_text("nom,commune,code_postal\n" + "Accueil,Feurs,42110\n" * 1000)
    said = []
    take_in(source, tmp_path / "places.db", lambda done, about: said.append((done, about)))
    assert [done for done, _about in said] == [0, 200, 400, 600, 800]
    assert {about for _done, about in said} == {1001}


def test_the_directory_is_readable_by_this_user_only(taken_in):
    if os.name == "posix":
        assert taken_in[0].stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError) as caught:
        take_in(DATA / "lieux.csv", tmp_path / "file" / "places.db", silent)
    assert caught.value.cause is Cause.FILE_UNWRITABLE


def test_a_full_disk_is_said_so_and_leaves_the_old_directory(tmp_path, monkeypatch):
    target = tmp_path / "places.db"
    take_in(DATA / "structures-inclusion.json", target, silent)
    connect = sqlite3.connect

    def small(path, **settings):
        connection = connect(path, **settings)
        # As on a disk with room for four pages.
        connection.execute("PRAGMA max_page_count = 4")
        return connection

    monkeypatch.setattr("dematassist.places.directory.sqlite3.connect", small)
    source = tmp_path / "many.csv"
    source.write_text("id,nom,commune\n" + "".join(f"{n},Accueil {n},Feurs\n" for n in range(2000)))
    with pytest.raises(UserError) as caught:
        take_in(source, target, silent)
    assert caught.value.cause is Cause.DISK_FULL
    monkeypatch.undo()
    assert open_directory(target).search("Feurs").here
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.csv", "places.db"]


@pytest.mark.parametrize("damage", ["text", "empty", "cut", "scrambled", "other"])
def test_a_damaged_directory_is_said_so(tmp_path, taken_in, damage):
    path = tmp_path / "places.db"
    whole = taken_in[0].read_bytes()
    if damage == "other":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE place (body)")
        connection.close()
    else:
        path.write_bytes(
            {
                "text": b"bonjour" * 999,
                "empty": b"",
                "cut": whole[:5000],
                "scrambled": whole[:100] + b"\7" * 30_000,
            }[damage]
        )
    with pytest.raises(UserError) as caught:
        open_directory(path).search("Saint-Étienne")
    assert caught.value.cause is Cause.DIRECTORY_UNREADABLE


def test_a_large_file_is_taken_in_with_little_memory_and_searched(tmp_path):
    source, target = tmp_path / "many.csv", tmp_path / "places.db"
    with source.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "nom", "commune", "code_postal", "presentation_detail"])
        for n in range(8_000):
            rows.writerow(
                [
                    n,
                    f"Accueil {n}",
                    "Ville-" + "abcdefghij"[n % 10] * (n % 7 + 1),
                    f"{1000 + 11 * n:05}",
                    "x" * 2000,
                ]
            )
    tracemalloc.start()
    try:
        assert take_in(source, target, silent) == (8_000, 0)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < source.stat().st_size / 3
    assert {place.town for place in open_directory(target).search("ville-CCCC").here} == {"Ville-cccc"}


# Searching --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Saint-Étienne", "st etienne", "SAINT ETIENNE", "saintetienne", "saint-eti", "étienne"]
)
def test_a_town_is_found_however_it_is_written_and_who_helps_most_comes_first(directory, text):
    assert names(directory.search(text)) == [
        "France Services du Crêt",
        "CCAS de Saint-Étienne",
        "Médiathèque du Furan",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("42100", ["Médiathèque du Furan"]),
        ("42100 Saint-Étienne", ["Médiathèque du Furan"]),
        ("Saint-Denis (974)", ["Point numérique des Flots"]),
        ("93200 st denis", ["Maison des démarches"]),
        ("42800 Lyon", ["Bus du numérique"]),
        ("lhaylesroses", ["Relais de L’Haÿ"]),
        ("hay les roses", ["Relais de L’Haÿ"]),
        ("974", ["Point numérique des Flots"]),
        ("Paris", ["Mairie de Paris Centre", "Médiathèque du Douzième"]),
        ("Paris 12", ["Mairie de Paris Centre", "Médiathèque du Douzième"]),
        ("75012 Paris", ["Médiathèque du Douzième"]),
    ],
)
def test_a_postcode_or_a_town_or_both_find_the_desks(directory, text, expected):
    assert names(directory.search(text)) == expected


def test_the_nearest_desks_of_other_towns_follow_with_their_distance(directory):
    found = directory.search("Saint-Étienne")
    assert [(near.place.name, near.kilometres) for near in found.near] == [
        ("Accueil de Saint-Chamond", 10),
        ("Café des écrans", 10),
        ("Bus du numérique", 21),
    ]


def test_a_name_of_two_far_towns_gives_both_and_no_distance(directory):
    found = directory.search("Saint-Denis")
    assert sorted(place.postcode for place in found.here) == ["93200", "97400"]
    assert found.near == ()


def test_a_postcode_without_desk_gives_those_of_the_departement_the_most_alike_first(directory):
    found = directory.search("42410")
    assert found.here == ()
    assert [near.place.postcode for near in found.near][:2] == ["42400", "42400"]
    assert {near.place.postcode[:2] for near in found.near} == {"42"}
    assert {near.kilometres for near in found.near} == {None}


def test_a_postcode_of_a_departement_without_desk_gives_nothing(directory):
    assert directory.search("29200") == NOTHING_FOUND


def test_the_same_desk_from_two_sources_is_shown_once(tmp_path):
    source = tmp_path / "twice.csv"
    source.write_text(
        "id,source,nom,commune,code_postal\n1,a,Mairie Feurs,Feurs,42110\n1,b,MAIRIE FEURS,Feurs,42110\n",
        encoding="utf-8",
    )
    take_in(source, tmp_path / "places.db", silent)
    assert len(open_directory(tmp_path / "places.db").search("Feurs").here) == 1


@given(text=st.text(), limit=st.integers(min_value=0, max_value=30))
def test_no_text_raises_and_no_desk_is_given_twice(taken_in, text, limit):
    found = SqliteDirectory(taken_in[0]).search(text, limit)
    given_ids = [place.id for place in found.here] + [near.place.id for near in found.near]
    assert len(given_ids) == len(set(given_ids)) <= max(limit, 0)


def test_the_advice_speaks_the_language_in_use(monkeypatch):
    # The French catalogue is looked up at each call: the advice is never frozen in one language.
    monkeypatch.setattr("dematassist.places.directory._", lambda message: f"<{message}>")
    assert all(line.startswith("<") for line in NoDirectory().advice())
    assert i18n.current() == "en"
