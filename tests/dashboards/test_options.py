"""Labels of options: no two alike, since a chosen one is known by its label alone."""

from dashboards.widgets.options import told_apart


def test_names_that_differ_stay_as_they_are() -> None:
    assert told_apart("zh", {"a": "甲", "b": "乙"}, lambda each: "何处") == {"a": "甲", "b": "乙"}


def test_names_that_are_the_same_get_what_tells_them_apart() -> None:
    known = {"a": "龙津街道", "b": "昌华街道", "c": ""}
    names = {"a": "张伟", "b": "张伟", "c": "李娜"}
    assert told_apart("zh", names, known.__getitem__) == {"a": "张伟（龙津街道）", "b": "张伟（昌华街道）", "c": "李娜"}
    assert told_apart("en", names, known.__getitem__)["a"] == "张伟 (龙津街道)"


def test_what_is_still_alike_gets_the_next_thing_and_in_the_end_its_id() -> None:
    names = dict.fromkeys(("a1", "b2"), "会议纪要")
    assert told_apart("zh", names, lambda each: "2023", lambda each: each[0])["b2"] == "会议纪要（2023）（b）"
    assert told_apart("zh", names) == {"a1": "会议纪要（a1）", "b2": "会议纪要（b2）"}
    assert told_apart("zh", {("problem", "x"): "甲", ("problem", "y"): "甲"})["problem", "y"] == "甲（problem/y）"


def test_a_name_that_looks_like_another_one_s_label_is_told_apart_too() -> None:
    labels = told_apart("zh", {"a": "甲", "b": "甲", "c": "甲（a）", "d": " 乙", "e": "乙 "})
    assert len(set(labels.values())) == 5
