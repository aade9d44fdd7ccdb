"""Labels above their tasks, and the documents in which they are below them."""

import pytest

from tests.extract.made import lines, read_made

ABOVE = [
    "1. 修建道路。 L 市交通局",
    "2. 改造桥梁。 L 市交通局",
    "3. 治理河道。 L 市水利局 S 市财政局",
    "4. 新建水库。 L 市水利局 S 市财政局",
]
BELOW = "1.修建道路。\n2.改造桥梁。\n牵头单位：市水利局\n配合单位：市财政局\n3.治理河道。\n4.新建水库。\n"


@pytest.mark.parametrize("head", ["清江市方案\n\n牵头单位：市交通局\n", "一、任务\n牵头单位：市交通局\n"])
def test_a_line_of_labels_holds_for_the_items_below_it(head: str) -> None:
    assert lines(read_made((head + BELOW).encode(), "plan.txt")) == ABOVE


def test_labels_below_their_items_stay_there() -> None:
    text = "清江市方案\n\n责任单位：市政府\n1.修建道路。\n责任单位：市交通局\n2.改造桥梁。\n责任单位：市住建局\n3.治理河道。\n"
    read = lines(read_made(text.encode(), "plan.txt"))
    assert read[1:3] == ["1. 修建道路。责任单位：市交通局 L 市交通局", "2. 改造桥梁。责任单位：市住建局 L 市住建局"]
    closed = lines(read_made(("一、任务\n" + BELOW + "牵头单位：市农业局\n").encode(), "plan.txt"))
    assert closed[-1] == "4. 新建水库。牵头单位：市农业局 L 市农业局"


def test_a_label_below_a_heading_is_the_heading_s_and_its_items_are_in_the_task() -> None:
    text = "一、交通\n牵头单位：市交通局\n1.修建道路。\n2.改造桥梁。\n二、水利\n牵头单位：市水利局\n1.治理河道。\n"
    assert lines(read_made(text.encode(), "plan.txt")) == [
        "一、 交通牵头单位：市交通局1.修建道路。2.改造桥梁。 L 市交通局",
        "二、 水利牵头单位：市水利局1.治理河道。 L 市水利局",
    ]
