"""Years in words, as the pages print many of them."""

import pytest

from dashboards.widgets.year_spans import spans


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([], ""),
        ([2024], "2024"),
        ([2024, 2023], "2023–2024"),
        ([2018, 2019, 2020, 2022], "2018–2020、2022"),
        ([2020, 2018, 2018], "2018、2020"),
    ],
)
def test_years_that_follow_on_each_other_are_one_span(years: list[int], said: str) -> None:
    assert spans(years, "、") == said
