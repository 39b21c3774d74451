"""Tables on a console: nothing is cut, in letters or in characters that take two places."""

import io

import pytest
from rich.console import Console

from bothhands.cli_answers import shown
from bothhands.report.svg import Table

CHINESE = Table(
    ("方案", "增加值较最高者少", "放弃的其他价值", "就学损失", "到下一方案每少一例死亡的代价", "受制于"),
    (("死亡不超过0.151人", "1,240万元", "8,660万元", "105万元", "10.3亿元", "隔离房间 · 北港"),),
)
ENGLISH = Table(
    ("Plan", "Deaths", "Value added below the most", "Given up of all else", "Held back by"),
    (("at most 0.151 deaths", "0.15", "12.4 million yuan", "127,000 yuan", "quarantine rooms · Northport"),),
)
OFFICERS = Table(
    ("officer", "home", "days out", "visits", "hours", "hours on the way", "nights away", "infections expected"),
    (("post 1", "Northport", "2", "5", "10.1", "4.07", "0", "0"),),
)
POSTS = Table(
    ("干部", "驻地", "外出天数", "走访", "工时", "路途工时", "在外过夜", "预期感染数"),
    (("葫芦岛物资专员", "葫芦岛", "2", "3", "10.4", "7.07", "0", "0"),),
)


@pytest.mark.parametrize("table", [CHINESE, ENGLISH, OFFICERS, POSTS])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_cell_is_cut(table, width):
    console = Console(width=width, file=io.StringIO())
    console.print(shown(table, width))
    said = console.file.getvalue()
    assert "…" not in said
    letters = "".join(sign for sign in said if sign.isalnum())
    for cell in table.head:
        assert all(sign in letters for sign in cell if sign.isalnum())
    body = [line.split("│")[1:-1] for line in said.splitlines() if line.startswith("│")]
    assert ["".join("".join(column).split()) for column in zip(*body, strict=True)] == [
        "".join(cell.split()) for cell in table.rows[0]
    ]


@pytest.mark.parametrize("table", [OFFICERS, POSTS])
def test_a_head_is_broken_sooner_than_a_number_or_a_name(table):
    console = Console(width=80, file=io.StringIO())
    console.print(shown(table, 80))
    said = console.file.getvalue()
    assert all(f" {cell} " in said for cell in table.rows[0])
