"""The locks: what pyproject.toml asks for, whole, with hashes, and with the Qt that each run is for."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from packaging.requirements import Requirement

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TESTS = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
QT = {"pyside6-essentials", "shiboken6"}
MACHINES = [
    {"python_version": version, "python_full_version": f"{version}.1", "sys_platform": system}
    for version in ("3.10", "3.11", "3.12", "3.13")
    for system in ("linux", "win32", "darwin")
]


def text(name: str) -> str:
    return (ROOT / "packaging" / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str, machine: dict[str, str]) -> dict[str, str]:
    """Return the versions that a lock installs on a machine."""
    chosen: dict[str, str] = {}
    for line in text(name).splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.removesuffix("\\"))
            if requirement.marker is None or requirement.marker.evaluate(machine):
                (specifier,) = requirement.specifier
                assert specifier.operator == "=="
                assert canonicalize_name(requirement.name) not in chosen, "two versions of one thing"
                chosen[canonicalize_name(requirement.name)] = specifier.version
    return chosen


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: f"{m['python_version']}-{m['sys_platform']}")
@pytest.mark.parametrize(
    ("lock", "asked"), [("run", PROJECT["dependencies"]), ("test", TESTS), ("test-newest", TESTS)]
)
def test_a_lock_holds_all_that_is_asked(lock: str, asked: list[str], machine: dict[str, str]) -> None:
    pinned = pins(lock, machine)
    for requirement in map(Requirement, asked):
        if requirement.marker is None or requirement.marker.evaluate(machine):
            version = pinned.get(canonicalize_name(requirement.name))
            assert version is not None, f"{requirement.name} is missing: run packaging/lock.py"
            assert requirement.specifier.contains(version), f"{requirement}: {version}"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: f"{m['python_version']}-{m['sys_platform']}")
def test_only_qt_differs_between_the_locks(machine: dict[str, str]) -> None:
    run, test, newest = (pins(name, machine) for name in ("run", "test", "test-newest"))
    assert run.items() <= test.items()
    assert {k: v for k, v in test.items() if k not in QT} == {k: v for k, v in newest.items() if k not in QT}
    # 6.8 LTS runs on processors without SSE4.2; 6.12.0 aborts the process before Python 3.12.
    assert run["pyside6-essentials"] == "6.8.3"
    assert newest["pyside6-essentials"] != "6.8.3"
    assert newest["pyside6-essentials"] != "6.12.0" or machine["python_version"] in ("3.12", "3.13")


@pytest.mark.parametrize("lock", ["run", "test", "test-newest"])
def test_a_lock_has_hashes_and_names_no_place(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", text(lock).strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"://|file:|--index|--find-links|@ ", text(lock))
