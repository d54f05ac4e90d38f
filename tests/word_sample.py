"""A Word document with every block in it, in both written standards: what the tests of Word documents look at."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from packgen.blocks import (
    Agenda,
    BigNumbers,
    Block,
    Box,
    Cell,
    Chart,
    Column,
    Columns,
    Contents,
    Cover,
    Document,
    Field,
    Heading,
    Language,
    Lines,
    Link,
    List,
    NewPage,
    Paragraph,
    Quadrants,
    Run,
    Section,
    Series,
    Steps,
    Table,
    Text,
    Timeline,
    TimelineEvent,
    text,
)

SHORT_UNIT = "Fjellheimen bu- og omsorgssenter"
LONG_UNIT = "Avdeling for heildøgns omsorg, rehabilitering & habilitering / barn, unge og familie – sør"


@dataclass(frozen=True)
class Words:
    """A text in both written standards."""

    nb: str
    nn: str


def t(words: Words | str, language: Language) -> Text:
    """Return a text in one standard; ``**bold**`` is bold."""
    value = words if isinstance(words, str) else getattr(words, language)
    pieces = value.split("**")
    return tuple(Run(piece, bold=bool(number % 2)) for number, piece in enumerate(pieces) if piece)


FACTORS = {
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
OURS = ["4.2", "4.4", "4.1", "4.2", "3.9", "4.1", "3.7", "4.5", "4.0", "4.7"]
THEIRS = ["4.2", "4.2", "4.3", "4.2", "3.9", "4.1", "3.7", "4.3", "4.1", "4.6"]
COUNTRY = ["4.3", "4.4", "4.5", "4.3", "4.1", "4.2", "3.9", "4.6", "4.2", "4.6"]
CLASSES = {
    "nb": ("Svært uenig", "Delvis uenig", "Verken eller", "Delvis enig", "Svært enig"),
    "nn": ("Svært ueinig", "Delvis ueinig", "Verken eller", "Delvis einig", "Svært einig"),
}
GROUPS = {"nb": ("Enheten", "Kommunen", "Landet"), "nn": ("Eininga", "Kommunen", "Landet")}
Mark = Literal["circle", "diamond", "bar", "triangle"]
MARKS: tuple[Mark, Mark, Mark] = ("circle", "diamond", "bar")


def _comma(value: str) -> str:
    return value.replace(".", ",")


def means_table(language: Language) -> Table:
    """Return the ten means with their chart."""
    names = tuple(f"{n}. {name}" for n, name in enumerate(FACTORS[language], start=1))
    values = (OURS, THEIRS, COUNTRY)
    bands = (Decimal("0.3"), None, None)
    series = tuple(
        Series(name, tuple(map(Decimal, column)), tuple(map(_comma, column)), mark, band)
        for name, column, mark, band in zip(GROUPS[language], values, MARKS, bands, strict=True)
    )
    title = "Gjennomsnitt per faktor, Fjellheimen, 2026"
    said = "; ".join(f"{one.name}: {', '.join(one.labels)}" for one in series)
    return Table(
        "figures",
        (Column(text("Faktor"), 3.4), *(Column(text(s.name), 1.1, "center", s.mark) for s in series)),
        tuple(
            (Cell(text(name)), *(Cell(text(_comma(column[i])), strong=n == 0) for n, column in enumerate(values)))
            for i, name in enumerate(names)
        ),
        title,
        {"nb": "Ti rader, en per faktor.", "nn": "Ti rader, éi per faktor."}[language],
        first_is_head=True,
        chart=Chart("dots", title, names, series, said, 110, bare=True),
        chart_head="Skala 1–5",
    )


def factor_chart(language: Language) -> Chart:
    """Return one factor with a row per group."""
    values = ("4.0", "4.1", "4.2")
    series = tuple(
        Series(
            name,
            tuple(Decimal(values[i]) if row == i else None for row in range(3)),
            tuple(_comma(values[i]) if row == i else "" for row in range(3)),
            MARKS[i],
            Decimal("0.3") if i == 0 else None,
        )
        for i, name in enumerate(GROUPS[language])
    )
    return Chart("dots", "Gjennomsnitt", GROUPS[language], series, "Enheten 4,0, kommunen 4,1, landet 4,2.", 44)


def shares_chart(language: Language) -> Chart:
    """Return a distribution over five classes."""
    shares = ("4", "7", "17", "43", "29")
    series = tuple(Series(name, (Decimal(v),), (v,)) for name, v in zip(CLASSES[language], shares, strict=True))
    return Chart("shares", "Svarfordeling", ("9",), series, "4, 7, 17, 43, 29 %.", 30, bare=True, number_format="0")


def trend_chart(language: Language) -> Chart:
    """Return means over three rounds."""
    values = ("3.8", "4.1", "4.0")
    own = Series(GROUPS[language][0], tuple(map(Decimal, values)), tuple(map(_comma, values)))
    return Chart("line", "Utvikling", ("2022", "2024", "2026"), (own,), "3,8 i 2022, 4,1 i 2024, 4,0 i 2026.", 46)


MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)


def timeline(language: Language) -> Timeline:
    """Return a round over time: two spans and five days, two of them near each other."""
    nb = language == "nb"
    events = (
        TimelineEvent("Opplæringsdag for lederne" if nb else "Opplæringsdag for leiarane", "2026-01-20", "2026-01-20"),
        TimelineEvent("Vi informerer", "2026-02-02", "2026-02-27"),
        TimelineEvent("Vi svarer på undersøkelsen" if nb else "Vi svarar på undersøkinga", "2026-02-28", "2026-03-14"),
        TimelineEvent("Avdelingsmøte 1", "2026-04-22", "2026-04-22"),
        TimelineEvent("Avdelingsmøte 2", "2026-04-29", "2026-04-29"),
        TimelineEvent(
            "Ledersamling om oppfølgingen" if nb else "Leiarsamling om oppfølginga", "2026-09-03", "2026-09-03"
        ),
    )
    said = "; ".join(f"{event.label}: {event.start} – {event.end}" for event in events)
    return Timeline("Plan for 10-FAKTOR 2026", f"Plan over tid. {said}.", events, MONTHS)


def link(language: Language) -> Link:
    """Return a web address."""
    words = "Svar på undersøkelsen" if language == "nb" else "Svar på undersøkinga"
    said = "QR-kode som går til undersøkelsen" if language == "nb" else "QR-kode som går til undersøkinga"
    return Link(text(words), "https://provevik.example/10-faktor/2026", said)


def sample(language: Language = "nb", unit: str = SHORT_UNIT, *, pages: tuple[tuple[str, int], ...] = ()) -> Document:
    """Return a document with every block."""

    def s(nb: str, nn: str = "") -> Text:
        return t(Words(nb, nn or nb), language)

    def p(style: str, nb: str, nn: str = "") -> Paragraph:
        return Paragraph(s(nb, nn), style)  # type: ignore[arg-type]

    def string(nb: str, nn: str = "") -> str:
        return s(nb, nn)[0].text

    opening: tuple[Block, ...] = (
        Cover(
            text("10-FAKTOR 2026"),
            s("Arbeidshefte for leder", "Arbeidshefte for leiar"),
            text(unit),
            (text("Prøvevik kommune"), s("Spørsmål: personal@provevik.example")),
        ),
        Contents(s("Innhold", "Innhald")),
        Heading(1, s("Trinn 1: Forstå resultatene sammen", "Steg 1: Forstå resultata saman"), "step_one"),
        p(
            "lead",
            "Det er dere som jobber her, som vet hva tallene betyr. Tallene er en start på samtalen, ikke en karakter.",
            "Det er de som arbeider her, som veit kva tala tyder. Tala er ein start på samtalen, ikkje ein karakter.",
        ),
        Box(
            "aim",
            s("Målet", "Målet"),
            (
                p(
                    "body",
                    "Gruppen blir enig om to faktorer å arbeide videre med, og vet hvorfor.",
                    "Gruppa blir samd om to faktorar å arbeide vidare med, og veit kvifor.",
                ),
            ),
            badge="1 t 45 min",
        ),
        p(
            "body",
            "Oppgaven din er å lage et møte der **alle slipper til**, og å holde din egen forklaring tilbake til "
            "gruppen har funnet sin. Legg fram tallene som de er, og la det bli stille.",
            "Oppgåva di er å lage eit møte der **alle slepp til**, og å halde di eiga forklaring tilbake til "
            "gruppa har funne si. Legg fram tala som dei er, og la det bli stille.",
        ),
        Heading(2, s("Før møtet", "Før møtet"), "before"),
        List(
            (
                s(
                    "Send ut resultatarket og et tomt analysekryss en uke før, sammen med en kort hilsen.",
                    "Send ut resultatarket og eit tomt analysekryss ei veke før, saman med ei kort helsing.",
                ),
                s(
                    "Avtal med tillitsvalgt og verneombud hvem som gjør hva i møtet.",
                    "Avtal med tillitsvald og verneombod kven som gjer kva i møtet.",
                ),
                s(
                    "Heng opp ett flippoverark per gruppe, og legg fram tusj i mørk farge.",
                    "Heng opp eitt flippoverark per gruppe, og legg fram tusj i mørk farge.",
                ),
            )
        ),
        Heading(3, s("Slik begynner du", "Slik byrjar du"), "begin"),
        List((s("Ønsk velkommen.", "Ønsk velkomen."), s("Si hvorfor dere er her.", "Sei kvifor de er her.")), "number"),
        p(
            "say",
            "«I dag skal vi se på våre egne tall, og dere skal få tolke dem først.»",
            "«I dag skal vi sjå på våre eigne tal, og de skal få tolke dei først.»",
        ),
        Heading(2, s("Når du viser tallene", "Når du viser tala"), "showing"),
        Columns(
            s("Gjør dette", "Gjer dette"),
            (
                p("body", "Les opp tallet og hva det måler.", "Les opp talet og kva det måler."),
                p("body", "Vent. La stillheten virke.", "Vent. La stilla verke."),
                p("body", "Spør: Kjenner vi oss igjen?", "Spør: Kjenner vi oss att?"),
            ),
            s("La dette ligge", "La dette liggje"),
            (
                p("body", "Forklare hvorfor det ble slik.", "Forklare kvifor det vart slik."),
                p("body", "Si om tallet er bra eller ikke.", "Seie om talet er bra eller ikkje."),
                p("body", "Lete etter hvem som svarte hva.", "Leite etter kven som svara kva."),
            ),
        ),
        Box(
            "leader",
            s("Til deg som leder", "Til deg som leiar"),
            (
                p(
                    "body",
                    "Faktor 5 handler om deg. Be verneombudet lede den delen av samtalen.",
                    "Faktor 5 handlar om deg. Be verneombodet leie den delen av samtalen.",
                ),
                List((s("Lytt.", "Lytt."), s("Takk for det som blir sagt.", "Takk for det som blir sagt."))),
            ),
        ),
        Box("tip", s("Tips"), (p("body", "Trekk roller med kort.", "Trekk roller med kort."),)),
        Box(
            "reflection",
            s("Tenk etter"),
            (
                p(
                    "question",
                    "Hvilket resultat får jeg mest lyst til å forklare – og hvordan holder jeg det tilbake?",
                    "Kva for resultat får eg mest lyst til å forklare – og korleis held eg det tilbake?",
                ),
                Lines(4),
            ),
        ),
        NewPage(),
        Heading(2, s("Analysekrysset: slik arbeider dere", "Analysekrysset: slik arbeider de"), "cross"),
        Box(
            "task",
            s("Oppgave", "Oppgåve"),
            (
                p(
                    "body",
                    "Hvilke to faktorer er vi fornøyd med – og hvilke to er det viktigst å arbeide med?",
                    "Kva for to faktorar er vi nøgde med – og kva for to er det viktigast å arbeide med?",
                ),
            ),
            badge="50 min",
        ),
        Steps(
            (
                (5, s("**Alene.** Fyll ut krysset for deg selv.", "**Åleine.** Fyll ut krysset for deg sjølv.")),
                (
                    30,
                    s(
                        "**I gruppen.** En og en legger fram ett poeng om gangen, til alle er inne.",
                        "**I gruppa.** Éin og éin legg fram eitt poeng om gongen, til alle er inne.",
                    ),
                ),
                (15, s("**I plenum.** Ett poeng fra hver gruppe.", "**I plenum.** Eitt poeng frå kvar gruppe.")),
            )
        ),
        p("label", "Møtet", "Møtet"),
        Agenda(
            (
                (5, s("Velkommen", "Velkomen")),
                (20, s("De ti faktorene og resultatene våre", "Dei ti faktorane og resultata våre")),
                (65, s("Analysekrysset")),
                (10, s("Oppsummering")),
                (0, s("Takk for i dag")),
            ),
            "min",
            string("Velkommen 5 minutter, …", "Velkomen 5 minutt, …"),
            main=(2,),
        ),
        p("label", "Husk", "Hugs"),
        List((s("Tusj og ark", "Tusj og ark"), s("Resultatarket", "Resultatarket")), "check"),
        List((s("Begynn på 1.", "Byrj på 1."), s("Gå videre.", "Gå vidare.")), "number"),
    )
    results: tuple[Block, ...] = (
        Heading(1, s("Resultatene våre", "Resultata våre"), "results"),
        BigNumbers((("82 %", string("svarte", "svara")), ("23", string("av 28 inviterte", "av 28 inviterte")))),
        means_table(language),
        p(
            "note",
            "Grått felt er usikkerheten. Hos oss kan forskjeller under 0,3 være tilfeldige. Kilde: 10-FAKTOR, 2026. "
            "Grense: 5 svar. Landet: samme tjeneste.",
            "Grått felt er uvissa. Hos oss kan skilnader under 0,3 vere tilfeldige. Kjelde: 10-FAKTOR, 2026. "
            "Grense: 5 svar. Landet: same teneste.",
        ),
        NewPage(),
        Heading(2, s("9. Mestringsklima", "9. Meistringsklima"), "climate"),
        p(
            "body",
            "En kultur for å samarbeide, lære og gjøre hverandre gode.",
            "Ein kultur for å samarbeide, lære og gjere kvarandre gode.",
        ),
        p(
            "quote",
            "«Jeg tør å spørre, be om hjelp og dele det jeg ikke fikk til.»",
            "«Eg tør å spørje, be om hjelp og dele det eg ikkje fekk til.»",
        ),
        p("label", "Gjennomsnitt på en skala fra 1 til 5", "Gjennomsnitt på ein skala frå 1 til 5"),
        factor_chart(language),
        p("note", "Grått felt er usikkerheten.", "Grått felt er uvissa."),
        p("label", "Slik fordeler svarene seg, i prosent av svarene", "Slik fordeler svara seg, i prosent av svara"),
        shares_chart(language),
        p("label", "Tre runder", "Tre rundar"),
        trend_chart(language),
        Box(
            "reflection",
            s("Tenk etter"),
            (
                p(
                    "question",
                    "Hva skal til for at flere hos oss svarer «svært enig» neste gang?",
                    "Kva skal til for at fleire hos oss svarar «svært einig» neste gong?",
                ),
                Lines(3),
            ),
        ),
        Heading(2, s("Kjennetegn", "Kjenneteikn"), "signs"),
        Table(
            "plain",
            tuple(
                Column(s(*head))
                for head in (("Medarbeiderne", "Medarbeidarane"), ("Leder", "Leiar"), ("Organisasjonen",))
            ),
            (
                (
                    Cell(more=(List((s("Vi spør når vi er i tvil.", "Vi spør når vi er i tvil."), s("Vi deler."))),)),
                    Cell(s("Gir rom for feil.", "Gir rom for feil.")),
                    Cell(s("Setter av tid.", "Set av tid.")),
                ),
            ),
            string("Kjennetegn", "Kjenneteikn"),
            string("Tre kolonner", "Tre kolonnar"),
        ),
        Table(
            "form",
            (Column(s("Felt")), Column(s("Svar"), 2)),
            (
                (Cell(s("Medarbeider", "Medarbeidar")), Cell(field=Field("text", "employee", "Navn", "Skriv navn"))),
                (Cell(s("Dato")), Cell(field=Field("date", "day", "Dato", "Vel dato"))),
                (
                    Cell(s("Status")),
                    Cell(field=Field("choice", "status", "Status", "Vel", (string("Som ventet", "Som venta"), "Over"))),
                ),
                (
                    Cell(s("Mål")),
                    Cell(field=Field("text", "goal", "Mål", string("Skriv målet", "Skriv målet"), multiline=True)),
                ),
            ),
            string("Avtale"),
            string("Fire felt", "Fire felt"),
            row_mm=11,
            first_is_head=True,
            caption=s("Avtale"),
        ),
    )
    vision: tuple[Block, ...] = (
        Heading(2, s("Glansbildet: 9. Mestringsklima", "Glansbiletet: 9. Meistringsklima"), "vision"),
        p(
            "lead",
            "Vi samarbeider, lærer av hverandre og gjør hverandre gode.",
            "Vi samarbeider, lærer av kvarandre og gjer kvarandre gode.",
        ),
        Table(
            "writing",
            tuple(
                Column(s(*head))
                for head in (("Medarbeiderne", "Medarbeidarane"), ("Leder", "Leiar"), ("Organisasjonen",))
            ),
            tuple((Cell(), Cell(), Cell()) for _ in range(7)),
            string("Glansbilde", "Glansbilete"),
            string("Sju tomme rader", "Sju tomme rader"),
            row_mm=13,
        ),
        p(
            "note",
            "Tre til åtte kjennetegn holder. Skriv i nåtid: Hva ser vi? Hva gjør vi?",
            "Tre til åtte kjenneteikn held. Skriv i notid: Kva ser vi? Kva gjer vi?",
        ),
    )
    cross: tuple[Block, ...] = (
        Heading(2, s("Analysekrysset"), "cross_sheet"),
        Quadrants(
            (
                (s("To faktorer vi er fornøyd med", "To faktorar vi er nøgde med"), s("Skriv nummer og navn.")),
                (s("Hva gjør vi som gir dette?", "Kva gjer vi som gir dette?"), ()),
                (s("To faktorer vi vil arbeide med", "To faktorar vi vil arbeide med"), s("I rekkefølge.")),
                (s("Hvorfor er det viktig?", "Kvifor er det viktig?"), ()),
            ),
            string("Analysekrysset"),
            string("Fire felt å skrive i"),
        ),
    )
    matrix: tuple[Block, ...] = (
        Heading(2, s("Tiltaksmatrisen", "Tiltaksmatrisa"), "matrix"),
        Quadrants(
            (
                (s("Kanskje"), s("Bør vurderes", "Bør vurderast")),
                (s("Ja"), s("Raske gevinster", "Raske vinstar")),
                (s("Nei"), ()),
                (s("Kanskje"), s("Kan vurderes", "Kan vurderast")),
            ),
            string("Tiltaksmatrise"),
            string("Fire felt"),
            across=(s("Vanskelig", "Vanskeleg"), s("Lett")),
            down=(s("Stor effekt"), s("Liten effekt")),
            across_title=s("Gjennomførbarhet", "Kor lett er det å gjennomføre?"),
            down_title=s("Effekt"),
        ),
    )
    plan: tuple[Block, ...] = (
        Heading(1, s("Videre", "Vidare"), "on"),
        p("body", "Takk for nå.", "Takk for no."),
        timeline(language),
        link(language),
        Box("tip", s("Tips"), (p("body", "Skann koden.", "Skann koden."), link(language))),
        Columns(s("Les"), (link(language),), s("Skriv"), (p("body", "Ta et notat.", "Ta eit notat."),)),
    )
    return Document(
        id="sample",
        language=language,
        title=f"{string('Arbeidshefte for leder', 'Arbeidshefte for leiar')} – {unit}",
        subject="10-FAKTOR 2026",
        author="Prøvevik kommune",
        header_left=unit,
        header_right=string("Arbeidshefte for leder · 10-FAKTOR 2026", "Arbeidshefte for leiar · 10-FAKTOR 2026"),
        footer_left="Prøvevik kommune",
        page_of=("Side", "av"),
        sections=(
            Section(opening),
            Section(results),
            Section(vision, landscape=True),
            Section(cross, landscape=True),
            Section(matrix, landscape=True),
            Section(plan),
        ),
        contents_pages=pages,
    )
