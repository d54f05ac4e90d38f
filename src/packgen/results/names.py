"""How people name factors, answers, columns, the municipality and the country: text of a cell → what it means.

The numbers 1-10 of the factors never vary, so a number decides before a name. Names are known in both written
standards, present and older, and in the mixtures that documents in use show.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

Field = Literal["id", "unit", "parent", "service", "language", "invited", "answered", "round", "factor", "mean"]

_FACTORS: tuple[tuple[str, ...], ...] = (
    ("indre motivasjon", "oppgavemotivasjon", "oppgåvemotivasjon"),
    ("mestringstro", "meistringstru", "mestringstru", "meistringstro"),
    (
        *("autonomi", "opplevd autonomi", "selvstendighet", "opplevd selvstendighet", "selvstendigheit"),
        *("sjølvstende", "opplevd sjølvstende", "sjølvstendigheit", "opplevd sjølvstendigheit"),
    ),
    ("bruk av kompetanse", "kompetansemobilisering", "bruk av kompetansen"),
    (
        *("mestringsorientert ledelse", "meistringsorientert leiing", "mestringsorientert leiing"),
        *("meistringsorientert leiarskap", "mestringsorientert lederskap", "mestringsledelse", "meistringsleiing"),
    ),
    ("rolleklarhet", "rolleklarheit", "rolleklarleik"),
    (
        *("relevant kompetanseutvikling", "relevant kompetanseheving"),
        *("kompetanseutvikling", "kompetanseheving"),
    ),
    ("fleksibilitetsvilje", "fleksibilitet", "vilje til fleksibilitet"),
    ("mestringsklima", "meistringsklima"),
    ("prososial motivasjon", "nytteorientert motivasjon", "nyttemotivasjon"),
)
_BY_NAME = {name: number for number, names in enumerate(_FACTORS, start=1) for name in names}
_NEAR = 90
_SHORTEST_NEAR = 8

_SCALE: tuple[tuple[str, ...], ...] = (
    ("svært uenig", "svært ueinig", "helt uenig", "heilt ueinig"),
    ("delvis uenig", "delvis ueinig", "litt uenig", "litt ueinig", "uenig", "ueinig"),
    (
        *("verken eller", "hverken eller", "nøytral", "verken enig eller uenig", "verken einig eller ueinig"),
        *("hverken enig eller uenig", "verken uenig eller enig", "verken ueinig eller einig"),
    ),
    ("delvis enig", "delvis einig", "litt enig", "litt einig", "enig", "einig"),
    ("svært enig", "svært einig", "helt enig", "heilt einig"),
)
_BY_ANSWER = {name: number for number, names in enumerate(_SCALE, start=1) for name in names}

_MEAN = ("snitt", "gjennomsnitt", "gj.snitt", "gj snitt", "gjsnitt", "middelverdi", "score", "skår", "resultat")
_FIELDS: tuple[tuple[Field, tuple[str, ...]], ...] = (
    (
        "id",
        (
            *("id", "enhets-id", "enhetsid", "enhet-id", "enhets id", "einings-id", "einingsid", "eining-id"),
            *("einings id", "enhetsnummer", "einingsnummer", "enhetsnr", "einingsnr", "enhetskode", "einingskode"),
            *("kode", "nr", "nummer", "organisasjonsnummer", "orgnr", "org.nr", "ansvar"),
        ),
    ),
    (
        "unit",
        (
            *("enhet", "eining", "enhetsnavn", "einingsnamn", "navn", "namn", "navn på enhet", "namn på eining"),
            *("enhetens navn", "namnet på eininga", "avdeling", "avdelingsnavn", "avdelingsnamn", "virksomhet"),
            *("verksemd", "arbeidssted", "arbeidsstad", "arbeidsplass", "tjenestested", "tenestestad", "enheter"),
            *("einingar", "enhetene", "einingane", "avdelinger", "avdelingar"),
        ),
    ),
    (
        "parent",
        (
            *("overordnet", "overordna", "overordnet enhet", "overordna eining", "overordnet enhets-id"),
            *("overordna einings-id", "ligger under", "ligg under", "hører til", "høyrer til", "hører under"),
            *("høyrer under", "tilhører", "tilhøyrer", "nivå over", "under", "enhet over", "eining over", "sektor"),
            *("etat", "kommunalområde", "område", "parent"),
        ),
    ),
    (
        "service",
        (
            *("type tjeneste", "type teneste", "tjenestetype", "tenestetype", "slag tjeneste", "slag teneste"),
            *("tjenesteområde", "tenesteområde", "orgtype", "organisasjonstype", "type enhet", "type eining"),
            *("enhetstype", "einingstype", "tjeneste", "teneste"),
        ),
    ),
    (
        "language",
        ("målform", "språk", "skriftspråk", "målform (nb/nn)", "skriftnorm", "bokmål/nynorsk", "nynorsk/bokmål"),
    ),
    (
        "invited",
        (
            *("inviterte", "invitert", "antall inviterte", "antall invitert", "tal på inviterte", "talet på inviterte"),
            *("tal inviterte", "utsendte", "utsendt", "antall utsendte", "tal på utsende", "mottakere", "mottakarar"),
            *("antall mottakere", "tal på mottakarar", "fått skjema", "ansatte", "tilsette", "antall ansatte"),
            *("tal på tilsette", "tal tilsette", "medarbeidere", "medarbeidarar", "antall medarbeidere"),
            "tal på medarbeidarar",
        ),
    ),
    (
        "answered",
        (
            *("svart", "svar", "har svart", "antall svar", "antall svart", "tal på svar", "talet på svar", "tal svar"),
            *("antall besvarelser", "besvarelser", "respondenter", "respondentar", "antall respondenter"),
            *("svara", "har svara"),
            *("tal på respondentar", "besvart", "antall besvart", "antall som har svart", "tal på dei som har svart"),
        ),
    ),
    (
        "round",
        (
            *("runde", "år", "årstall", "årstal", "periode", "måling", "undersøkelse", "undersøking"),
            "medarbeiderundersøkelse",
        ),
    ),
    ("factor", ("faktor", "faktorer", "faktorar", "faktornavn", "faktornamn")),
    ("mean", _MEAN),
)
_BY_HEADING: dict[str, Field] = {name: field for field, names in _FIELDS for name in names}
_GENERAL = {name: rank for rank, name in enumerate(("enhet", "eining", "navn", "namn", "enhetsnavn", "einingsnamn"))}

_NO_UNIT = re.compile(
    r"differanse|forskjell|skilnad|endring|avvik|diff|\+/-|kommentar(er|ar)?|merknad(er|ar)?|nr|svarprosent|svarandel"
    r"|definisjon|beskrivelse|beskriving|forklaring|utvikling|trend|standardavvik|st\.?avvik|kjønn"
)
_FOOTER = re.compile(
    r"(?:kilde|kjelde|kjelder|periode|tabellen|tala |tallene|10-faktor|merk\b|note\b|fotnote|utskrift"
    r"|skrevet ut|skrive ut|side \d|dato\b|\*|1 = |skala)"
)
_LONGEST_NAME = 110

_COUNTRY = re.compile(
    r"(?:snitt |gjennomsnitt )?(?:for )?"
    r"(?:(?:heile |hele )?(?:landet|noreg|norge)|landssnitt(?:et)?|landsnitt(?:et)?|landsgjennomsnitt(?:et)?"
    r"|nasjonalt(?: snitt)?|nasjonalt gjennomsnitt)"
    r"(?P<rest>(?:[\s:,(/–-].*)?)"
    r"|land",
    re.IGNORECASE,
)
_SERVICE_LEAD = re.compile(
    r"(?:(?:for|i|alle|tjenesten|tjenester|tenesta|tenester|kommunar|kommuner)\b|[\s:,(/–-])*", re.IGNORECASE
)
_OF_SERVICE = re.compile(
    r"(?:lands)?(?:snitt|gjennomsnitt) (?:for )?(?:orgtype|organisasjonstype|tjeneste|teneste)"
    r"|.*\b(?:same|samme) (?:type )?(?:tjeneste|teneste|orgtype)"
)
_COMMUNE_WORD = re.compile(
    r"\b(?:kommune|kommunen|fylkeskommune|fylkeskommunen|herad|heradet|suohkan|gielda|tjïelte)\b"
)
_WHOLE_WORD = re.compile(r"\b(?:totalt|total|samlet|samla|hele|heile|snitt|snittet|gjennomsnitt|alle|i alt|for)\b")
_COMMUNE = frozenset({"kommune", "kommunen", "kommunesnitt", "kommunesnittet", "fylkeskommunen", "fylkeskommune"})
_SURVEY = re.compile(r"(?:resultat(?:er|ar)? )?(?:for )?10[ -]?faktor(?:[ -]?undersøk(?:else|ing)(?:n|a|en)?)?")
_HERE = frozenset(
    {
        *("", "enhet", "eining", "enheten", "eininga", "valgt enhet", "vald eining", "min enhet", "mi eining"),
        *("vår enhet", "eininga vår", "enheten vår", "resultat", "resultater", "snitt", "gjennomsnitt", "score"),
        *("unit", "verdi", "vårt resultat", "vårt snitt", "sum"),
    }
)
_LANGUAGES: dict[str, Literal["nb", "nn"]] = {
    **dict.fromkeys(("nb", "bokmål", "bm", "b", "norsk bokmål", "nb-no"), "nb"),
    **dict.fromkeys(("nn", "nynorsk", "n", "norsk nynorsk", "nn-no"), "nn"),
}


@dataclass(frozen=True, slots=True)
class FactorHeading:
    """What a cell says of a factor: its number, which answer class (0 = the mean), and how sure it is.

    ``certain``: the text names a factor (a number alone, or with a strange name, is weak: it may number anything).
    ``clash``: the number of another factor, when number and name do not belong together; 0 otherwise.
    """

    factor: int
    answer: int = 0
    certain: bool = True
    clash: int = 0


def key(text: str) -> str:
    """Return a text for comparison: small letters, single spaces, no punctuation at its ends."""
    return " ".join(text.casefold().split()).strip(" .:;,*-–—")


@lru_cache(maxsize=65536)
def factor_in(text: str) -> FactorHeading | None:
    """Return the factor that a text names: «1. Indre motivasjon», «Oppgåvemotivasjon», «F 7», «Autonomi: einig»."""
    if len(text) > _LONGEST_NAME:
        return None
    name, answer = _without_answer(_without_mean(key(text)))
    number, certain, rest = _numbered(name)
    named = _factor_named(rest)
    if number and named and named != number:
        return FactorHeading(number, answer, clash=named)
    if number:
        return FactorHeading(number, answer, certain=certain or bool(named))
    return FactorHeading(named, answer) if named else None


_NUMBERED = re.compile(r"(?:(?P<word>faktor|f) ?\.?)? ?0?(?P<number>10|[1-9])(?![\d,]) ?(?:[.):;–—-] ?)?(?P<rest>.*)")


def _numbered(name: str) -> tuple[int, bool, str]:
    """Return the number a heading leads with (0: none), whether it says that it is a factor's, and what follows."""
    match = _NUMBERED.fullmatch(name)
    if match is None or re.match(r"\d|faktor", match["rest"]):
        return 0, False, name
    return int(match["number"]), bool(match["word"]), match["rest"]


_MEAN_ENDS = tuple(end for word in _MEAN for end in (word, f"({word})"))


def _without_mean(name: str) -> str:
    """Return the heading without a word at the end that says that it is the mean."""
    if not name.endswith(_MEAN_ENDS):
        return name
    for word in _MEAN:
        if name.endswith((f" {word}", f"({word})")) and _BY_HEADING.get(name) is None:
            return key(name.removesuffix(f"({word})").removesuffix(word))
    return name


_PERCENT_SIGN = re.compile(r"(?:%|\(%\)|\bprosent|\bpst\.?)$")
_ANSWERS_BY_LENGTH = sorted(_BY_ANSWER.items(), key=lambda item: -len(item[0]))
_ANSWER_ENDS = tuple(end for word in _BY_ANSWER for end in (word, f"({word})"))


def _without_answer(name: str) -> tuple[str, int]:
    """Return the heading without an answer of the scale at its end, and which answer that was (0: none)."""
    plain = key(_PERCENT_SIGN.sub("", name))
    for word, answer in _ANSWERS_BY_LENGTH if plain.endswith(_ANSWER_ENDS) else ():
        head = plain.removesuffix(f"({word})").removesuffix(word)
        if head != plain and (not head or not head[-1].isalpha()):
            return key(head), answer
    return name, 0


_IN_BRACKETS = re.compile(r"\(([^)]*)\)")


def _factor_named(name: str) -> int:
    """Return the number of the factor with this name in any of its forms; 0 when it is no factor's."""
    forms = _forms(name) if "(" in name or "/" in name else (name, name)
    for form in forms:
        if (number := _BY_NAME.get(key(form))) is not None:
            return number
    return _nearly(key(forms[1]))


def _forms(name: str) -> tuple[str, ...]:
    inside = _IN_BRACKETS.search(name)
    return (name, _IN_BRACKETS.sub(" ", name), inside[1] if inside else "", *name.split("/"))


def _nearly(name: str) -> int:
    """Return the number of the factor whose name is a slip of the pen away; 0 when there is none."""
    if len(name) < _SHORTEST_NEAR:
        return 0
    near = process.extractOne(name, _BY_NAME.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return _BY_NAME[near[0]] if near else 0


_PERCENT_WORD = re.compile(r"%|\bprosent\b|\bpst\b")
_ANSWER_NUMBER = re.compile(r"(?:svar|verdi|alternativ)? ?[1-5]")
_NUMBER_AROUND = re.compile(r"^[1-5] ?[.):=–-]? ?|\(?[1-5]\)?$")
_BETWEEN = re.compile(r"[/–,-]")


@lru_cache(maxsize=65536)
def answer_in(text: str) -> int:
    """Return which answer of the scale (1-5) a heading names; 0 when it names none."""
    plain = key(_PERCENT_WORD.sub("", text.casefold()))
    if _ANSWER_NUMBER.fullmatch(plain):
        return int(plain[-1])
    words = key(_NUMBER_AROUND.sub("", plain))
    return _BY_ANSWER.get(key(_BETWEEN.sub(" ", words)), 0)


@lru_cache(maxsize=65536)
def field_in(text: str) -> Field | None:
    """Return what a column holds by its heading; «n» is those who answered, «N» those invited."""
    if text.strip() in {"n", "N"}:
        return "answered" if text.strip() == "n" else "invited"
    name = key(text)
    return _BY_HEADING.get(name) or (_BY_HEADING.get(key(_IN_BRACKETS.sub("", name))) if "(" in name else None)


def generality(text: str) -> int:
    """Return how plainly a heading means «unit»: 0 is plainest. Two columns may both name something like one."""
    return _GENERAL.get(key(text), len(_GENERAL))


def language_in(text: str) -> Literal["nb", "nn"] | None:
    """Return the written standard that a cell names, None when it is not one of the two."""
    return _LANGUAGES.get(key(text))


def is_municipality(text: str, municipality: str) -> bool:
    """Tell whether a heading means the municipality itself: its name, «kommunen», «Seljord kommune samla»."""
    name = key(text)
    if name in _COMMUNE:
        return True
    bare = _bare(name)
    if not bare:
        return _COMMUNE_WORD.search(name) is not None
    names = (municipality, *re.split(r"\s+[–—/|-]\s+", municipality))  # names in two languages
    return bare in {_bare(key(one)) for one in names}


def _bare(name: str) -> str:
    """Return a municipality's name without «kommune» and words for the whole of it."""
    return key(" ".join(_WHOLE_WORD.sub(" ", _COMMUNE_WORD.sub(" ", name)).split()))


def country_in(text: str) -> str | None:
    """Return the kind of service whose national mean a heading names (empty: all), None when it names no such mean."""
    match = _COUNTRY.fullmatch(" ".join(text.split()))
    return None if match is None else _SERVICE_LEAD.sub("", match["rest"] or "", count=1).strip(" ()")


def is_country_of_service(text: str) -> bool:
    """Tell whether a heading means the national mean of the unit's own kind of service, unnamed: «Snitt orgtype»."""
    return _OF_SERVICE.fullmatch(key(text)) is not None


def is_survey(text: str) -> bool:
    """Tell whether a heading is the survey's own name, with or without a year, and so names no unit."""
    return _SURVEY.fullmatch(key(re.sub(r"\b(?:19|20)\d\d\b", "", text))) is not None


def is_here(text: str) -> bool:
    """Tell whether a heading means «the unit that this sheet is about» without naming it."""
    name = key(re.sub(r"\b(?:19|20)\d\d\b", "", text))
    of_all = not _bare(name) and _COMMUNE_WORD.search(name) is None
    return of_all or name in _HERE or is_survey(text)


def is_no_unit(text: str) -> bool:
    """Tell whether a column between those of units holds something else: differences, remarks, explanations."""
    return _NO_UNIT.match(key(text)) is not None


def is_footer(text: str) -> bool:
    """Tell whether a line alone in its row reads like a note under a table, not like the name of a unit."""
    name = " ".join(text.casefold().split())
    return len(name) > _LONGEST_NAME or name.endswith((".", ":")) or _FOOTER.match(name) is not None


def says_table_of_unit(text: str) -> bool:
    """Tell whether this is KS' line «Tabellen viser resultater for valgt enhet, kommune og landssnitt for tjeneste»."""
    return key(text).startswith("tabellen viser")


def years_in(text: str) -> frozenset[str]:
    """Return the years that a text names."""
    return frozenset(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
