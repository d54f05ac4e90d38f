"""Invented records: one that is full of everything, and random ones that the forms have room for."""

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from packgen.record import (
    DEGREES,
    HALVES,
    QUESTIONS,
    SQUARES,
    STATUSES,
    WAYS,
    AnalysisSession,
    Chosen,
    Count,
    FollowUp,
    Goal,
    Idea,
    LeadersOwn,
    Measure,
    Reason,
    Record,
    RoadmapSession,
    Source,
    StatusChange,
)


def record(unit: str = "kanutten-barnehage", round_: str = "2026") -> Record:
    """Return a record with something in every field: two sessions of meeting 1, one of meeting 2, two follow-ups."""
    return Record(
        unit,
        round_,
        analysis=(
            AnalysisSession(
                1,
                "2026-04-14",
                4,
                (Count(1, 3, 0), Count(3, 1, 3), Count(7, 0, 4), Count(10, 4, 0)),
                (
                    Reason(1, "content", "Vi ser at barna har det bra hos oss."),
                    Reason(3, "improve", "Vi venter på hverandre før vi bestemmer noe."),
                    Reason(7, "improve", "Kurs blir ofte avlyst når noen er borte."),
                    Reason(0, "content", "Vi ler sammen hver dag."),
                ),
            ),
            AnalysisSession(
                2,
                "2026-04-16",
                2,
                (Count(3, 0, 2), Count(7, 1, 1), Count(10, 1, 0)),
                (Reason(3, "improve", "Det er uklart hva vi kan bestemme selv."),),
            ),
        ),
        chosen=(Chosen(3, "improve"), Chosen(10, "keep")),
        leaders_own=(LeadersOwn(5, "Jeg er på hver avdeling minst én gang i uka."),),
        roadmap=(
            RoadmapSession(
                1,
                "2026-04-28",
                (
                    Goal(
                        3,
                        "Vi avgjør selv det vi kan avgjøre, og vet hva det er.",
                        "Fra 3,9 til 4,2",
                        (
                            "Vi prøver først og spør etterpå.",
                            "Vi sier fra når vi har bestemt noe.",
                            "Vi bruker lista over hva hver avdeling bestemmer.",
                        ),
                        ("Lederen spør hva vi tenker før hun svarer.", "Lederen sier ja til forsøk."),
                        ("Innkjøp under 2000 kroner trenger ingen godkjenning.",),
                    ),
                    Goal(
                        10,
                        "",
                        "",
                        ("Vi forteller hverandre om en god stund med barna hver fredag.",),
                        ("Lederen deler det foreldrene sier.",),
                        (),
                    ),
                ),
                (
                    Idea("Liste over hva hver avdeling bestemmer selv", "large_easy"),
                    Idea("Ny vaktplan for hele huset", "large_hard"),
                    Idea("Felles kaffe før åpning", "small_easy"),
                    Idea("Egen hjemmeside", "small_hard"),
                    Idea("Bytte avdeling en dag", ""),
                ),
            ),
        ),
        measures=(
            Measure(
                "t1",
                3,
                "Lage en liste over hva hver avdeling bestemmer selv",
                "pedagogisk leder, Blåbær",
                "2026-05-15",
                (
                    StatusChange("2026-08-20", "started", "Lista er prøvd på to avdelinger."),
                    StatusChange("2026-11-12", "done", "Ja, vi spør sjeldnere."),
                ),
                "two.1",
            ),
            Measure(
                "t2",
                3,
                "Gå gjennom hvem som kan kjøpe inn hva",
                "styrer",
                "2026-06-01",
                (StatusChange("2026-08-20", "stopped", "Kommunen lager nye regler for innkjøp."),),
                "two.1",
            ),
            Measure(
                "t3",
                10,
                "Fem minutter om en god stund på hvert avdelingsmøte",
                "avdelingene på omgang",
                "2026-09-01",
                (),
                "two.1",
            ),
            Measure("t4", 10, "Henge opp det foreldrene har skrevet", "verneombud", "2026-12-01", (), "follow_up.1"),
        ),
        follow_ups=(
            FollowUp(
                1,
                "2026-08-20",
                ((3, "sometimes"), (10, "often")),
                (
                    "Tur til skogen ble bestemt og gjort på en formiddag.",
                    "Kjøkkenet, som tok over bestillingene.",
                    "Lista er laget.",
                    "Ja, på to av tre avdelinger.",
                    "Flere må få vite om lista.",
                    "",
                ),
            ),
            FollowUp(2, "2026-11-12", ((3, "often"), (10, "always")), ()),
        ),
        collected=(
            Source("one", 1, "1" * 16),
            Source("one", 2, "2" * 16),
            Source("two", 1, "3" * 16),
            Source("follow_up", 1, "4" * 16),
            Source("follow_up", 2, "5" * 16),
        ),
    )


def earlier(unit: str = "kanutten-barnehage", round_: str = "2024") -> Record:
    """Return the record of the round before: other factors, one measure done, one never started."""
    return Record(
        unit,
        round_,
        analysis=(AnalysisSession(1, "2024-04-16", 4, (Count(6, 0, 4), Count(8, 3, 0)), ()),),
        chosen=(Chosen(6, "improve"),),
        roadmap=(RoadmapSession(1, "2024-05-02", (Goal(6, "Vi vet hvem som gjør hva."),), ()),),
        measures=(
            Measure(
                "t1",
                6,
                "Skrive ned hvem som har ansvar for hva",
                "styrer",
                "2024-06-14",
                (StatusChange("2024-09-10", "done", "Ja."),),
                "two.1",
            ),
            Measure("t2", 6, "Gå gjennom oppgavene med vikarer", "pedagogisk leder", "2024-10-01", (), "two.1"),
        ),
        collected=(Source("one", 1, "6" * 16), Source("two", 1, "7" * 16)),
    )


# ---------------------------------------------------------------- random ones

_FIRST = "ABCDEFGHIJKLMNOPRSTUVYÆØÅabcdefghijklmnoprstuvyæøåéžđŋ"
_MORE = _FIRST + "0123456789.,:;!?()«»–-/&%+'\"<>{}[]#*_@=|\\ "


def texts() -> st.SearchStrategy[str]:
    """Return texts of one line as people write them: a letter first, odd characters, no double spaces."""
    rest = st.text(_MORE, max_size=60)
    return st.builds(lambda first, more: " ".join((first + more).split()), st.sampled_from(_FIRST), rest)


def days() -> st.SearchStrategy[str]:
    """Return ISO days within the years of a round."""
    return st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)).map(dt.date.isoformat)


def _in_order(factors: st.SearchStrategy[int]) -> st.SearchStrategy[list[int]]:
    return st.lists(factors, unique=True, max_size=10).map(sorted)


_FACTORS = st.integers(1, 10)
_LINES = st.lists(texts(), unique=True, max_size=3).map(tuple)


@st.composite
def _analysis(draw: st.DrawFn, number: int) -> AnalysisSession:
    groups = draw(st.integers(0, 20))
    most = groups or 20
    tally = tuple(
        Count(factor, *draw(st.tuples(st.integers(0, most), st.integers(0, most)).filter(any)))
        for factor in draw(_in_order(_FACTORS))
    )
    given = st.builds(Reason, st.integers(0, 10), st.sampled_from(HALVES), texts())
    reasons = sorted(
        draw(st.lists(given, unique=True, max_size=6)),
        key=lambda reason: (reason.factor or 11, HALVES.index(reason.half)),
    )
    said = groups or tally or reasons
    return AnalysisSession(number, draw(st.just("") | days() if said else days()), groups, tally, tuple(reasons))


@st.composite
def _goal(draw: st.DrawFn, factor: int) -> Goal:
    made = Goal(factor, draw(st.just("") | texts()), draw(st.just("") | texts()), *(draw(_LINES) for _ in range(3)))
    return made if made != Goal(factor) else replace(made, text="Vi vet hva vi vil.")


@st.composite
def _roadmap(draw: st.DrawFn, number: int, factors: list[int]) -> RoadmapSession:
    goals = tuple(draw(_goal(factor)) for factor in factors if draw(st.booleans()))[:5]
    ideas = draw(st.lists(st.builds(Idea, texts(), st.sampled_from(SQUARES)), unique=True, max_size=6))
    placed = sorted(ideas, key=lambda idea: SQUARES.index(idea.square))
    date = draw(st.just("") | days() if goals or placed else days())
    return RoadmapSession(number, date, goals, tuple(placed))


@st.composite
def records(draw: st.DrawFn, unit: str = "kanutten-barnehage", round_: str = "2026", sessions: int = 2) -> Record:
    """Return records that forms can hold whole: what is in them can be written into forms and read out again.

    At most ``sessions`` of meeting 1 and of meeting 2. Texts are one line; ideas, reasons and counts stand in the
    order of the forms; no session is empty; measures have all they need; a status changes on the days of follow-ups.
    """
    chosen = draw(
        st.lists(st.builds(Chosen, _FACTORS, st.sampled_from(WAYS)), unique_by=lambda c: c.factor, max_size=5)
    )
    mine = [chosen_.factor for chosen_ in chosen]
    others = [factor for factor in range(1, 11) if factor not in mine]
    own = draw(st.lists(st.sampled_from(others), unique=True, max_size=3)) if chosen else []
    leaders = tuple(LeadersOwn(factor, draw(st.just("") | texts())) for factor in own)
    factors = mine + own
    analysis = tuple(draw(_analysis(n + 1)) for n in range(draw(st.integers(1 if chosen else 0, sessions))))
    roadmap = tuple(draw(_roadmap(n + 1, factors)) for n in range(draw(st.integers(0, sessions)) if chosen else 0))
    follow_ups = draw(_follow_ups()) if roadmap else ()
    measures = draw(_measures(factors, roadmap, follow_ups)) if roadmap else ()
    collected = (
        *(Source("one", session.number, "a" * 16) for session in analysis),
        *(Source("two", session.number, "b" * 16) for session in roadmap),
        *(Source("follow_up", one.number, "c" * 16) for one in follow_ups),
    )
    return Record(unit, round_, analysis, tuple(chosen), leaders, roadmap, measures, follow_ups, collected)


@st.composite
def _follow_ups(draw: st.DrawFn) -> tuple[FollowUp, ...]:
    dates = sorted(draw(st.lists(days(), unique=True, max_size=3)))
    return tuple(
        FollowUp(
            number,
            date,
            tuple((factor, draw(st.sampled_from(DEGREES))) for factor in draw(_in_order(_FACTORS))),
            draw(_answers()),
        )
        for number, date in enumerate(dates, start=1)
    )


@st.composite
def _answers(draw: st.DrawFn) -> tuple[str, ...]:
    answers = tuple(draw(st.just("") | texts()) for _ in range(QUESTIONS))
    return answers if any(answers) else ()


@st.composite
def _measures(
    draw: st.DrawFn, factors: list[int], roadmap: tuple[RoadmapSession, ...], follow_ups: tuple[FollowUp, ...]
) -> tuple[Measure, ...]:
    """Return measures, those of meeting 2 first, then those that came with follow-ups; statuses from later ones."""
    said = draw(st.lists(st.tuples(st.sampled_from(factors), texts()), unique=True, max_size=12))
    places = [f"two.{one.number}" for one in roadmap] + [f"follow_up.{one.number}" for one in follow_ups]
    sources = sorted((draw(st.sampled_from(places)) for _ in said), key=places.index)
    return tuple(
        Measure(f"t{n}", factor, text, draw(texts()), draw(days()), draw(_changes(source, follow_ups)), source)
        for n, ((factor, text), source) in enumerate(zip(said, sources, strict=True), start=1)
    )


@st.composite
def _changes(draw: st.DrawFn, source: str, follow_ups: tuple[FollowUp, ...]) -> tuple[StatusChange, ...]:
    kind, _, number = source.partition(".")
    later = [one for one in follow_ups if kind == "two" or one.number > int(number)]
    changes: list[StatusChange] = []
    for one in (one for one in later if draw(st.booleans())):
        change = StatusChange(one.date, draw(st.sampled_from(STATUSES)), draw(st.just("") | texts()))
        if change.note or change.status != Measure("", 1, "", changes=tuple(changes)).status:
            changes.append(change)  # the same as before and no note is no change
    return tuple(changes)
