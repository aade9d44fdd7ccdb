"""Alignment of tasks: twins, split measures, unrelated plans, and the same on any order."""

from graph.compare.alignment import TaskRelation, align

HOUSES = "完善保障性住房建设管理办法，健全申请、轮候、退出机制。"
SCHOOLS = "扩大农村学前教育资源，新建幼儿园二十所。"
MERGED = "推进城乡民生工程。完善保障性住房建设管理办法，健全申请轮候退出机制；扩大农村学前教育资源，新建改建幼儿园。"
ROADS = "实施国道养护工程，整治事故多发路段。"
LONG = (
    "培育壮大县域特色产业集群。建设冷链物流骨干基地。推动博物馆错时开放。完善跨境电商综合服务。推广绿色建材下乡。"
    "规范校外培训收费。治理城市黑臭水体。改造老旧供热管网。严查超限超载运输。推行电子印章互认。保护传统村落风貌。"
    "扩大普惠托育供给。加强地震监测预报。清理拖欠账款。支持青年科学家项目。推动档案数字化。完善退役军人安置。"
    "优化不动产登记流程。组织职业技能大赛。健全粮食储备轮换制度。开展流域禁捕执法。提升乡镇卫生院诊疗水平。"
)
WATER = "严格水资源论证，划定地下水禁采区。"


def test_texts_of_the_same_words_match_each_other_alone() -> None:
    texts = [HOUSES, SCHOOLS, ROADS, HOUSES]
    pairs = align(texts, texts)
    assert [(pair.left, pair.right) for pair in pairs] == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert all(pair.sure and pair.relation is TaskRelation.SAME for pair in pairs)


def test_a_text_with_a_twin_has_no_other_partner() -> None:
    nearly = HOUSES.replace("退出机制", "退出、监督机制")
    assert [(pair.left, pair.right) for pair in align([HOUSES], [nearly])] == [(0, 0)]
    assert [(pair.left, pair.right) for pair in align([HOUSES], [nearly, HOUSES])] == [(0, 1)]


def test_one_clause_of_a_long_measure_is_found_and_called_a_part() -> None:
    (pair,) = align([f"{SCHOOLS}{ROADS}{HOUSES}"], [f"{WATER}{LONG}{SCHOOLS}"])
    assert pair.relation is TaskRelation.PART
    assert not align([f"{SCHOOLS}{ROADS}{HOUSES}"], [f"{WATER}{LONG}"])


def test_a_merged_measure_has_several_partners() -> None:
    pairs = align([HOUSES, SCHOOLS, ROADS], [MERGED, WATER])
    assert [(pair.left, pair.right) for pair in pairs] == [(0, 0), (1, 0)]


def test_unrelated_plans_have_no_match() -> None:
    assert align([HOUSES, SCHOOLS], [ROADS, WATER]) == ()


def test_both_directions_agree() -> None:
    forth = {(pair.left, pair.right, pair.likelihood) for pair in align([HOUSES, SCHOOLS], [MERGED, ROADS])}
    back = {(pair.right, pair.left, pair.likelihood) for pair in align([MERGED, ROADS], [HOUSES, SCHOOLS])}
    assert forth == back


def test_the_best_partner_of_a_task_makes_the_others_less_likely() -> None:
    near = "完善保障性住房建设管理办法，健全申请、轮候、公示机制。"
    alone = {pair.right: pair.likelihood for pair in align([HOUSES + SCHOOLS], [MERGED], least=0.0)}
    beside = {
        pair.right: pair.likelihood
        for pair in align([HOUSES + SCHOOLS], [MERGED, near, HOUSES + "；" + SCHOOLS[:-2]], least=0.0)
    }
    assert beside[0] < alone[0]


def test_nothing_matches_nothing() -> None:
    assert align([], [HOUSES]) == align([HOUSES], []) == align(["。"], ["；"])[1:] == ()
