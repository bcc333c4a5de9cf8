"""The engines of other systems: their threads live as long as the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.speech.engines.test_contract import ELSEWHERE, made

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session", autouse=True)
def _engines_of_other_systems() -> Iterator[None]:
    engines = [made(name) for name in ELSEWHERE]
    yield
    for engine in engines:
        engine._proxy._driver.destroy()
