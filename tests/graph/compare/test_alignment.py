"""Alignment of tasks: twins, split measures, unrelated plans, and the same on any order."""

from graph.compare.alignment import TaskRelation, align

HOUSES = "完善保障性住房建设管理办法，健全申请、轮候、退出机制。"
SCHOOLS = "扩大农村学前教育资源，新建幼儿园二十所。"
MERGED = "推进城乡民生工程。完善保障性住房建设管理办法，健全申请轮候退出机制；扩大农村学前教育资源，新建改建幼儿园。"
ROADS = "实施国道养护工程，整治事故多发路段。"
WATER = "严格水资源论证，划定地下水禁采区。"


def test_texts_of_the_same_words_match_each_other_alone() -> None:
    texts = [HOUSES, SCHOOLS, ROADS, HOUSES]
    pairs = align(texts, texts)
    assert [(pair.left, pair.right) for pair in pairs] == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert all(pair.sure and pair.relation is TaskRelation.SAME for pair in pairs)


def test_a_merged_measure_has_several_partners() -> None:
    pairs = align([HOUSES, SCHOOLS, ROADS], [MERGED, WATER])
    assert [(pair.left, pair.right) for pair in pairs] == [(0, 0), (1, 0)]


def test_unrelated_plans_have_no_match() -> None:
    assert align([HOUSES, SCHOOLS], [ROADS, WATER]) == ()


def test_both_directions_agree() -> None:
    forth = {(pair.left, pair.right, pair.likelihood) for pair in align([HOUSES, SCHOOLS], [MERGED, ROADS])}
    back = {(pair.right, pair.left, pair.likelihood) for pair in align([MERGED, ROADS], [HOUSES, SCHOOLS])}
    assert forth == back


def test_nothing_matches_nothing() -> None:
    assert align([], [HOUSES]) == align([HOUSES], []) == align(["。"], ["；"])[1:] == ()
