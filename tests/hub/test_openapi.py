"""The published description is true: what it says is accepted, what it does not say is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from dematassist.hub.openapi import description
from tests.hub.running import Hub, start

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.loopback
SCHEMA = schemathesis.openapi.from_file(description().decode())
OPERATIONS = {one.ok().definition.raw["operationId"]: one.ok() for one in SCHEMA.get_all_operations()}


@pytest.fixture(scope="module")
def open_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("openapi")
    with start(f"sqlite:///{folder / 'hub.db'}", folder, unsigned_minute=20) as running:
        yield running


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_answer_is_described(open_hub: Hub, name: str, mode: schemathesis.GenerationMode) -> None:
    operation = OPERATIONS[name]
    cases = operation.as_strategy(generation_mode=mode)

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def check(case: Any) -> None:
        answer = case.call(base_url=f"http://127.0.0.1:{open_hub.port}")
        case.validate_response(answer, checks=CHECKS)

    check()


CHECKS = [
    schemathesis.checks.not_a_server_error,
    *schemathesis.checks.CHECKS.get_by_names(
        ["status_code_conformance", "content_type_conformance", "response_schema_conformance"]
    ),
]


def test_the_served_description_is_the_one_checked(open_hub: Hub) -> None:
    assert open_hub.client.get("/openapi.json").content == description()
