"""Released figures → blocks. Only what a `Figures` holds can be printed here; nobody's results are judged or ranked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from packgen.blocks import BigNumbers, Block, Cell, Chart, Column, Mark, Paragraph, Series, Table, plain, text
from packgen.compose.scene import Scene
from packgen.compose.words import Words, for_all_pages
from packgen.model import FACTORS, Comparator, Figures, Mean, Share
from packgen.statistics import decimal_text, percent_text

MARKS: Mapping[str, Mark] = {
    "parent": "triangle",
    "municipality": "diamond",
    "national": "bar",
    "national_service": "bar",
}
LONGEST_LABEL = 18
"""Characters of a comparator's own name that still fit as a column head; longer ones are called by their kind."""
HUNDREDTH = Decimal("0.01")
"""How exactly a band is drawn: finer than anybody sees, and short in the chart's workbook."""

MOST_ROUNDS = 4
"""Earlier rounds that a table has room for; older ones are in the line of each factor."""

NO_SHARE = "–"
"""What stands in a class that has no number of its own to print."""

Blocks = tuple[Block, ...]


def _with_figures(make: Callable[[Scene, Figures], Blocks]) -> Callable[[Scene], Blocks]:
    """Return a maker that gives nothing where a unit has no figures to show."""
    return lambda scene: make(scene, scene.view.figures) if scene.view.figures is not None else ()


# ---------------------------------------------------------------- how figures are said


def mean_text(words: Words, mean: Mean) -> str:
    """Return a mean as it is printed: «4,2», or «4,9 eller høgare» where the exact one would give answers away."""
    value = decimal_text(mean.value)
    return words.having(value=value).string(f"figures.bounds.{mean.bound}") if mean.bound else value


def share_text(words: Words, share: Share) -> str:
    """Return a share as it is printed: «45 %», «over 90 %» or «under 10 %»."""
    value = percent_text(share.value)
    return words.having(value=value).string(f"figures.bounds.{share.bound}") if share.bound else value


def source_label(scene: Scene, figures: Figures) -> str:
    """Return what the figures' own column is called: the unit, or the name of the unit they were taken from."""
    if scene.view.state != "fallback":
        is_whole = figures.name.casefold() == scene.view.municipality.name.casefold()
        return scene.words.string(f"figures.labels.{'municipality' if is_whole else 'unit'}")
    is_top = not figures.comparators or all(c.kind.startswith("national") for c in figures.comparators)
    if is_top:
        return scene.words.string("figures.labels.municipality")
    return figures.name if len(figures.name) <= LONGEST_LABEL else scene.words.string("figures.labels.parent")


def comparator_label(scene: Scene, comparator: Comparator) -> str:
    """Return a comparator's short name for heads, legends and labels."""
    if comparator.kind == "parent" and len(comparator.name) <= LONGEST_LABEL:
        return comparator.name
    return scene.words.string(f"figures.labels.{comparator.kind}")


def _shown(figures: Figures) -> tuple[Comparator, ...]:
    """Return the nearest level above, the municipality and the country: more would crowd a page."""
    kept: dict[str, Comparator] = {}
    for comparator in figures.comparators:
        kept.setdefault("national" if comparator.kind.startswith("national") else comparator.kind, comparator)
    return tuple(kept.values())


def _factor_names(scene: Scene) -> tuple[str, ...]:
    names = scene.words.values["f"]
    return scene.shared("factor names", (names,), lambda: tuple(f"{f.number}. {names[f.id]}" for f in FACTORS))


@dataclass(frozen=True, slots=True)
class _Group:
    """The means of those whom a document shows figures of, as they are drawn and as they are said."""

    label: str
    mark: Mark
    band: Decimal | None
    values: tuple[Decimal, ...]
    texts: tuple[str, ...]

    def series(self, indexes: range) -> Series:
        """Return the means of some factors."""
        part = slice(indexes.start, indexes.stop)
        return Series(self.label, self.values[part], self.texts[part], self.mark, self.band)


def _groups(scene: Scene, figures: Figures) -> tuple[_Group, ...]:
    """Return the unit and those it is seen beside, in the order of the table's columns; the unit's own has the band."""
    return scene.shared(("groups", scene.view.edition), (scene.view,), partial(_make_groups, scene, figures))


def _make_groups(scene: Scene, figures: Figures) -> tuple[_Group, ...]:
    scene = replace(scene, words=for_all_pages(scene.words))

    def group(label: str, mark: Mark, means: tuple[Mean, ...], band: Decimal | None = None) -> _Group:
        texts = tuple(mean_text(scene.words, mean) for mean in means)
        return _Group(label, mark, band, tuple(mean.value for mean in means), texts)

    band = None if figures.margin is None else figures.margin.quantize(HUNDREDTH, ROUND_HALF_UP)
    own = group(source_label(scene, figures), "circle", figures.means, band)
    return (own, *(group(comparator_label(scene, c), MARKS[c.kind], c.means) for c in _shown(figures)))


def _alternative(scene: Scene, figures: Figures, indexes: range) -> str:
    """Return figures in words, factor by factor."""
    groups, names = _groups(scene, figures), _factor_names(scene)
    said = "; ".join(f"{names[i]}: {', '.join(f'{one.label} {one.texts[i]}' for one in groups)}" for i in indexes)
    return scene.words.having(said=said).string("figures.means.alt")


# ---------------------------------------------------------------- the whole picture


def _response(scene: Scene, figures: Figures) -> Blocks:
    if figures.answered is None:
        return (Paragraph(scene.words.inline("figures.response.unknown")),)
    words = scene.words.having(
        answered=figures.answered,
        invited=figures.invited or 0,
        percent=percent_text(Decimal(figures.response_percent or 0)),
    )
    if figures.invited is None or figures.response_percent is None:
        return (
            BigNumbers(((str(figures.answered), words.string("figures.response.answered_label")),)),
            Paragraph(words.inline("figures.response.answered_only")),
        )
    numbers = (
        (percent_text(Decimal(figures.response_percent)), words.string("figures.response.percent_label")),
        (words.string("figures.response.count"), words.string("figures.response.answered_label")),
    )
    return (BigNumbers(numbers),)


def _series(scene: Scene, figures: Figures, indexes: range) -> tuple[Series, ...]:
    return tuple(group.series(indexes) for group in _groups(scene, figures))


def _means_title(scene: Scene, figures: Figures) -> str:
    return scene.words.having(of=figures.name).string("figures.means.title")


def _means_chart(scene: Scene, figures: Figures, *, bare: bool = False) -> Chart:
    return Chart(
        "dots",
        _means_title(scene, figures),
        _factor_names(scene),
        _series(scene, figures, range(len(FACTORS))),
        _alternative(scene, figures, range(len(FACTORS))),
        height_mm=110,
        bare=bare,
    )


def _means_chart_blocks(scene: Scene, figures: Figures) -> Blocks:
    return (_means_chart(scene, figures),)


def _means_table(scene: Scene, figures: Figures) -> Blocks:
    words = scene.words
    series = _series(scene, figures, range(len(FACTORS)))
    columns = (
        Column(words.inline("figures.means.head_factor"), 3.4),
        *(Column(text(one.name), 1.15, "center", one.mark) for one in series),
    )
    rows = tuple(
        (Cell(text(name)), *(Cell(text(one.labels[i]), strong=one is series[0]) for one in series))
        for i, name in enumerate(_factor_names(scene))
    )
    table = Table(
        "figures",
        columns,
        rows,
        _means_title(scene, figures),
        words.string("figures.means.summary"),
        first_is_head=True,
        chart=_means_chart(scene, figures, bare=True),
        chart_head=words.string("figures.means.chart_head"),
    )
    return (table,)


def _reading(scene: Scene, figures: Figures) -> Blocks:
    """Return the note under figures: what a difference is, source, period, limit, and what «the country» is."""
    words = scene.words.having(
        threshold=decimal_text(figures.threshold) if figures.threshold is not None else "",
        service=next((c.name for c in figures.comparators if c.kind == "national_service"), ""),
        of=figures.name,
    )
    whose = "threshold" if scene.view.state == "shown" else "threshold_source"
    keys = [whose if figures.threshold is not None else "rule_of_thumb", "source"]
    keys += sorted({c.kind for c in _shown(figures) if c.kind.startswith("national")})
    parents = [c for c in _shown(figures) if c.kind == "parent" and len(c.name) > LONGEST_LABEL]
    sentences = [words.string(f"figures.reading.{key}") for key in keys]
    sentences += [words.having(parent=c.name).string("figures.reading.parent") for c in parents]
    return (Paragraph(text(" ".join(sentences)), "note"),)


def _fallback_note(scene: Scene, figures: Figures) -> Blocks:
    key = "figures.fallback_note_slide" if scene.medium == "slides" else "figures.fallback_note"
    return scene.words.having(of=figures.name).blocks(key)


# ---------------------------------------------------------------- one factor


def _index(scene: Scene) -> int:
    if scene.factor is None:
        raise ValueError("this figure word belongs inside for_each: factor")
    return scene.factor.number - 1


def _factor(scene: Scene, figures: Figures) -> Blocks:
    index = _index(scene)
    label = Paragraph(scene.words.having(of=figures.name).inline("figures.factor.label"), "label")
    if scene.medium == "word":
        return (label, _factor_rows_chart(scene, figures, index))
    series = _series(scene, figures, range(index, index + 1))
    numbers = BigNumbers(tuple((one.labels[0], one.name) for one in series), tuple(one.mark for one in series))
    return (label, numbers, _factor_chart(scene, figures, index))


def _factor_chart(scene: Scene, figures: Figures, index: int) -> Chart:
    name = _factor_names(scene)[index]
    return Chart(
        "dots",
        scene.words.having(factor_name=name, of=figures.name).string("figures.factor.title"),
        (name,),
        _series(scene, figures, range(index, index + 1)),
        _alternative(scene, figures, range(index, index + 1)),
        height_mm=25,
        bare=True,
    )


def _factor_rows_chart(scene: Scene, figures: Figures, index: int) -> Chart:
    """Return a chart with a row per group: the unit, those above it, the country."""
    series = _series(scene, figures, range(index, index + 1))
    rows = tuple(
        Series(
            one.name,
            tuple(one.values[0] if row == k else None for row in range(len(series))),
            tuple(one.labels[0] if row == k else "" for row in range(len(series))),
            one.mark,
            one.band,
        )
        for k, one in enumerate(series)
    )
    name = _factor_names(scene)[index]
    return Chart(
        "dots",
        scene.words.having(factor_name=name, of=figures.name).string("figures.factor.title"),
        tuple(one.name for one in series),
        rows,
        _alternative(scene, figures, range(index, index + 1)),
        height_mm=8.0 * len(series) + 9.0,
    )


def _difference(scene: Scene, figures: Figures) -> Blocks:
    """Return, in a sentence for each verdict, whether there are differences to speak of and from whom."""
    shown = _shown(figures)
    by_verdict: dict[str, list[str]] = {}
    for difference in figures.differences[_index(scene)]:
        comparator = figures.comparators[difference.comparator]
        if comparator in shown:
            by_verdict.setdefault(difference.verdict, []).append(_comparator_said(scene, comparator))
    said = [
        scene.words.having(comparators=_and(scene, names), many=len(names) > 1).string(f"figures.difference.{verdict}")
        for verdict, names in by_verdict.items()
    ]
    if figures.margin is not None:
        said.insert(0, scene.words.string("figures.difference.band"))
    return (Paragraph(text(" ".join(said)), "note"),) if said else ()


def _comparator_said(scene: Scene, comparator: Comparator) -> str:
    if comparator.kind == "parent":
        return comparator.name
    return scene.words.string(f"figures.labels_the.{comparator.kind}")


def _and(scene: Scene, names: list[str]) -> str:
    """Return names as a sentence lists them: «a, b og c»."""
    *first, last = names
    return f"{', '.join(first)} {scene.words.string('labels.and')} {last}" if first else last


def _distribution(scene: Scene, figures: Figures) -> Blocks:
    if figures.shares is None or not figures.shares[_index(scene)]:
        return ()
    words, name = scene.words, _factor_names(scene)[_index(scene)]
    classes = _classes(scene, figures.shares[_index(scene)])
    said = ", ".join(f"{label} {share_text(words, share)}" for label, share in classes)
    chart = Chart(
        "shares",
        words.having(factor_name=name, of=figures.name).string("figures.distribution.title"),
        (name,),
        tuple(Series(label, (share.value,), (_printed(words, share),)) for label, share in classes),
        words.having(said=said).string("figures.distribution.alt"),
        height_mm=24,
        bare=True,
        number_format="0" if all(share.value == share.value.to_integral_value() for _, share in classes) else "0.0",
    )
    return (
        Paragraph(words.inline("figures.distribution.label"), "label"),
        chart,
        Paragraph(words.inline("figures.distribution.note"), "note"),
    )


def _distributions(scene: Scene, figures: Figures) -> Blocks:
    """Return a table of all ten factors' shares, a column for each class; a factor without any has a dash."""
    if figures.shares is None:
        return ()
    words = scene.words
    widest = max(figures.shares, key=len)
    names = words.inlines(f"figures.classes.{_ladder(widest)}")
    columns = (
        Column(words.inline("figures.means.head_factor"), 3.4),
        *(Column(name, 1.2, "center") for name in names),
    )
    rows = tuple(
        (Cell(text(name)), *(Cell(text(printed)) for printed in _row_of_shares(words, shares, len(names))))
        for name, shares in zip(_factor_names(scene), figures.shares, strict=True)
    )
    named = words.having(of=figures.name)
    title, summary = named.string("figures.distributions.title"), named.string("figures.distributions.summary")
    note = Paragraph(words.inline("figures.distribution.note"), "note")
    return (Table("figures", columns, rows, title, summary, first_is_head=True), note)


def _row_of_shares(words: Words, shares: tuple[Share, ...], count: int) -> tuple[str, ...]:
    """Return what a factor's row prints; where one class holds nearly all, the others stand once, together."""
    if not shares:
        return (NO_SHARE,) * count
    rest = next((i for i, share in enumerate(shares) if share.bound == "under"), None)
    return tuple(
        share_text(words, share)
        if share.bound != "under"
        else words.having(value=share_text(words, share)).string("figures.distributions.together")
        if i == rest
        else NO_SHARE
        for i, share in enumerate(shares)
    )


def _ladder(shares: tuple[Share, ...]) -> str:
    """Return the ladder that shares stand on: all five classes, or three."""
    return "five" if len(shares) > 3 else "three"  # noqa: PLR2004 - the two ladders of the model


def _classes(scene: Scene, shares: tuple[Share, ...]) -> tuple[tuple[str, Share], ...]:
    """Return the classes with their names; where one holds nearly all answers, the others stand together as one."""
    names = tuple(plain(name) for name in scene.words.inlines(f"figures.classes.{_ladder(shares)}"))
    named = tuple(zip(names, shares, strict=True))
    if not any(share.bound for share in shares):
        return named
    most = next(pair for pair in named if pair[1].bound == "over")
    others = (scene.words.string("figures.classes.others"), next(share for share in shares if share.bound == "under"))
    return (most, others) if most is named[0] else (others, most)


def _printed(words: Words, share: Share) -> str:
    """Return what stands inside a class of the chart: the bare number, or the bound in words."""
    return share_text(words, share) if share.bound else decimal_text(share.value)


def _trend(scene: Scene, figures: Figures) -> Blocks:
    words, index = scene.words, _index(scene)
    if not figures.trend:
        return (Paragraph(words.inline("figures.trend.broken"), "note"),) if figures.trend_broken else ()
    points = [(point.period, point.means[index]) for point in figures.trend]
    points.append((scene.view.round.period, figures.means[index]))
    name = _factor_names(scene)[index]
    said = ", ".join(f"{period}: {mean_text(words, mean)}" for period, mean in points)
    chart = Chart(
        "line",
        words.having(factor_name=name, of=figures.name).string("figures.trend.title"),
        tuple(period for period, _ in points),
        (
            Series(
                _groups(scene, figures)[0].label,
                tuple(mean.value for _, mean in points),
                tuple(mean_text(words, mean) for _, mean in points),
            ),
        ),
        words.having(said=said).string("figures.trend.alt"),
        height_mm=30,
    )
    last = figures.trend[-1]
    verdict = words.having(period=last.period).string(f"figures.trend.{last.verdicts[index]}") if last.verdicts else ""
    broken = words.string("figures.trend.broken_before") if figures.trend_broken else ""
    note = " ".join(said for said in (verdict, broken or words.string("figures.trend.note")) if said)
    return (Paragraph(words.inline("figures.trend.label"), "label"), chart, Paragraph(text(note), "note"))


def _trends(scene: Scene, figures: Figures) -> Blocks:
    """Return a table of all ten factors over the rounds, with what may be said of the change since the last."""
    words = scene.words
    if not figures.trend:
        return (Paragraph(words.inline("figures.trend.broken"), "note"),) if figures.trend_broken else ()
    points, last = figures.trend[-MOST_ROUNDS:], figures.trend[-1]
    named = words.having(of=figures.name, period=last.period)
    heads = (*(text(point.period) for point in points), text(scene.view.round.period))
    columns = (
        Column(words.inline("figures.means.head_factor"), 3.0),
        *(Column(head, 1.0, "center") for head in heads),
        *((Column(named.inline("figures.trends.head_change"), 2.2),) if last.verdicts else ()),
    )
    rows = tuple(
        (
            Cell(text(name)),
            *(Cell(text(mean_text(words, point.means[i]))) for point in points),
            Cell(text(mean_text(words, figures.means[i])), strong=True),
            *((Cell(words.inline(f"figures.trends.{last.verdicts[i]}")),) if last.verdicts else ()),
        )
        for i, name in enumerate(_factor_names(scene))
    )
    title, summary = named.string("figures.trends.title"), named.string("figures.trends.summary")
    return (Table("figures", columns, rows, title, summary, first_is_head=True),)


def _trends_reading(scene: Scene, figures: Figures) -> Blocks:
    """Return the note under the table of rounds: what the change is worth, and which rounds are left out."""
    if not figures.trend:
        return ()
    left_out = "broken_before" if figures.trend_broken else "note"
    # on paper the rule and the source stand on the same sheet, under the means of this round
    keys = ("change", left_out, "source") if scene.medium == "slides" else ("by_chance", left_out)
    return (Paragraph(text(" ".join(scene.words.string(f"figures.trends.{key}") for key in keys)), "note"),)


FIGURE_WORDS: Mapping[str, Callable[[Scene], Blocks]] = {
    "response": _with_figures(_response),
    "means_table": _with_figures(_means_table),
    "means_chart": _with_figures(_means_chart_blocks),
    "reading": _with_figures(_reading),
    "fallback_note": _with_figures(_fallback_note),
    "factor": _with_figures(_factor),
    "difference": _with_figures(_difference),
    "distribution": _with_figures(_distribution),
    "distributions": _with_figures(_distributions),
    "trend": _with_figures(_trend),
    "trends": _with_figures(_trends),
    "trends_reading": _with_figures(_trends_reading),
}
