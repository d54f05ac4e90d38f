"""What some units of the examples have decided in their meetings, all of it invented: roles, and no people.

As staff write on a wall: short, in their own written standard, without a figure from the survey.
"""

from packgen.record import (
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
    StatusChange,
)

_LIBRARY_2024 = Record(
    "kultur-idrett--folkebiblioteket",
    "2024",
    analysis=(
        AnalysisSession(
            date="2024-04-16",
            groups=2,
            tally=(Count(2, 1, 0), Count(4, 2, 0), Count(6, 0, 2), Count(7, 0, 1), Count(9, 1, 1)),
            reasons=(
                Reason(4, "content", "Alle får bruke det de kan på arrangementer."),
                Reason(6, "improve", "Vi vet ikke alltid hvem som åpner og lukker."),
                Reason(6, "improve", "To av oss gjør noen ganger det samme."),
            ),
        ),
    ),
    chosen=(Chosen(4, "keep"), Chosen(6, "improve")),
    roadmap=(
        RoadmapSession(
            date="2024-04-30",
            goals=(
                Goal(
                    6,
                    "Alle vet hva de har ansvar for, og hvem de kan spørre.",
                    staff=("Vi sier fra når en oppgave ikke har noen eier.", "Vi ser på vaktlisten før vi går hjem."),
                    leader=("Jeg sier hvem som har ansvaret når vi fordeler en ny oppgave.",),
                    organisation=("Ansvarslisten henger på kontoret og er oppdatert.",),
                ),
                Goal(4, "Vi bruker det hver av oss kan.", staff=("Vi spør hverandre om hjelp på tvers av vaktene.",)),
            ),
            ideas=(Idea("Felles nøkkelskap", "small_easy"),),
        ),
    ),
    measures=(
        Measure(
            "t1",
            6,
            "Lage en liste over faste oppgaver med én ansvarlig på hver",
            "biblioteksjefen og alle ansatte",
            "2024-06-14",
            (
                StatusChange("2024-05-22", "started", "Vi begynte med skranken."),
                StatusChange("2024-06-12", "done", "Listen henger på kontoret. Færre spørsmål om hvem som åpner."),
            ),
        ),
        Measure(
            "t2",
            4,
            "La hver av oss holde ett kort innlegg om noe vi kan på personalmøtet",
            "alle på tur",
            "2024-12-01",
            (StatusChange("2024-12-03", "done", "Fem innlegg. Vi fortsetter neste år."),),
        ),
        Measure(
            "t3",
            6,
            "Ha en fast prat på ti minutter når vaktene bytter",
            "den som har senvakt",
            "2024-09-01",
            (
                StatusChange(
                    "2024-10-08", "stopped", "Vaktene overlapper ikke alle dager. Vi skriver i boken i stedet."
                ),
            ),
        ),
    ),
    follow_ups=(
        FollowUp(
            1,
            "2024-10-08",
            degrees=((4, "often"), (6, "often")),
            answers=(
                "Vi sier fra når noe ikke har noen eier.",
                "Da vi fikk ny vikar, kunne hun bruke listen fra første dag.",
                "",
                "Listen er ferdig. Innleggene er i gang.",
                "Ja, vi spør hverandre sjeldnere om det samme.",
                "Vi prøver boken i stedet for praten.",
            ),
        ),
    ),
)

_SCHOOL_2024 = Record(
    "oppvekst-og-laering--aasgrenda-skule",
    "2024",
    analysis=(
        AnalysisSession(
            date="2024-04-17",
            groups=4,
            tally=(Count(1, 3, 0), Count(3, 0, 2), Count(5, 1, 0), Count(7, 0, 2), Count(9, 1, 4), Count(10, 3, 0)),
            reasons=(
                Reason(1, "content", "Elevane gjev oss energi."),
                Reason(9, "improve", "Vi deler lite av det vi får til på kvart trinn."),
                Reason(9, "improve", "Fellestida går med til beskjedar."),
            ),
        ),
    ),
    chosen=(Chosen(1, "keep"), Chosen(9, "improve")),
    roadmap=(
        RoadmapSession(
            date="2024-05-02",
            goals=(
                Goal(
                    9,
                    "Vi deler det vi prøver, både det som gjekk godt, og det som ikkje gjorde det.",
                    staff=("Vi tek med eitt døme til fellestida.", "Vi spør «korleis gjorde du det?»"),
                    leader=("Eg tek beskjedane på e-post, så fellestida er vår.",),
                    organisation=("Fellestida står i timeplanen, og ingen set andre møte der.",),
                ),
            ),
        ),
    ),
    measures=(
        Measure(
            "t1",
            9,
            "Byrje kvar fellestid med eit døme frå eitt trinn",
            "trinna etter tur",
            "2024-08-19",
            (
                StatusChange("2024-08-19", "started"),
                StatusChange("2025-06-12", "done", "Vi heldt det gåande heile året. Det er vorte ein vane."),
            ),
        ),
        Measure(
            "t2",
            9,
            "Sitje på i timen til ein kollega éin gong kvart halvår",
            "lærarane, med hjelp frå rektor til vikar",
            "2025-02-01",
            (StatusChange("2025-02-11", "started", "Halvparten har vore på besøk."),),
        ),
    ),
)

_ECONOMY_2024 = Record(
    "stab-og-stoette--oekonomi",
    "2024",
    chosen=(Chosen(3, "keep"), Chosen(7, "improve")),
    roadmap=(
        RoadmapSession(
            date="2024-05-07",
            goals=(
                Goal(
                    7, "Vi lærer det vi trenger før vi trenger det.", staff=("Vi sier fra tidlig om det vi må lære.",)
                ),
            ),
        ),
    ),
    measures=(
        Measure(
            "t1",
            7,
            "Gå sammen to og to gjennom årsavslutningen",
            "økonomisjefen",
            "2024-12-15",
            (
                StatusChange(
                    "2025-01-20",
                    "done",
                    "Nå kan alltid to av oss gjøre den.",
                ),
            ),
        ),
    ),
)

_SCHOOL_2026 = Record(
    "oppvekst-og-laering--aasgrenda-skule",
    "2026",
    analysis=(
        AnalysisSession(
            date="2026-04-14",
            groups=4,
            tally=(Count(1, 2, 0), Count(2, 0, 1), Count(3, 0, 2), Count(6, 0, 4), Count(9, 4, 1), Count(10, 2, 0)),
            reasons=(
                Reason(9, "content", "Døma i fellestida har gjort det lettare å spørje."),
                Reason(9, "content", "Vi veit meir om kva dei andre trinna held på med."),
                Reason(6, "improve", "Det er uklart kven som følgjer opp heimen når fleire lærarar har same elev."),
                Reason(6, "improve", "Assistentane får beskjed seint."),
            ),
        ),
    ),
    chosen=(Chosen(9, "keep"), Chosen(6, "improve")),
    leaders_own=(LeadersOwn(5, "Eg går innom kvart trinn kvar veke og spør kva de treng."),),
)

_LIBRARY_2026 = Record(
    "kultur-idrett--biblioteket",
    "2026",
    analysis=(
        AnalysisSession(
            date="2026-04-15",
            groups=2,
            tally=(Count(1, 0, 1), Count(4, 1, 0), Count(6, 2, 0), Count(7, 0, 1), Count(8, 0, 2), Count(10, 1, 0)),
            reasons=(
                Reason(6, "content", "Vi vet hvem som har ansvaret, også når noen er syke."),
                Reason(8, "improve", "Nye systemer kommer fort, og vi rekker ikke å øve."),
                Reason(0, "improve", "Vi vil prøve mer sammen før vi bestemmer oss."),
            ),
        ),
    ),
    chosen=(Chosen(6, "keep"), Chosen(8, "improve")),
    roadmap=(
        RoadmapSession(
            date="2026-04-29",
            goals=(
                Goal(
                    8,
                    "Vi prøver nye måter å arbeide på i det små, og lærer av det.",
                    "én utprøving i kvartalet",
                    staff=("Vi prøver i to uker før vi sier ja eller nei.", "Vi forteller hva som ikke virket."),
                    leader=("Jeg setter av tid i planen til å prøve.", "Jeg spør hva vi kan slutte med."),
                    organisation=("Opplæring er på plass før et system tas i bruk.",),
                ),
                Goal(
                    6, "Alle vet hva de har ansvar for, og hvem de kan spørre.", staff=("Vi holder listen ved like.",)
                ),
            ),
            ideas=(
                Idea("Prøve ny skranke i to uker", "large_easy"),
                Idea("Felles kurs med skolebiblioteket", "large_hard"),
                Idea("Bytte plass på kontoret", "small_easy"),
            ),
        ),
    ),
    measures=(
        Measure(
            "t1", 8, "Prøve selvbetjent skranke i to uker og skrive ned hva vi lærte", "to ansatte på tur", "2026-06-12"
        ),
        Measure("t2", 8, "Avtale to timer øving før det nye utlånssystemet kommer", "biblioteksjefen", "2026-09-01"),
        Measure(
            "t3", 6, "Gå gjennom ansvarslisten når noen begynner eller slutter", "den som har kontorvakt", "2026-08-17"
        ),
    ),
)

_ECONOMY_2026 = Record(
    "stab-og-stoette--oekonomi",
    "2026",
    analysis=(
        AnalysisSession(
            date="2026-04-09",
            groups=2,
            tally=(Count(3, 2, 0), Count(7, 1, 0), Count(8, 0, 1), Count(9, 0, 2), Count(10, 1, 1)),
            reasons=(
                Reason(3, "content", "Vi bestemmer selv hvordan vi legger opp arbeidet."),
                Reason(9, "improve", "Vi sitter hver for oss og løser det samme to ganger."),
            ),
        ),
    ),
    chosen=(Chosen(3, "keep"), Chosen(9, "improve")),
    roadmap=(
        RoadmapSession(
            date="2026-04-23",
            goals=(
                Goal(
                    9,
                    "Vi spør hverandre først, og deler det vi finner ut.",
                    staff=("Vi spør høyt når vi står fast.", "Vi skriver løsningen der alle finner den."),
                    leader=("Jeg forteller om det jeg selv ikke fikk til.",),
                    organisation=("Et felles sted for maler og løsninger.",),
                ),
            ),
            ideas=(Idea("Fast spørretime", "large_easy"), Idea("Nytt saksbehandlingssystem", "large_hard")),
        ),
    ),
    measures=(
        Measure(
            "t1",
            9,
            "Ha en åpen spørretime i en halv time hver tirsdag",
            "alle på tur",
            "2026-05-12",
            (
                StatusChange("2026-05-12", "started"),
                StatusChange("2026-08-20", "done", "Seks til åtte spørsmål hver gang. Den fortsetter."),
            ),
        ),
        Measure(
            "t2",
            9,
            "Samle maler og løsninger på ett sted",
            "to rådgivere",
            "2026-10-01",
            (StatusChange("2026-08-20", "started", "Fakturaer er ferdig, refusjoner står igjen."),),
        ),
        Measure(
            "t3",
            3,
            "Avtale hva hver av oss kan avgjøre uten å spørre",
            "økonomisjefen og hver enkelt",
            "2026-11-15",
        ),
    ),
    follow_ups=(
        FollowUp(
            1,
            "2026-08-20",
            degrees=((3, "always"), (9, "often")),
            answers=(
                "Vi spør hverandre oftere, mest om fakturaer.",
                "Da to av oss fant ut av refusjonene sammen.",
                "Den som tok imot sommervikaren.",
                "Spørretimen er i gang, malene er halvveis.",
                "Ja, vi bruker mindre tid på å lete.",
                "Vi trenger en ettermiddag til malene.",
            ),
        ),
    ),
)

FJORDVIK = (_LIBRARY_2024, _SCHOOL_2024, _ECONOMY_2024, _SCHOOL_2026, _LIBRARY_2026, _ECONOMY_2026)
"""Three units that finished a round, one of them under the name it had then; and this round after meeting 1, after
meeting 2 and after a follow-up."""

HEIMVIK = (
    Record(
        "heimvik-barnehage",
        "2024",
        analysis=(
            AnalysisSession(
                date="2024-10-15",
                groups=3,
                tally=(Count(1, 2, 0), Count(4, 0, 1), Count(6, 0, 3), Count(7, 0, 2), Count(9, 3, 0), Count(10, 1, 0)),
                reasons=(
                    Reason(9, "content", "Vi hjelper kvarandre på tvers av avdelingane."),
                    Reason(6, "improve", "Vi er ikkje samde om kven som tek telefonen i opningstida."),
                ),
            ),
        ),
        chosen=(Chosen(9, "keep"), Chosen(6, "improve")),
        roadmap=(
            RoadmapSession(
                date="2024-10-15",
                goals=(
                    Goal(
                        6,
                        "Alle veit kva dei har ansvar for når dagen byrjar.",
                        staff=("Vi ser på tavla før vi går inn på avdelinga.",),
                        leader=("Eg skriv endringar på tavla før klokka sju.",),
                        organisation=("Kvar avdeling har ei tavle.",),
                    ),
                ),
            ),
        ),
        measures=(
            Measure(
                "t1",
                6,
                "Ha ei tavle med ansvar for dagen på kvar avdeling",
                "pedagogiske leiarar",
                "2024-11-15",
                (StatusChange("2024-11-20", "done", "Tavlene er i bruk kvar dag. Vikarane seier dei er gode å ha."),),
            ),
            Measure(
                "t2",
                9,
                "Bytte avdeling éin dag i kvartalet",
                "styraren",
                "2025-03-01",
                (StatusChange("2025-03-10", "stopped", "Det vart uro for dei minste borna. Vi møtest ute i staden."),),
            ),
        ),
    ),
    Record(
        "heimvik-skule",
        "2026",
        analysis=(
            AnalysisSession(
                date="2026-10-12",
                groups=5,
                tally=(
                    Count(2, 3, 0),
                    Count(3, 1, 1),
                    Count(6, 0, 2),
                    Count(7, 0, 4),
                    Count(8, 0, 1),
                    Count(9, 2, 2),
                    Count(10, 4, 0),
                ),
                reasons=(
                    Reason(10, "content", "Vi veit kvifor vi er her: elevane."),
                    Reason(2, "content", "Vi står trygt i klasserommet."),
                    Reason(7, "improve", "Kursa er ikkje dei vi treng."),
                    Reason(7, "improve", "Vi lærer mest av kvarandre, men det er ikkje sett av tid."),
                ),
            ),
        ),
        chosen=(Chosen(10, "keep"), Chosen(7, "improve")),
    ),
)
"""One service that finished the round before, and one after meeting 1 of this."""
