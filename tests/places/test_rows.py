"""The rows of a directory file, whatever wrote it and whatever damaged it."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dematassist.errors import Cause, UserError
from dematassist.places.rows import rows_of

CSV = "id,nom,commune,code_postal\n1,Accueil,Feurs,42110\n2,Mairie,Roanne,42300\n"
NAMES = ["Accueil", "Mairie"]


def names(path):
    return [row.get("nom") if row else None for row in rows_of(path).rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_file_is_read_whatever_wrote_it(tmp_path, delimiter, encoding, end):
    path = tmp_path / "lieux.csv"
    text = CSV.replace("Accueil", "Accueil d’été").replace(",", delimiter).replace("\n", end)
    path.write_bytes(text.encode(encoding))
    assert names(path) == ["Accueil d’été", "Mairie"]


@pytest.mark.parametrize(
    "wrap", [lambda rows: rows, lambda rows: {"structures": rows}, lambda rows: {"meta": ["x"], "data": rows}]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_json_file_is_read_whatever_wrote_it(tmp_path, wrap, encoding):
    path = tmp_path / "lieux.json"
    rows = [{"Nom": "Café", "commune": "Feurs"}, 3, None, {"nom": "Mairie"}]
    path.write_bytes(json.dumps(wrap(rows), ensure_ascii=False, indent=1).encode(encoding))
    assert names(path) == ["Café", None, None, "Mairie"]


def test_a_row_with_more_cells_than_columns_is_left_out_and_a_short_one_is_read(tmp_path):
    path = tmp_path / "lieux.csv"
    path.write_text(
        "id,nom,commune,code_postal\n1,Un, deux,Feurs,42110\n2,Mairie,Roanne\n\n3,Fin,Feurs,42110,,\n"
    )
    assert names(path) == [None, "Mairie", "Fin"]


def test_a_huge_field_costs_its_row_only(tmp_path):
    path = tmp_path / "lieux.csv"
    path.write_text(CSV.replace("2,Mairie", "9," + "x" * 200_000 + ",a,b\n2,Mairie"))
    assert names(path) == ["Accueil", None, "Mairie"]


def test_a_quote_never_closed_costs_the_rows_it_swallows_and_no_more(tmp_path):
    path = tmp_path / "lieux.csv"
    rest = "".join(f"{n},Lieu {n},Feurs,42110\n" for n in range(20_000))
    path.write_text('id,nom,commune,code_postal\n1,"Accueil,Feurs,42110\n' + rest)
    found = names(path)
    assert None in found
    assert found[-1] == "Lieu 19999"


def test_nul_characters_are_taken_out(tmp_path):
    path = tmp_path / "lieux.csv"
    path.write_bytes(CSV.replace("Accueil", "Acc\0ueil").encode())
    assert names(path) == NAMES


def test_a_line_without_end_is_read_by_pieces(tmp_path):
    path = tmp_path / "lieux.csv"
    path.write_text(CSV + "3," + "x," * 2_000_000)
    assert names(path)[:2] == NAMES


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"PK\x03\x04\x14\x00", 1),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 1),
        (b"titre,auteur\nun,deux\n", 1),
        (b'[{"nom": "a"},\n{"nom": }]', 2),
        (b'[{"nom": "a"},\n{"nom": "b"', 2),
        (b'{"nom": "a"}', 1),
        (b"[" * 300_000, 1),
        (b'{"a": 1}\n{"b": 2}', 2),
    ],
)
def test_a_file_that_is_not_a_directory_is_refused_with_its_line(tmp_path, content, line):
    path = tmp_path / "lieux"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        names(path)
    assert caught.value.cause is Cause.DIRECTORY_UNREADABLE
    assert caught.value.details == {"path": str(path), "line": str(line)}


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(UserError) as caught:
            rows_of(path)
        assert caught.value.cause is Cause.DIRECTORY_UNREADABLE


def test_a_file_that_is_too_large_is_refused_without_being_read(tmp_path, monkeypatch):
    path = tmp_path / "lieux.csv"
    path.write_text(CSV)
    monkeypatch.setattr("dematassist.places.rows.LARGEST_BYTES", 10)
    with pytest.raises(UserError) as caught:
        rows_of(path)
    assert caught.value.cause is Cause.DIRECTORY_UNREADABLE


def test_about_how_many_rows_there_are_is_known_before_reading_them(tmp_path):
    path = tmp_path / "lieux.csv"
    path.write_text(CSV)
    assert rows_of(path).about == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from([b"", b"id,nom,commune\n", b"[", b'[{"nom":', b"\xff\xfe"]))
def test_no_bytes_raise_anything_but_a_plain_refusal(tmp_path, content, start):
    path = tmp_path / "lieux"
    path.write_bytes(start + content)
    with contextlib.suppress(UserError):
        names(path)
