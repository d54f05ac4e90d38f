"""Filled forms as values: what a record says, written into the fields of forms, and single fields by key."""

from collections.abc import Iterator, Mapping

from packgen.collecting.filled import Filled, Value
from packgen.problems import Place
from packgen.record import WHOSE, AnalysisSession, FollowUp, Measure, Record, RoadmapSession
from packgen.record_form import BY_KEY, UNPLACED, FormId, FormKind

MUNICIPALITY = "fjordvik"


def form(
    kind: FormKind,
    values: Mapping[str, str],
    *,
    file: str = "",
    number: int = 0,
    part: str = "",
    unit: str = "skolen",
    name: str = "Skolen",
    round_: str = "2026",
    municipality: str = MUNICIPALITY,
) -> Filled:
    """Return a form with these fields filled in, each in a cell that is called as its number."""
    file = file or f"{kind}{number or ''}.docx"
    known = BY_KEY[kind]
    return Filled(
        FormId(municipality, round_, unit, kind, number, part),
        name,
        file,
        "deck" if part else "word",
        {key: Value(text, Place(file=file, cell=str(known[key].number))) for key, text in values.items()},
        frozenset(known) if not part else frozenset(values),
    )


def forms_of(record: Record, name: str = "") -> Iterator[Filled]:
    """Yield the forms of all meetings that a record tells of, in the order of the meetings."""
    common = {"unit": record.unit, "name": name, "round_": record.round}
    for held in record.analysis:
        yield form("one", _one(held, record), file=f"one {held.number}.docx", **common)
    for planned in record.roadmap:
        own = [m for m in record.measures if m.source == f"two.{planned.number}"]
        yield form("two", _two(planned) | _measures(own), file=f"two {planned.number}.docx", **common)
    for look in record.follow_ups:
        new = [m for m in record.measures if m.source == f"follow_up.{look.number}"]
        yield form("follow_up", _look(look, record) | _measures(new), number=look.number, **common)


def _filled(values: Mapping[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in values.items() if value}


def _one(held: AnalysisSession, record: Record) -> dict[str, str]:
    values: dict[str, object] = {"date": held.date, "session": held.number, "groups": held.groups}
    for count in held.tally:
        values |= {f"tally.{count.factor}.content": count.content, f"tally.{count.factor}.improve": count.improve}
    for reason in held.reasons:
        key = f"reasons.{reason.factor}.{reason.half}"
        values[key] = "\n".join(filter(None, (str(values.get(key, "")), reason.text)))
    for slot, chosen in enumerate(record.chosen, start=1):
        values |= {f"chosen.{slot}.factor": chosen.factor, f"chosen.{slot}.way": chosen.way}
    for slot, own in enumerate(record.leaders_own, start=1):
        values |= {f"own.{slot}.factor": own.factor, f"own.{slot}.commits": own.commits}
    return _filled(values)


def _two(planned: RoadmapSession) -> dict[str, str]:
    values: dict[str, object] = {"date": planned.date, "session": planned.number}
    for slot, goal in enumerate(planned.goals, start=1):
        values |= {
            f"goal.{slot}.factor": goal.factor,
            f"goal.{slot}.text": goal.text,
            f"goal.{slot}.target": goal.target,
        }
        values |= {f"goal.{slot}.{who}": "\n".join(goal.signs(who)) for who in WHOSE}
    for idea in planned.ideas:
        key = f"ideas.{idea.square or UNPLACED}"
        values[key] = "\n".join(filter(None, (str(values.get(key, "")), idea.text)))
    return _filled(values)


def _measures(measures: list[Measure]) -> dict[str, str]:
    values: dict[str, object] = {}
    for row, one in enumerate(measures, start=1):
        said = {"factor": one.factor, "text": one.text, "responsible": one.responsible, "deadline": one.deadline}
        values |= {f"measure.{row}.{name}": value for name, value in said.items()}
    return _filled(values)


def _look(look: FollowUp, record: Record) -> dict[str, str]:
    values: dict[str, object] = {"date": look.date}
    values |= {f"degree.{factor}": degree for factor, degree in look.degrees}
    values |= {f"answer.{n}": answer for n, answer in enumerate(look.answers, start=1)}
    for measure in record.measures:
        for change in (change for change in measure.changes if change.date == look.date):
            values |= {f"status.{measure.id}.status": change.status, f"status.{measure.id}.note": change.note}
    return _filled(values)
