"""Whoever has the pool and the seed draws the same."""

from collections import Counter
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from pipelines.assess import drawn

POOL = tuple(f"subdistrict_{number}" for number in range(22))
POOLS = st.lists(st.text(max_size=6), max_size=12)


def test_a_draw_is_the_one_that_anybody_makes_with_sha256_and_a_sorted_list():
    """Each name has the SHA-256 of "SEED/NAME" in hexadecimal; the smallest come first."""
    lots = sorted((sha256(("2024年第一次/" + name).encode("utf-8")).hexdigest(), name) for name in POOL)
    assert drawn(POOL, 5, "2024年第一次") == tuple(name for _, name in lots[:5])


def test_a_draw_is_the_same_in_every_year_and_on_every_machine():
    """`printf 2024/tianhe | sha256sum` gives 7294…, haizhu 72cd…, yuexiu d828…, longjin f5b8…."""
    assert drawn(["haizhu", "longjin", "tianhe", "yuexiu"], 3, "2024") == ("tianhe", "haizhu", "yuexiu")


@given(POOLS, st.integers(0, 14), st.text(max_size=5))
def test_neither_the_pools_order_nor_its_doubles_matter(pool: list[str], count: int, seed: str):
    once = drawn(pool, count, seed)
    assert drawn(pool, count, seed) == once
    assert drawn([*reversed(pool), *pool[:3]], count, seed) == once
    assert drawn(set(pool), count, seed) == once
    assert drawn(iter(pool), count, seed) == once


@given(POOLS, st.integers(0, 14), st.integers(0, 14), st.text(max_size=5))
def test_a_smaller_draw_is_the_beginning_of_a_larger_one(pool: list[str], one: int, other: int, seed: str):
    less, more = sorted((one, other))
    assert drawn(pool, more, seed)[:less] == drawn(pool, less, seed)


@given(POOLS, st.integers(0, 14), st.text(max_size=5))
def test_a_draw_takes_as_many_as_are_wanted_and_there_are_each_once(pool: list[str], count: int, seed: str):
    found = drawn(pool, count, seed)
    assert len(found) == len(set(found)) == min(count, len(set(pool)))
    assert set(found) <= set(pool)


@given(POOLS, st.text(max_size=5), st.text(max_size=3))
def test_whoever_isnt_drawn_may_leave_the_pool_without_changing_the_draw(pool: list[str], seed: str, other: str):
    found = drawn([*pool, other], 3, seed)
    assert drawn([name for name in pool if name in found] + list(found), 3, seed) == found


def test_another_seed_draws_others():
    assert len({drawn(POOL, 5, str(seed)) for seed in range(100)}) == 100


def test_over_many_seeds_everybody_is_drawn_about_as_often_in_every_place():
    """2,200 draws of 22 names: each is expected 100 times in each place; five deviations are 50."""
    draws = [drawn(POOL, 3, f"seed {number}") for number in range(2200)]
    for place in range(3):
        times = Counter(draw[place] for draw in draws)
        assert times.keys() == set(POOL)
        assert all(50 < found < 150 for found in times.values())
