"""Personal data is taken out of French sentences, and the rest is left as it was."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dematassist.reports.scrubber import MASKS, Kind, scrub

from .cases import Case, cases

FILES = ("tuned.tsv", "held_out.tsv", "fresh.tsv", "unseen.tsv")
CORE = {"PHONE", "EMAIL", "NIR", "IBAN", "CARD", "CAF", "FISCAL"}


def is_masked(case: Case) -> bool:
    """Whether every personal character that is a letter or a figure is behind a mask."""
    covered = {place for found in scrub(case.text).found for place in range(found.start, found.end)}
    return all(
        place in covered
        for start, end in case.values
        for place in range(start, end)
        if case.text[place].isalnum()
    ) or (case.kind == "NAME" and all(_is_name_masked(case, value, covered) for value in case.values))


def _is_name_masked(case: Case, value: tuple[int, int], covered: set[int]) -> bool:
    """A civility and « et » may stay: only the words of the name count."""
    words = [w for w in case.text[slice(*value)].split() if w not in {"M.", "et"}]
    start = value[0]
    for word in words:
        start = case.text.index(word, start)
        if not all(p in covered for p in range(start, start + len(word)) if case.text[p].isalnum()):
            return False
    return True


@pytest.mark.parametrize("name", FILES)
def test_what_is_personal_is_masked_and_clean_sentences_are_left(name, capsys) -> None:
    kept, total, missed = defaultdict(int), defaultdict(int), []
    for case in cases(name):
        total[case.kind] += 1
        is_good = not scrub(case.text).found if case.kind == "CLEAN" else is_masked(case)
        kept[case.kind] += is_good
        if not is_good:
            missed.append(f"{case.kind}: {case.text} → {scrub(case.text).text}")
    clean_touched = 1 - kept["CLEAN"] / total["CLEAN"]
    core = sum(kept[kind] for kind in CORE) / sum(total[kind] for kind in CORE)
    with capsys.disabled():
        figures = ", ".join(f"{kind} {kept[kind]}/{total[kind]}" for kind in sorted(total) if kind != "CLEAN")
        print(f"\n{name}: {figures}; core {core:.1%}; clean touched {clean_touched:.1%}")
    assert core >= 0.97, missed
    assert kept["DOB"] >= 0.9 * total["DOB"], missed
    assert clean_touched <= 0.05, missed


def test_there_are_four_hundred_cases_and_every_kind_is_in_each_file() -> None:
    assert sum(len(cases(name)) for name in FILES) >= 400
    for name in FILES:
        assert {case.kind for case in cases(name)} == {kind.value for kind in Kind} | {"CLEAN"}


ALL = [case.text for name in FILES for case in cases(name)]
SOUP = st.lists(st.one_of(st.sampled_from(ALL), st.text(max_size=12)), max_size=5).map(" ".join)


@given(SOUP)
def test_masking_never_moves_or_drops_the_rest_of_the_text(text: str) -> None:
    scrubbed = scrub(text)
    rest, done = "", 0
    masked = scrubbed.text
    for found in scrubbed.found:
        assert done <= found.start < found.end <= len(text)
        between = text[done : found.start]
        assert masked.startswith(between + MASKS[found.kind])
        masked = masked[len(between) + len(MASKS[found.kind]) :]
        rest += between
        done = found.end
    assert masked == text[done:]


@pytest.mark.parametrize(
    "piece", ["0", "06 ", "a.", "rue ", "Marie ", "mot de passe ", "12 rue de ", "FR76 ", "né "]
)
def test_what_is_looked_at_grows_with_the_text_and_no_faster(piece: str) -> None:
    # Twenty times the longest text a report may hold: a rule that went back on itself would never end.
    scrub(piece * (40_000 // len(piece)))


def test_the_command_masks_each_line_and_tells_places_in_code_points() -> None:
    lines = "😀 appelez le 06 12 34 56 78\n\nle site est en panne\n"
    command = [sys.executable, "-m", "dematassist", "report", "scrub"]
    answer = subprocess.run([*command, "--json"], input=lines.encode(), capture_output=True, check=True)
    first, empty, clean = map(json.loads, answer.stdout.decode().splitlines())
    assert first == {
        "text": "😀 appelez le [téléphone]",
        "found": [{"kind": "PHONE", "start": 13, "end": 27}],
    }
    assert empty == {"text": "", "found": []}
    assert clean == {"text": "le site est en panne", "found": []}
    plain = subprocess.run(command, input=lines.encode(), capture_output=True, check=True)
    assert plain.stdout.decode() == "😀 appelez le [téléphone]\n\nle site est en panne\n"
