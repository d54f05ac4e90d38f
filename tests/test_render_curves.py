"""Pictures of what happens over time: same bytes, no name over another, every value printed."""

from decimal import Decimal
from itertools import pairwise

import pytest
from matplotlib import rc_context

from packgen.render import curves
from packgen.render.curves import Curve, Growth, Panel, Panels, growth_png, panels_png
from packgen.theme import Theme

MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember",
)  # fmt: skip
GROWTH = Growth(
    "Møtene over tid",
    (
        Curve("Holdt møte 1", (("2026-04-14", 3), ("2026-05-02", 12))),
        Curve("Holdt møte 2", (("2026-05-02", 12),)),
        Curve("Fulgt opp", ()),
    ),
    "2026-09-01",
    MONTHS,
    most=40,
    most_name="40 enheter i alt",
)
PANELS = Panels(
    "Gjennomsnitt per faktor",
    ("2024", "2026"),
    tuple(Panel(f"{n} Faktor", (Decimal("4.1"), Decimal("4.9")), ("4,1", "4,9 eller høyere")) for n in range(1, 10)),
)


@pytest.mark.parametrize("settings", [{}, {"lines.linewidth": 9, "font.size": 30, "savefig.dpi": 20}])
def test_settings_of_a_machine_change_no_byte(settings: dict[str, float]):
    once = growth_png(GROWTH, Theme()), panels_png(PANELS, Theme())
    with rc_context(settings):
        assert (growth_png(GROWTH, Theme()), panels_png(PANELS, Theme())) == once


def test_another_count_gives_another_picture():
    more = Growth(GROWTH.title, (Curve("Holdt møte 1", (("2026-04-14", 4),)),), GROWTH.until, MONTHS)
    less = Growth(GROWTH.title, (Curve("Holdt møte 1", (("2026-04-14", 3),)),), GROWTH.until, MONTHS)
    assert growth_png(more, Theme()) != growth_png(less, Theme())


def test_nothing_to_draw_is_an_error():
    with pytest.raises(ValueError, match="no curve has a step"):
        growth_png(Growth("", (Curve("Ingen", ()),), "2026-09-01", MONTHS), Theme())


@pytest.mark.parametrize("counts", [(12, 12, 12), (0, 0, 0), (1, 0, 0), (40, 40, 39), (40, 1, 0)])
def test_names_at_the_ends_never_meet_and_stay_above_the_axis(counts: tuple[int, ...]):
    first, after = curves.date(2026, 4, 1), curves.date(2026, 9, 2)
    place = curves._Place(first, after, 20, 200, 40)
    found = tuple(Curve(str(n), (("2026-04-14", count),) if count else ()) for n, count in enumerate(counts))
    order, places = curves._ends(found, place)
    assert len(order) == len(counts)
    assert all(lower - upper >= curves._LINE - 1e-9 for upper, lower in pairwise(places))
    assert places[-1] <= curves._BOTTOM + 1e-9


def test_a_day_later_than_the_last_step_may_be_in_the_same_month():
    alone = Growth("", (Curve("Avtalt", (("2026-04-30", 1),)),), "2026-04-30", MONTHS)
    assert growth_png(alone, Theme()).startswith(b"\x89PNG")
