"""Settings survive anything that may be in their file."""

from __future__ import annotations

import json
import os
import stat
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dematassist.errors import Cause, UserError
from dematassist.system.settings import Comfort, Computer, Font, Scheme, Settings, Voicing, read, write

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc)


def test_what_is_chosen_is_there_the_next_time(tmp_path):
    chosen = Settings(
        lang="ar",
        comfort=Comfort(
            200, Scheme.CONTRAST_DARK, Font.LEXEND, 3, 180, 50, has_ruler=True, is_easy_reading=True
        ),
        computer=Computer.SHARED,
        is_welcome_done=True,
        place="Saint-Étienne",
    )
    write(tmp_path / "deep" / "settings.json", chosen)
    assert read(tmp_path / "deep" / "settings.json", NOW) == (chosen, None)


def test_the_file_is_for_this_user_only(tmp_path):
    write(tmp_path / "settings.json", Settings())
    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o600


def test_no_file_gives_the_defaults_and_says_nothing(tmp_path):
    assert read(tmp_path / "settings.json", NOW) == (Settings(), None)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b"[" * 100_000, b"\0" * 50])
def test_rubbish_is_kept_aside_and_the_defaults_are_used(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    found, problem = read(path, NOW)
    assert found == Settings()
    assert problem.cause is Cause.SETTINGS_DAMAGED
    assert Path(problem.details["kept"]).read_bytes() == content
    assert not path.exists()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
PAIRS = st.lists(st.lists(st.text(max_size=90), max_size=3), max_size=4)
FIELDS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys([*Settings._fields, *Comfort._fields], JSON),  # type: ignore[arg-type]
)


@given(outer=FIELDS, comfort=FIELDS | JSON)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_gives_settings_that_make_sense(tmp_path, outer, comfort):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({**outer, "comfort": comfort}))
    found, problem = read(path, NOW)
    assert problem is None
    assert 100 <= found.comfort.text_percent <= 300
    assert 40 <= found.comfort.line_length <= 100
    write(path, found)
    assert read(path, NOW) == (found, None)


def test_one_absurd_value_costs_only_itself(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"lang": "en", "comfort": {"text_percent": 99_999, "scheme": "pink"}}))
    found, _problem = read(path, NOW)
    assert (found.lang, found.comfort.text_percent, found.comfort.scheme) == ("en", 300, Scheme.SYSTEM)


@given(voicing=st.dictionaries(st.sampled_from(Voicing._fields), JSON | PAIRS) | JSON)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_voicing_gives_one_that_can_be_used(tmp_path, voicing):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"voicing": voicing}))
    found, problem = read(path, NOW)
    assert problem is None
    assert 60 <= found.voicing.speed_percent <= 180
    assert all(0 < len(part) <= 80 for pair in found.voicing.corrections for part in pair)
    write(path, found)
    assert read(path, NOW) == (found, None)


def test_what_was_corrected_is_kept_and_what_hides_in_it_is_not(tmp_path):
    path = tmp_path / "settings.json"
    bad = [["a\u202eb", "x"], ["", "x"], ["y" * 81, "x"], ["un"], "deux"]
    path.write_text(json.dumps({"voicing": {"corrections": [["ANTS", "ants"], *bad, ["NEPH", "neffe"]]}}))
    found, _problem = read(path, NOW)
    assert found.voicing.corrections == (("ANTS", "ants"), ("NEPH", "neffe"))


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError) as caught:
        write(tmp_path / "file" / "settings.json", Settings())
    assert caught.value.cause in (Cause.FILE_UNWRITABLE, Cause.FOLDER_READ_ONLY)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: a read-only folder cannot be made")
def test_a_read_only_folder_is_said(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(UserError) as caught:
        write(tmp_path / "settings.json", Settings())
    assert caught.value.cause is Cause.FOLDER_READ_ONLY
    tmp_path.chmod(0o700)
