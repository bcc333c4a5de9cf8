"""The walks kept in an encrypted folder, for its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.journeys.summary import Summary
    from dematassist.system.paths import Paths
    from dematassist.vault.space import Space


def walks_in(space: Space) -> tuple[Summary, ...]:
    """Return one line for each walk of the open folder, the last one touched first."""
    from dematassist.journeys.sealed import SealedStore

    store = SealedStore(space)
    try:
        return store.summaries()
    finally:
        store.close()


def walk_lines(walks: Sequence[Summary]) -> tuple[str, ...]:
    """Say each walk: its id, its title, where it is."""
    from dematassist.ui.pages.home.view import resume_view

    views = (resume_view(walk) for walk in walks)
    return tuple(f"{view.journey_id}  {view.title}  ({view.where})" for view in views)


def move_in(space: Space, where: Paths) -> int:
    """Put the walks of this computer in the open folder; return how many. Raises ``UserError``."""
    from dematassist.journeys.kept import KeptWalks
    from dematassist.journeys.sealed import SealedStore
    from dematassist.journeys.store import open_store
    from dematassist.system.clock import SystemClock

    outside, problem = open_store(where.journeys, SystemClock().now())
    kept = KeptWalks(outside)
    try:
        if problem is not None:
            raise problem
        sealed = SealedStore(space)
        kept.open(sealed)
        chosen = kept.to_move(one.id for one in kept.outside())
        sealed.take_in(chosen)
        return kept.moved(chosen)
    finally:
        kept.close()


def proof_of_walks(space: Space) -> str:
    """Open every walk; return what is to be said of them, nothing when there is none."""
    from dematassist.ui.pages.space_care.view import walks_line
    from dematassist.vault.rows import Kind

    proved = space.prove_records(Kind.JOURNEY)
    return walks_line(proved) if proved.records else ""
