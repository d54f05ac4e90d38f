"""A deck with every kind of slide, in either written standard, for a unit of any name."""

from decimal import Decimal

from word_sample import MONTHS

from packgen.blocks import (
    Agenda,
    BigNumbers,
    Block,
    Box,
    Cell,
    Chart,
    Column,
    Columns,
    Deck,
    DeckSection,
    Language,
    Link,
    List,
    Notes,
    Paragraph,
    Quadrants,
    Run,
    Series,
    Slide,
    Steps,
    Table,
    Timeline,
    TimelineEvent,
    text,
)

SHORT = "Fjellheimen bu- og omsorgssenter"
LONG = "Fellestenesta for helse, oppvekst, kultur og velferd – avdeling for rehabilitering i Fjordvika"
NAMES = {
    "nb": (
        "Indre motivasjon",
        "Mestringstro",
        "Autonomi",
        "Bruk av kompetanse",
        "Mestringsorientert ledelse",
        "Rolleklarhet",
        "Relevant kompetanseutvikling",
        "Fleksibilitetsvilje",
        "Mestringsklima",
        "Prososial motivasjon",
    ),
    "nn": (
        "Indre motivasjon",
        "Meistringstru",
        "Autonomi",
        "Bruk av kompetanse",
        "Meistringsorientert leiing",
        "Rolleklarheit",
        "Relevant kompetanseutvikling",
        "Fleksibilitetsvilje",
        "Meistringsklima",
        "Prososial motivasjon",
    ),
}
UNIT = ("4.2", "4.4", "4.1", "4.2", "3.9", "4.1", "3.7", "4.5", "4.0", "4.7")
MUNICIPALITY = ("4.2", "4.2", "4.3", "4.2", "3.9", "4.1", "3.7", "4.3", "4.1", "4.6")
COUNTRY = ("4.3", "4.4", "4.5", "4.3", "4.1", "4.2", "3.9", "4.6", "4.2", "4.6")


def either(language: Language, nb: str, nn: str) -> str:
    return nb if language == "nb" else nn


def para(value: str, style: str = "body") -> Paragraph:
    return Paragraph(text(value), style)


def bullets(*items: str, kind: str = "bullet") -> List:
    return List(tuple(text(item) for item in items), kind)


def comma(value: str) -> str:
    return value.replace(".", ",")


def series(language: Language, rows: slice, *, band: str | None = "0.3") -> tuple[Series, ...]:
    def one(name: str, values: tuple[str, ...], mark: str, half: Decimal | None = None) -> Series:
        chosen = values[rows]
        return Series(name, tuple(map(Decimal, chosen)), tuple(map(comma, chosen)), mark, half)

    return (
        one(either(language, "Enheten", "Eininga"), UNIT, "circle", Decimal(band) if band else None),
        one(either(language, "Kommunen", "Kommunen"), MUNICIPALITY, "diamond"),
        one("Landet", COUNTRY, "bar"),
    )


def means_table(language: Language) -> Table:
    names = tuple(f"{n}. {name}" for n, name in enumerate(NAMES[language], start=1))
    compared = series(language, slice(None), band=None)
    said = "; ".join(f"{one.name}: {', '.join(one.labels)}" for one in compared)
    return Table(
        "figures",
        (
            Column(text("Faktor"), 3.4),
            *(Column(text(one.name), 1.15, "center", one.mark) for one in compared),
        ),
        tuple(
            (Cell(text(name)), *(Cell(text(one.labels[i]), strong=one is compared[0]) for one in compared))
            for i, name in enumerate(names)
        ),
        either(language, "Gjennomsnitt per faktor", "Gjennomsnitt per faktor"),
        either(language, "En rad per faktor.", "Ei rad per faktor."),
        first_is_head=True,
        chart=Chart("dots", "Gjennomsnitt", names, compared, said, 110, bare=True),
        chart_head="Skala 1–5",
    )


def factor_chart(language: Language) -> Chart:
    name = NAMES[language][8]
    return Chart(
        "dots",
        f"{name}: gjennomsnitt",
        (name,),
        series(language, slice(8, 9)),
        either(language, "Enheten 4,0, kommunen 4,1, landet 4,2.", "Eininga 4,0, kommunen 4,1, landet 4,2."),
        25,
        bare=True,
    )


def timeline(language: Language) -> Timeline:
    """Return a round that begins in one year and ends in the next."""
    said = (
        (either(language, "Opplæringsdag for lederne", "Opplæringsdag for leiarane"), "2026-09-08", "2026-09-08"),
        ("Vi informerer", "2026-10-01", "2026-10-30"),
        (either(language, "Vi svarer på undersøkelsen", "Vi svarar på undersøkinga"), "2026-11-02", "2026-11-20"),
        ("Avdelingsmøte 1", "2027-01-13", "2027-01-13"),
        ("Avdelingsmøte 2", "2027-01-20", "2027-01-20"),
        (
            either(language, "Ledersamling om oppfølgingen", "Leiarsamling om oppfølginga"),
            "2027-05-31",
            "2027-05-31",
        ),
    )
    events = tuple(TimelineEvent(*one) for one in said)
    alternative = "; ".join(f"{label}: {start} – {end}" for label, start, end in said)
    return Timeline("Plan for 10-FAKTOR 2026", f"Plan over tid. {alternative}.", events, MONTHS)


def link(language: Language) -> Link:
    return Link(
        text(either(language, "Skriv hva du mener", "Skriv kva du meiner")),
        "https://provevik.example/10-faktor/2026",
        either(language, "QR-kode som går til spørsmålene.", "QR-kode som går til spørsmåla."),
    )


def slide(id_: str, kind: str, title: str, *regions: tuple[str, tuple[Block, ...]], hidden: bool = False) -> Slide:
    notes = Notes(
        (
            ("Si", (para("Velkomne, alle saman!"), para("Vi tek det i ro og mak."))),
            ("Gjer", (bullets("Sei det høgt.", "Vent."),)),
        )
    )
    return Slide(id_, kind, text(title), regions, notes, hidden)


def slides(language: Language, unit: str) -> tuple[Slide, ...]:
    def say(nb: str, nn: str) -> str:
        return either(language, nb, nn)

    names = tuple(f"{n}. {name}" for n, name in enumerate(NAMES[language], start=1))
    return (
        slide(
            "opening",
            "opening",
            say("Hva ser vi, og hva vil vi arbeide med?", "Kva ser vi, og kva vil vi arbeide med?"),
            ("kicker", (para("10-FAKTOR 2026"),)),
            ("number", (para("1"),)),
            ("number_note", (para(say("av to avdelingsmøter", "av to avdelingsmøte")),)),
            ("subtitle", (para(unit),)),
            (
                "date",
                (
                    para(
                        say(
                            "12. mars 2026 · Møterom Fjord · 105 minutter", "12. mars 2026 · Møterom Fjord · 105 minutt"
                        )
                    ),
                ),
            ),
            ("organisation", (para("Prøvevik kommune"),)),
        ),
        slide(
            "agenda",
            "agenda",
            say("Slik bruker vi tiden", "Slik bruker vi tida"),
            (
                "body",
                (
                    Agenda(
                        (
                            (5, text(say("Velkommen – hvorfor vi gjør dette", "Velkomen – kvifor vi gjer dette"))),
                            (
                                20,
                                text(say("De ti faktorene og resultatene våre", "Dei ti faktorane og resultata våre")),
                            ),
                            (
                                65,
                                text(
                                    say(
                                        "Analysekrysset – alene, i grupper og i plenum",
                                        "Analysekrysset – åleine, i grupper og i plenum",
                                    )
                                ),
                            ),
                            (
                                10,
                                text(
                                    say(
                                        "Oppsummering – hva skal vi arbeide med?",
                                        "Oppsummering – kva skal vi arbeide med?",
                                    )
                                ),
                            ),
                            (0, text(say("Takk for i dag", "Takk for i dag"))),
                        ),
                        "min",
                        "Velkomen 5 minutt, resultat 20, analysekrysset 65, oppsummering 10.",
                        (2,),
                    ),
                ),
            ),
        ),
        slide(
            "section",
            "section",
            say("Faktorene og resultatene", "Faktorane og resultata"),
            (
                "lead",
                (
                    para(
                        say(
                            "Vi ser på tallene sammen, uten å tolke dem først.",
                            "Vi ser på tala saman, utan å tolke dei først.",
                        )
                    ),
                ),
            ),
        ),
        slide(
            "statement",
            "statement",
            say("Dette er poenget", "Dette er poenget med det heile"),
            (
                "statement",
                (
                    para(
                        say("Vi som arbeider her, tolker svarene først.", "Vi som arbeider her, tolkar svara først."),
                        "question",
                    ),
                ),
            ),
            (
                "body",
                (
                    para(
                        say(
                            "Lederen viser tallene, men forklarer dem ikke.",
                            "Leiaren viser tala, men forklarer dei ikkje.",
                        )
                    ),
                ),
            ),
        ),
        slide(
            "question",
            "question",
            say("Før vi ser på tallene", "Før vi ser på tala"),
            ("question", (para(say("Hva tror du at vi får se?", "Kva trur du at vi får sjå?"), "question"),)),
            (
                "body",
                (
                    para(
                        say(
                            "Tenk på det vi er fornøyde med, og det vi ønsker mer av.",
                            "Tenk på det vi er nøgde med, og det vi ønskjer meir av.",
                        )
                    ),
                ),
            ),
            (
                "time",
                (Steps(((2, text(say("for deg selv. Skriv ned to ord.", "for deg sjølv. Skriv ned to ord."))),)),),
            ),
        ),
        slide(
            "content",
            "content",
            say("Slik leser vi tallene", "Slik les vi tala"),
            (
                "body",
                (
                    bullets(
                        say(
                            "Hvert tall er gjennomsnittet for én faktor.", "Kvart tal er gjennomsnittet for éin faktor."
                        ),
                        say("1 er «svært uenig», 5 er «svært enig».", "1 er «svært ueinig», 5 er «svært einig»."),
                        say("0,1 opp eller ned sier ingenting.", "0,1 opp eller ned seier ingenting."),
                        say("En forskjell må være minst 0,2.", "Ein skilnad må vere minst 0,2."),
                        say(
                            "Tallene sier ikke hvorfor. Det finner vi ut sammen.",
                            "Tala seier ikkje kvifor. Det finn vi ut saman.",
                        ),
                    ),
                ),
            ),
        ),
        slide(
            "response",
            "content",
            say("Så mange svarte", "Så mange svarte"),
            (
                "body",
                (
                    para(say("Takk til alle som tok seg tid.", "Takk til alle som tok seg tid.")),
                    bullets(
                        say("Svarene gjelder oss som gruppe.", "Svara gjeld oss som gruppe."),
                        say("Ingen kan se hva den enkelte har svart.", "Ingen kan sjå kva den enkelte har svart."),
                    ),
                ),
            ),
            (
                "side",
                (
                    BigNumbers((("78\u00a0%", "svarprosent"), ("42 av 54", "har svart"))),
                    para(
                        say(
                            "42 av 54 inviterte har svart. Det er 78\u00a0%.",
                            "42 av 54 inviterte har svart. Det er 78\u00a0%.",
                        )
                    ),
                ),
            ),
        ),
        slide(
            "columns",
            "content",
            say("Slik snakker vi sammen", "Slik snakkar vi saman"),
            (
                "body",
                (
                    Columns(
                        text(say("Gjør dette", "Gjer dette")),
                        (bullets("Lytt til alle.", "Spør «kva meiner du?»", "Skriv ned orda slik dei blir sagde."),),
                        text(say("La dette ligge", "Lat dette liggje")),
                        (bullets("Gjetting om kven som svarte kva", "Forklaringar på førehand"),),
                    ),
                ),
            ),
        ),
        slide(
            "activity",
            "activity",
            say("Analysekrysset: slik arbeider vi", "Analysekrysset: slik arbeider vi"),
            (
                "body",
                (
                    para(
                        say(
                            "Hvilke to faktorer er vi fornøyde med – og hvilke to er det viktigst å arbeide med?",
                            "Kva for to faktorar er vi nøgde med – og kva for to er det viktigast å arbeide med?",
                        ),
                        "question",
                    ),
                    bullets(
                        say("Fyll ut krysset for deg selv.", "Fyll ut krysset for deg sjølv."),
                        say("Legg fram ett poeng hver, etter tur.", "Legg fram eitt poeng kvar, etter tur."),
                        say("Spør «hvorfor?» en gang til.", "Spør «kvifor?» ein gong til."),
                        say("Bli enige om hva dere tar med.", "Bli samde om kva de tek med."),
                        kind="number",
                    ),
                ),
            ),
            (
                "side",
                (
                    Steps(
                        (
                            (5, text(say("alene", "åleine"))),
                            (30, text(say("i gruppa, 3–8 personer", "i gruppa, 3–8 personar"))),
                            (15, text("i plenum")),
                        )
                    ),
                    Paragraph((Run("Ordstyrar", bold=True), Run(": hadde bursdag sist"))),
                    Paragraph((Run("Viddevakt", bold=True), Run(": lengst sidan bursdag"))),
                    Paragraph((Run("Sekretær", bold=True), Run(": først i alfabetet"))),
                ),
            ),
        ),
        slide(
            "factors",
            "table",
            say("De ti faktorene: 1 til 5", "Dei ti faktorane: 1 til 5"),
            (
                "body",
                (
                    Table(
                        "plain",
                        (Column(text("Faktor"), 2), Column(text(say("Hva den handler om", "Kva han handlar om")), 3)),
                        tuple(
                            (
                                Cell(text(name), strong=True),
                                Cell(
                                    text(
                                        say(
                                            "Oppgavene i seg selv gir driv og glede.",
                                            "Oppgåvene i seg sjølve gir driv og glede.",
                                        )
                                    )
                                ),
                            )
                            for name in names[:5]
                        ),
                        say("De fem første faktorene", "Dei fem første faktorane"),
                        say("Navn og forklaring.", "Namn og forklaring."),
                        first_is_head=True,
                    ),
                ),
            ),
        ),
        slide(
            "means",
            "chart",
            say("Resultatene våre: gjennomsnitt per faktor, 2026", "Resultata våre: gjennomsnitt per faktor, 2026"),
            ("body", (means_table(language),)),
            (
                "note",
                (
                    para(
                        say(
                            "Forskjeller under 0,3 kan være tilfeldige. Kilde: 10-FAKTOR 2026."
                            " Tall vises når minst 5 har svart. Landet: samme tjeneste.",
                            "Skilnader under 0,3 kan vere tilfeldige. Kjelde: 10-FAKTOR 2026."
                            " Tal blir viste når minst 5 har svart. Landet: same teneste.",
                        ),
                        "note",
                    ),
                ),
            ),
        ),
        slide(
            "factor",
            "factor",
            f"9. {NAMES[language][8]}",
            (
                "body",
                (
                    para(
                        say(
                            "En kultur for å samarbeide, lære og gjøre hverandre gode.",
                            "Ein kultur for å samarbeide, lære og gjere kvarandre gode.",
                        )
                    ),
                    para(
                        say(
                            "«Jeg tør å spørre, be om hjelp og dele det jeg ikke fikk til.»",
                            "«Eg tør å spørje, be om hjelp og dele det eg ikkje fekk til.»",
                        ),
                        "quote",
                    ),
                    para(
                        say(
                            "Hva skal til for at flere hos oss svarer «svært enig»?",
                            "Kva skal til for at fleire hos oss svarar «svært einig»?",
                        ),
                        "question",
                    ),
                ),
            ),
            (
                "side",
                (
                    para(
                        say(
                            "Gjennomsnitt på en skala fra 1 til 5, 2026", "Gjennomsnitt på ein skala frå 1 til 5, 2026"
                        ),
                        "label",
                    ),
                    BigNumbers((("4,0", say("Enheten", "Eininga")), ("4,1", "Kommunen"), ("4,2", "Landet"))),
                    factor_chart(language),
                    para(
                        say(
                            "Det grå feltet viser usikkerheten i tallet vårt.",
                            "Det grå feltet viser kor uvisst talet vårt er.",
                        ),
                        "note",
                    ),
                ),
            ),
            hidden=True,
        ),
        slide(
            "factor_plain",
            "factor",
            f"8. {NAMES[language][7]}",
            (
                "body",
                (
                    para(
                        say(
                            "Viljen til å tenke nytt om hvordan vi arbeider.",
                            "Viljen til å tenkje nytt om korleis vi arbeider.",
                        )
                    ),
                    para("«Eg prøver gjerne ein ny måte.»", "quote"),
                    para(say("Hva skal til?", "Kva skal til?"), "question"),
                ),
            ),
            hidden=True,
        ),
        slide(
            "cross",
            "sheet",
            "Analysekrysset",
            (
                "body",
                (
                    Quadrants(
                        (
                            (text(say("To faktorer vi er fornøyde med", "To faktorar vi er nøgde med")), ()),
                            (text(say("Hva gjør vi som gir dette?", "Kva gjer vi som gir dette?")), ()),
                            (
                                text(say("To faktorer vi vil arbeide med", "To faktorar vi vil arbeide med")),
                                text("Set den viktigaste først."),
                            ),
                            (text(say("Hvorfor er det viktig?", "Kvifor er det viktig?")), ()),
                        ),
                        "Analysekrysset",
                        say("Fire felt å skrive i.", "Fire felt å skrive i."),
                    ),
                ),
            ),
        ),
        slide(
            "matrix",
            "sheet",
            say("Tiltaksmatrisen", "Tiltaksmatrisa"),
            (
                "lead",
                (
                    para(
                        say(
                            "Hvor mye betyr tiltaket, og hvor lett er det å få til?",
                            "Kor mykje betyr tiltaket, og kor lett er det å få til?",
                        )
                    ),
                ),
            ),
            (
                "body",
                (
                    Quadrants(
                        (
                            (text(say("Kanskje", "Kanskje")), text(say("bør vurderes", "bør vurderast"))),
                            (text(say("Ja", "Ja")), text(say("bør gjøres nå", "bør gjerast no"))),
                            (text(say("Nei", "Nei")), ()),
                            (text(say("Kanskje", "Kanskje")), text(say("kan vurderes", "kan vurderast"))),
                        ),
                        "Matrise",
                        "To gonger to felt.",
                        (text(say("Vanskelig", "Vanskeleg")), text("Lett")),
                        (text("Stor"), text("Liten")),
                        text("Å få til"),
                        text("Verknad"),
                    ),
                ),
            ),
        ),
        slide(
            "vision",
            "sheet",
            say("Slik ser det ut når vi lykkes", "Slik ser det ut når vi lukkast"),
            (
                "lead",
                (
                    para(
                        say(
                            "Mål: Vi lærer av hverandre og ber om hjelp.", "Mål: Vi lærer av kvarandre og ber om hjelp."
                        )
                    ),
                ),
            ),
            (
                "body",
                (
                    Table(
                        "writing",
                        tuple(
                            Column(text(head))
                            for head in (
                                say("Medarbeiderne", "Medarbeidarane"),
                                say("Lederen", "Leiaren"),
                                say("Organisasjonen", "Organisasjonen"),
                            )
                        ),
                        tuple((Cell(), Cell(), Cell()) for _ in range(6)),
                        "Bilete",
                        "Tre kolonnar.",
                    ),
                ),
            ),
            (
                "note",
                (
                    para(
                        say("Skriv her i møtet: Esc, skriv, Shift+F5.", "Skriv her i møtet: Esc, skriv, Shift+F5."),
                        "note",
                    ),
                ),
            ),
        ),
        slide(
            "tally",
            "tally",
            say("Opptelling i plenum", "Oppteljing i plenum"),
            (
                "body",
                (
                    Table(
                        "writing",
                        (
                            Column(text("Faktor"), 2.2),
                            Column(text(say("Fornøyde (strek per gruppe)", "Nøgde (strek per gruppe)")), 1.5),
                            Column(
                                text(say("Vil arbeide med (strek per gruppe)", "Vil arbeide med (strek per gruppe)")),
                                1.5,
                            ),
                        ),
                        tuple((Cell(text(name)), Cell(), Cell()) for name in names),
                        "Oppteljing",
                        "Ei rad per faktor.",
                        first_is_head=True,
                    ),
                ),
            ),
        ),
        slide("plan", "content", say("Slik går runden", "Slik går runden"), ("body", (timeline(language),))),
        slide("poll", "content", say("Si det her", "Sei det her"), ("body", (link(language),))),
        slide(
            "poll_beside",
            "content",
            say("Hva tar du med deg?", "Kva tek du med deg?"),
            ("body", (bullets(say("Skann koden.", "Skann koden."), say("Skriv tre ord.", "Skriv tre ord.")),)),
            ("side", (link(language),)),
        ),
        slide(
            "summary",
            "summary",
            say("Dette tar vi med oss", "Dette tek vi med oss"),
            (
                "body",
                (
                    bullets(
                        say("Vi har valgt to faktorer.", "Vi har valt to faktorar."),
                        say("Lederen skriver ned det vi ble enige om.", "Leiaren skriv ned det vi vart samde om."),
                        say("Vi møtes igjen om tre uker.", "Vi møtest att om tre veker."),
                    ),
                    Box("tip", text(say("Neste møte", "Neste møte")), (para("Vi lagar vegkartet saman."),)),
                ),
            ),
        ),
        slide(
            "summary_link",
            "summary",
            say("Si hvordan møtet var", "Sei korleis møtet var"),
            ("body", (bullets(say("Det tar ett minutt.", "Det tek eitt minutt.")), link(language))),
        ),
        slide(
            "closing",
            "closing",
            say("Takk for innsatsen!", "Takk for innsatsen!"),
            (
                "body",
                (
                    para(say("Neste gang lager vi veikartet vårt.", "Neste gong lagar vi vegkartet vårt.")),
                    link(language),
                ),
            ),
        ),
    )


def deck(language: Language = "nn", unit: str = SHORT) -> Deck:
    made = slides(language, unit)
    return Deck(
        "meeting_one",
        language,
        "Avdelingsmøte 1",
        "10-FAKTOR 2026",
        "Prøvevik kommune",
        f"{unit} · 10-FAKTOR 2026",
        (DeckSection("Velkomen", made[:6]), DeckSection("Resultat", made[6:13]), DeckSection("Krysset", made[13:])),
    )
