"""marts.peer_year: who is compared with whom, and where an organisation stands under bounds."""

from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.domain.catalogue import Catalogue
from tests.warehouse.peer_reference import METRICS, YEAR, Figure, Organisations, built, connected, reference
from tests.warehouse.rows import Rows

STREETS: Organisations = {f"street_{letter}": ("district", "subdistrict") for letter in "abcd"}
NAMES = ("value", "peers", "peer_median", "peer_median_lower", "peer_median_upper")
STANDS = ("percentile", "percentile_lower", "percentile_upper", "reason")


def exact(organisation_id: str, metric_id: str, value: int, **values: Any) -> Figure:
    unit = "%" if METRICS[metric_id][0] == "rate" else "件"
    given = {"value": value, "lower": value, "upper": value, "unit": unit, **values}
    return Figure(organisation_id, metric_id, **given)


def streets(metric_id: str, *values: int, **each: Any) -> list[Figure]:
    """Figures of the first streets, one after the other."""
    return [exact(name, metric_id, value, **each) for name, value in zip(STREETS, values, strict=False)]


def stands(
    figures: list[Figure], metric_id: str, basis: str = "", who: str = "street_a", among: Organisations = STREETS
) -> dict[str, Any]:
    (row,) = [
        row
        for row in built(among, figures)
        if (row["organisation_id"], row["metric_id"], row["basis"]) == (who, metric_id, basis)
    ]
    return row


def reason(figures: list[Figure], metric_id: str, basis: str = "", among: Organisations = STREETS) -> tuple[Any, ...]:
    """(reason, median, percentile) of the first street."""
    row = stands(figures, metric_id, basis, among=among)
    return row["reason"], row["peer_median"], row["percentile"]


# --- where one stands ---


def test_a_rate_stands_by_the_share_of_others_that_it_beats() -> None:
    row = stands(streets("rate_up", 90, 80, 95, 70), "rate_up")
    assert (row["peers"], row["peer_median"], row["reason"]) == (3, 85, None)
    assert row["percentile"] == row["percentile_lower"] == row["percentile_upper"] == pytest.approx(200 / 3)


def test_where_less_is_better_the_least_beats_all() -> None:
    figures = streets("rate_down", 1, 3, 4, 5)
    assert stands(figures, "rate_down")["percentile"] == 100
    assert stands(figures, "rate_down", who="street_d")["percentile"] == 0


def test_a_tie_counts_half() -> None:
    assert stands(streets("rate_up", 100, 100, 100), "rate_up")["percentile"] == 50
    assert stands(streets("rate_up", 90, 90, 80), "rate_up")["percentile"] == 75


def test_an_open_bound_gives_what_is_sure_and_what_is_possible() -> None:
    """At least 43 beats 40 surely, and 50 and 60 possibly."""
    figures = [exact("street_a", "rate_up", 43, upper=None), *streets("rate_up", 0, 40, 50, 60)[1:]]
    row = stands(figures, "rate_up")
    assert (row["percentile"], row["reason"]) == (None, "bounds")
    assert (row["percentile_lower"], row["percentile_upper"]) == (pytest.approx(100 / 3), 100)
    assert (row["peer_median"], row["peer_median_lower"], row["peer_median_upper"]) == (46.5, 46.5, 55)


def test_a_count_is_compared_by_its_denominator_with_both_bounds() -> None:
    figures = [
        *streets("cases", 8, 6, 4),
        exact("street_a", "people", 4, upper=None),
        exact("street_b", "people", 2),
        exact("street_c", "people", 1),
    ]
    row = stands(figures, "cases", "each")
    assert (row["value"], row["lower"], row["upper"], row["unit"]) == (2, 0, 2, "件")
    assert (row["percentile"], row["reason"]) == (100, None)  # at most 2, the others 3 and 4, and less is better


def test_figures_of_other_months_sources_or_units_are_not_comparable() -> None:
    others = streets("rate_up", 0, 50, 60)[1:]
    for other in ({"months": (1, 6)}, {"source": "ledger"}, {"unit": "‰"}, {"is_excerpt": True}):
        row = stands([exact("street_a", "rate_up", 90), *others, exact("street_d", "rate_up", 10, **other)], "rate_up")
        assert row["peers"] == 2
    row = stands([exact("street_a", "rate_up", 90), *others, exact("street_d", "rate_up", 1, source="hand")], "rate_up")
    assert row["peers"] == 3


def test_units_of_one_class_are_comparable() -> None:
    people = streets("people", 1, 1, 1)
    figures = [*people, *streets("cases", 1, 2), exact("street_c", "cases", 3, unit="宗")]
    assert stands(figures, "cases", "each")["peers"] == 2
    assert stands([*figures[:-1], exact("street_c", "cases", 3, unit="次")], "cases", "each")["peers"] == 1


def test_only_those_of_one_level_under_one_parent_are_peers() -> None:
    among = {
        **STREETS,
        "village": ("district", "town"),
        "far": ("other", "subdistrict"),
        "beside": ("other", "subdistrict"),
    }
    figures = [exact(name, "rate_up", 50) for name in among]
    assert stands(figures, "rate_up", among=among)["peers"] == 3
    assert stands(figures, "rate_up", who="far", among=among)["peers"] == 1


# --- why one doesn't ---


@pytest.mark.parametrize(("metric_id", "why"), [("recruits", "window"), ("hours", "standard"), ("rank", "ordinal")])
def test_what_is_no_result_of_a_year_is_not_compared(metric_id: str, why: str) -> None:
    assert reason(streets(metric_id, 1, 2, 3, 4), metric_id) == (why, None, None)


def test_an_organisation_without_a_parent_or_a_sibling_has_no_peers() -> None:
    assert reason(streets("rate_up", 1), "rate_up", among={"street_a": (None, "city")}) == ("no_parent", None, None)
    alone: Organisations = {"street_a": ("district", "subdistrict"), "district": (None, "district")}
    assert reason(streets("rate_up", 1), "rate_up", among=alone) == ("no_peers", None, None)


@pytest.mark.parametrize("metric_id", ["cases", "money", "people"])
def test_volumes_are_never_compared_as_they_are(metric_id: str) -> None:
    row = stands(streets(metric_id, 9, 2, 3, 4), metric_id)
    assert row["reason"] == "raw_volume"
    assert [row[name] for name in (*NAMES[1:], *STANDS[:-1])] == [None] * 7


def test_a_count_without_a_denominator_or_with_none_to_count_is_not_compared() -> None:
    figures = streets("cases", 1, 2, 3, 4)
    assert reason(figures, "cases", "each") == ("no_denominator", None, None)
    none = [*figures, *streets("people", 0, 2, 2, 2)]
    assert reason(none, "cases", "each") == ("no_denominator", None, None)
    assert stands(none, "cases", "each")["value"] is None


def test_the_figure_of_an_excerpt_is_not_compared() -> None:
    figures = [exact("street_a", "rate_up", 90, is_excerpt=True), *streets("rate_up", 0, 1, 2, 3)[1:]]
    assert reason(figures, "rate_up") == ("excerpt", None, None)


def test_what_is_not_defined_is_not_compared() -> None:
    assert reason(streets("rate_undefined", 1, 2, 3, 4), "rate_undefined") == ("no_definition", None, None)


def test_a_neutral_metric_has_a_median_and_no_rank() -> None:
    assert reason(streets("rate_neutral", 1, 2, 3, 5), "rate_neutral") == ("neutral", 2.5, None)


def test_with_few_peers_there_is_neither_rank_nor_median() -> None:
    assert reason(streets("rate_up", 1, 2), "rate_up") == ("few_peers", None, None)


# --- the same by hand ---

BOUNDS = st.sampled_from(["exact", "at_least", "at_most", "about"])


@st.composite
def figures(draw: st.DrawFn, organisation_id: str, metric_id: str) -> Figure:
    value = draw(st.sampled_from([0, 1, 2, 4]))
    form = draw(BOUNDS)
    low = {"exact": value, "at_least": value, "at_most": 0, "about": None}[form]
    high = {"exact": value, "at_least": None, "at_most": value, "about": None}[form]
    is_rate = metric_id == "share" or METRICS[metric_id][0] == "rate"
    unit = "%" if is_rate else draw(st.sampled_from(["件", "件", "宗", "次"]))
    source = draw(st.sampled_from(["report", "report", "hand", "ledger"]))
    months = draw(st.sampled_from([(1, 12), (1, 12), (1, 6)]))
    is_excerpt = draw(st.sampled_from([False, False, False, True]))
    return Figure(organisation_id, metric_id, value, low, high, unit, source, months, is_excerpt)


@st.composite
def boards(draw: st.DrawFn) -> tuple[Organisations, list[Figure]]:
    names = [f"o{number}" for number in range(draw(st.integers(1, 9)))]
    places = st.sampled_from([*[("a", "subdistrict")] * 6, ("b", "subdistrict"), ("a", "town"), (None, "city")])
    organisations = {name: draw(places) for name in names}
    metrics = draw(st.lists(st.sampled_from(list(METRICS)), min_size=1, max_size=3, unique=True))
    wanted = dict.fromkeys([*metrics, *draw(st.sampled_from([[], ["cases", "people"]]))])
    found = [
        draw(figures(name, metric_id))
        for name in names
        for metric_id in wanted
        if draw(st.sampled_from([True] * 5 + [False]))
    ]
    both = [
        name
        for name in names
        if {"cases", "people"} <= {each.metric_id for each in found if each.organisation_id == name}
    ]
    return organisations, [*found, *(draw(figures(name, "share")) for name in both)]


@settings(max_examples=80)
@given(boards())
def test_the_mart_says_what_every_pair_looked_at_alone_says(board: tuple[Organisations, list[Figure]]) -> None:
    organisations, found = board
    rows = {(row["organisation_id"], row["metric_id"], row["basis"]): row for row in built(organisations, found)}
    wanted = reference(organisations, found)
    assert rows.keys() == wanted.keys()
    for key, row in rows.items():
        said = [row[name] for name in (*NAMES, *STANDS)]
        assert [None if each is None else pytest.approx(float(each)) for each in wanted[key][:-1]] == [
            None if each is None else float(each) for each in said[:-1]
        ], key
        assert said[-1] == wanted[key][-1], key


def test_a_hundred_thousand_organisations_under_one_parent_take_time_in_proportion() -> None:
    taken = {}
    for size in (10_000, 100_000):
        among: Organisations = {f"o{number}": ("district", "subdistrict") for number in range(size)}
        found = [exact(name, "rate_up", at % 101) for at, name in enumerate(among)]
        begun = perf_counter()
        with connected(among, found) as connection:
            row = connection.execute(
                "select count(*), max(percentile), min(percentile) from marts.peer_year"
            ).fetchone()
        taken[size] = perf_counter() - begun
        assert row[0] == size
        assert 99 < row[1] <= 100
        assert 0 <= row[2] < 1
    assert taken[100_000] < 30 * taken[10_000]


# --- among the other marts ---


def test_most_counters_of_a_metric_are_of_one_class(catalogue: Catalogue) -> None:
    rows = Rows()
    rows.tables["catalogue.counters"] = [
        {"counter": each, "counter_class": name} for name, listed in catalogue.counters.items() for each in listed
    ]
    for metric in catalogue.metrics:
        rows.metric(metric.metric_id, units=metric.units)
    with rows.filled("staging.metric_counter_class") as connection:
        classes = dict(connection.sql("from staging.metric_counter_class").fetchall())
    assert classes.keys() == catalogue.metric_of.keys()
    known = {each: classes[each] for each in ("problems_fixed_on_site", "publicity_audience", "cert_items_remaining")}
    assert known == {
        "problems_fixed_on_site": "point",
        "publicity_audience": "attendance",
        "cert_items_remaining": "item",
    }


def test_figures_reach_the_mart_through_the_whole_warehouse() -> None:
    rows = Rows().metric("rate", kind="rate", units=("%",), direction="higher_is_better", definition_zh="口径")
    rows._add("catalogue.peer_rules", least_peers=1)
    for number, value in enumerate((90, 80)):
        own = f"o{number}"
        rows._add("catalogue.organisations", organisation_id=own, parent_id="district", level="subdistrict")
        rows.document(own, YEAR, organisation_id=own).observation(own, "rate", value, YEAR, kind="rate", unit="%")
    found = {row["organisation_id"]: (row["percentile"], row["peer_median"]) for row in rows.mart("peer_year")}
    assert found == {"o0": (100, 85), "o1": (0, 85)}
