"""What ties two incidents of the little shop together, by the real rules: links, merges and splits."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from backend.incidents import merging, relating, splitting
from backend.incidents.model import Change, Incident
from shared.contracts.resources import Actor
from tests.support.little_shop import ANA, LittleShop

Moving = Callable[[Incident, datetime], Change]


def pair_move(
    shop: LittleShop, method: str, parts: list[str], body: dict[str, Any], by: Actor = ANA
) -> Moving | None:
    """Return the move of an incident that changes another one, too; None for any other."""
    other = UUID(parts[1]) if len(parts) > 1 else None

    def both(pair: relating.Pair | None) -> Change:
        assert pair is not None
        shop.keep(pair[1])
        return pair[0]

    def undone(found: Incident, at: datetime) -> Change:
        assert found.merged_into
        nothing = merging.Since((), (), (), ())
        return both(merging.unmerge(found, shop.incidents[found.merged_into], by, at, nothing))

    def divided(found: Incident, at: datetime) -> Change:
        wanted = UUID(body["message"])
        place = next(n for n, one in enumerate(shop.messages[found.id]) if one.id == wanted)
        message, new_id = shop.messages[found.id][place], uuid4()
        pair = splitting.split(found, message, by, at, new_id=new_id, subject=body["subject"])
        shop.messages[found.id][place] = message.model_copy(update={"became": new_id})
        return both(pair)

    moves: dict[tuple[str, str], Moving] = {
        ("PUT", "links"): lambda found, at: both(relating.link(found, shop.incidents[_its(other)], by, at)),
        ("DELETE", "links"): lambda found, at: both(
            relating.unlink(found, shop.incidents[_its(other)], by, at)
        ),
        ("PUT", "merge"): lambda found, at: both(
            merging.merge(found, shop.incidents[UUID(body["into"])], by, at, has_merged=False)
        ),
        ("DELETE", "merge"): undone,
        ("POST", "splits"): divided,
    }
    return moves.get((method, parts[0]))


def _its(identity: UUID | None) -> UUID:
    assert identity is not None
    return identity
