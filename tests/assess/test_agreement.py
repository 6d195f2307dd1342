"""How far two assessors came to the same."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipelines.assess import Agreement, Pair, agreement

MARKS = st.decimals(0, 5, places=2)
PAIRS = st.lists(
    st.builds(Pair, st.sampled_from("abc"), st.sampled_from(["x", "y"]), MARKS, MARKS, st.just(Decimal(5))), max_size=8
)


def pair(organisation_id: str, item_id: str, first: str, second: str, ceiling: str = "5") -> Pair:
    return Pair(organisation_id, item_id, Decimal(first), Decimal(second), Decimal(ceiling))


def test_no_pairs_have_no_mean():
    assert agreement([]) == Agreement(0, 0, None, ())


def test_assessors_who_came_to_the_same_are_no_part_of_a_ceiling_apart():
    assert agreement([pair("a", "x", "5", "5.00"), pair("b", "x", "0", "0")]) == Agreement(2, 2, Decimal(0), ())


def test_how_far_apart_is_a_part_of_the_items_ceiling():
    found = agreement([pair("a", "x", "5", "3"), pair("a", "y", "1", "9", "10"), pair("b", "x", "4", "4")])
    assert (found.pairs, found.same) == (3, 1)
    assert found.mean_apart_share == Decimal("0.4")  # (0.4 + 0.8 + 0) / 3


def test_the_widest_pair_comes_first_and_equals_by_their_names():
    narrow, wide = pair("a", "x", "5", "4"), pair("c", "x", "5", "1")
    first, second, third = pair("a", "y", "2", "4"), pair("b", "x", "4", "2"), pair("b", "y", "4", "2")
    same = pair("a", "z", "3", "3")
    assert agreement([narrow, third, same, wide, second, first]).widest == (wide, first, second, third, narrow)


@given(PAIRS)
def test_who_of_two_assessors_is_the_first_and_which_pair_comes_first_changes_nothing(pairs: list[Pair]):
    found = agreement(pairs)
    turned = [
        Pair(each.organisation_id, each.item_id, each.second, each.first, each.ceiling) for each in reversed(pairs)
    ]
    other = agreement(turned)
    assert (other.pairs, other.same, other.mean_apart_share) == (found.pairs, found.same, found.mean_apart_share)
    assert [each.apart for each in other.widest] == [each.apart for each in found.widest]


@given(PAIRS)
def test_pairs_are_the_same_or_apart_and_their_mean_is_within_the_ceiling(pairs: list[Pair]):
    found = agreement(pairs)
    assert found.same + len(found.widest) == found.pairs == len(pairs)
    assert found.mean_apart_share is None or 0 <= found.mean_apart_share <= 1
    assert (found.mean_apart_share == 0) == (found.same == len(pairs) > 0)
