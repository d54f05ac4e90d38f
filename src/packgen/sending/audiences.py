"""Who gets what of a unit's pack, and at which addresses."""

from collections.abc import Iterable

from packgen.content.makeup import Makeup
from packgen.model import Edition, Unit

AUDIENCES = (Edition.LEADER, Edition.REPRESENTATIVES, Edition.STAFF)
"""Everyone that a pack is handed out to, in the order of handing out."""


def draft_id(audience: Edition) -> str:
    """Return the id that the manifest and the words know an audience's e-mail draft by."""
    return f"email_{audience.value}"


def documents_for(audience: Edition, made: Iterable[Makeup], *, before: bool) -> frozenset[str]:
    """Return the documents that an audience gets: the leader all of a unit's, others what is sent to them.

    ``before`` the results are there, staff are told of the survey; after that they are invited to talk about it.
    """
    return frozenset(m.id for m in made if m.scope == "unit" and _gets(audience, m, before=before))


def _gets(audience: Edition, makeup: Makeup, *, before: bool) -> bool:
    if audience is Edition.LEADER:
        return True
    in_time = audience is not Edition.STAFF or before == (makeup.phase == "preparation")
    return audience in makeup.send_to and in_time


def addresses(audience: Edition, unit: Unit) -> tuple[str, ...]:
    """Return the e-mail addresses that the unit list has for an audience; none for all staff, whom the leader knows."""
    written = {
        Edition.LEADER: (unit.leader_email,),
        Edition.REPRESENTATIVES: (unit.representative_email, unit.safety_email),
        Edition.STAFF: (),
    }[audience]
    found = [address.strip() for one in written for address in one.split(";")]
    return tuple(dict.fromkeys(address for address in found if address))
