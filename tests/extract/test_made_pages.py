"""Web pages as government sites make them, invented for these tests: what is read of them, from the bytes to the units."""

import base64
import quopri

import pytest

from tests.extract.made import lines, read_made

NAV = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li><li><a>互动交流</a></li></ul></div>'
FOOT = (
    '<div class="footer"><p>主办单位：昌吉州人民政府办公室　承办单位：昌吉州大数据局</p><p>新ICP备05000000号</p></div>'
)
SHARE = '<div class="share">分享到：<a>微信</a></div><div class="xg"><h3>相关文档</h3><ul><li><a href="#">某某方案的通知</a></li></ul></div>'
INFO = '<div class="info">发布时间：2024-03-01 来源：州政府办公室 【字体：<a>大</a> <a>小</a>】</div>'


def page(body: str, charset: str = "utf-8") -> str:
    head = f'<meta charset="{charset}"><title>昌吉州2024年营商环境工作方案_昌吉州人民政府</title>'
    crumb = '<div class="crumb">您的位置：<a>首页</a> &gt; <a>公告</a></div>'
    title = "<h1>昌吉州2024年营商环境工作方案</h1>"
    return f'<!DOCTYPE html><html><head>{head}</head><body>{NAV}<div class="main">{crumb}{title}{INFO}{body}{SHARE}</div>{FOOT}</body></html>'


EDITOR = """<div class="TRS_Editor"><style>.TRS_Editor P{margin:0}</style>
<p>&nbsp;&nbsp;&nbsp;&nbsp;一、主要任务</p><p>　　（一）推行一网通办。应上尽上。<br>　　责任单位：州政务服务中心、州<span>大数据</span>局<br>　　配合单位：州政府各部门</p>
<p>　　（二）设立专窗。<font>（责任单位：州税务局，2024年底前完成）</font></p></div>"""
BREAKS = """<div id="zoom">　　一、主要任务<br/><br/>　　（一）推行一网通办。应上尽上。<br/>　　责任单位：州政务服务中心、州大数据局<br/>
　　配合单位：州政府各部门<br/>　　（二）设立专窗。（责任单位：州税务局，2024年底前完成）<br/></div>"""
SOUP = """<div><div>一、主要任务</div><div><div>（一）推行一网通办。应上尽上。</div></div><div><span>责任单位：</span><b>州政务服务中心、</b>州大数据局</div>
<div>配合单位：州政府各部门</div><div>（二）设立专窗。<span>（责任单位：</span><span>州税务局，2024年底前完成）</span></div></div>"""
WANTED = [
    "（一） 推行一网通办。应上尽上。责任单位：州政务服务中心、州大数据局配合单位：州政府各部门 L 州政务服务中心 州大数据局 S 州政府各部门 一、主要任务",
    "（二） 设立专窗。（责任单位：州税务局，2024年底前完成） L 州税务局 T 2024年底前完成 一、主要任务",
]


@pytest.mark.parametrize("body", [EDITOR, BREAKS, SOUP], ids=["editor", "breaks", "soup"])
@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "utf-8"), ("utf-8", "gb2312"), ("gb18030", "gb2312"), ("gb18030", "utf-8")]
)
def test_an_article_reads_the_same_however_it_is_marked_up_and_encoded(body: str, encoding: str, said: str) -> None:
    result = read_made(page(body, said).encode(encoding), "page.html")
    assert lines(result, paths=True) == WANTED
    assert (result.plan.title, result.plan.place_code) == ("昌吉州2024年营商环境工作方案", "652300")


def test_a_table_with_spans_in_the_middle_of_a_page() -> None:
    table = """<table border=1><tr><td rowspan="2">序号</td><td rowspan=2>任务类别</td><td rowspan=2>具体任务</td><td colspan=2>责任分工</td>
<td rowspan=2>时限</td></tr><tr><td><p>牵头单位</p></td><td><p>配合单位</p></td></tr><tr><td>1</td><td rowspan=2>放管服</td>
<td><p>压减时限。</p></td><td>州政务服务中心</td><td rowspan="2"><p>州发改委</p><p>州财政局</p></td><td>6月底</td></tr>
<tr><td>2</td><td>推行承诺。</td><td>州司法局</td><td>9月底</td></tr></table>"""
    assert lines(read_made(page(f'<div class="TRS_Editor">{table}</div>').encode(), "page.html"), paths=True) == [
        "1 压减时限。 L 州政务服务中心 S 州发改委 州财政局 T 6月底 昌吉州2024年营商环境工作方案/放管服",
        "2 推行承诺。 L 州司法局 S 州发改委 州财政局 T 9月底 昌吉州2024年营商环境工作方案/放管服",
    ]


def test_a_page_laid_out_in_tables_of_the_old_kind() -> None:
    menu = "<table><tr><td><a>首页</a></td><td><a>公开</a></td></tr></table>"
    tasks = "<p>1.做好春耕。（责任单位：州农业农村局）</p><p>2.做好防汛。（责任单位：州水利局、州应急局）</p>"
    inner = f"<table><tr><td width=200><a>栏目一</a><br><a>栏目二</a></td><td><p align=center>昌吉州工作要点</p>{tasks}</td></tr></table>"
    whole = f"<table><tr><td>{menu}</td></tr><tr><td>{inner}</td></tr><tr><td>主办单位：昌吉州政府办</td></tr></table>"
    assert lines(read_made(f"<html><body>{whole}</body></html>".encode("gbk"), "page.html")) == [
        "1. 做好春耕。（责任单位：州农业农村局） L 州农业农村局",
        "2. 做好防汛。（责任单位：州水利局、州应急局） L 州水利局 州应急局",
    ]


def test_numbered_lists_have_the_numbers_a_browser_prints() -> None:
    items = "<li><p>建平台。（责任单位：市数据局）</p></li><li>5.建窗口。（责任单位：市政务服务办）</li>"
    made = f'<html><body><p>工作安排</p><ol start="3">{items}</ol><ol style="list-style: none"><li>完。</li></ol></body></html>'
    result = read_made(made.encode(), "page.html")
    assert (
        result.document.text
        == "工作安排\n3.建平台。（责任单位：市数据局）\n5.建窗口。（责任单位：市政务服务办）\n完。\n"
    )


def of(tag: str, *cells: str, marks: str = "") -> str:
    return "".join(f"<{tag} {marks}>{cell}</{tag}>" for cell in cells)


HEAD, FIRST, SECOND = (
    words.split() for words in ("序号 任务 牵头单位 配合单位", "1 任务甲。 市教育局 市财政局", "2 任务乙。 市司法局 /")
)
ROWS, BOXES, ROLES, PLAIN = (
    [of(tag, of(cell, *row, marks=inner), marks=outer) for row in (HEAD, FIRST, SECOND)]
    for tag, outer, cell, inner in (
        ("tr", "", "td", ""), ("div", "style='display: table-row'", "div", "style='display:table-cell'"),
        ("div", "role=row", "div", "role=cell"), ("div", "", "div", "class=cell"),
    )
)  # fmt: skip
TITLE = "<h1>海州市任务分工表</h1>"


@pytest.mark.parametrize(
    "body",
    [
        TITLE + f"<table>{''.join(ROWS)}</table>",
        f"<table><caption>海州市任务分工表</caption>{''.join(ROWS)}</table>",
        f"<table><tr><td>导航</td><td>{TITLE}<table>{''.join(ROWS)}</table></td></tr></table>",  # laid out by a table
        f"{TITLE}<table>{ROWS[0]}</table><table>{''.join(ROWS[1:])}</table>",  # a header that stays while the rows scroll
        f"{TITLE}<div style='display:table'>{''.join(BOXES)}</div>",
        f"{TITLE}<div role=table>{''.join(ROLES)}</div>",
        TITLE
        + "".join(of("div", of("div", *row)) for row in (HEAD, FIRST, SECOND)),  # boxes side by side by a style sheet
        f"{TITLE}<pre>序号|任务|牵头单位|配合单位\n1|任务甲。|市教育局|市财政局\n2|任务乙。|市司法局|</pre>",
        TITLE + f"<table>{''.join(ROWS)}</table>".replace("<td>", "<td><p>").replace("任务甲", "任务<span>甲</span>"),
    ],
    ids=["plain", "caption", "layout", "split", "boxes", "roles", "listed", "drawn", "paragraphs"],
)
def test_tables_of_every_make(body: str) -> None:
    made = f"<html><body>{body}</body></html>".encode()
    assert lines(read_made(made, "page.html"), paths=True) == [
        "1 任务甲。 L 市教育局 S 市财政局 海州市任务分工表", "2 任务乙。 L 市司法局 海州市任务分工表",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["page.mht", "page.doc"])
@pytest.mark.parametrize("way", ["quoted-printable", "base64"])
def test_a_page_saved_in_one_file(name: str, way: str) -> None:
    body = f"<html><body>{TITLE}<table>{''.join(ROWS)}</table></body></html>".encode("gb18030")
    packed = quopri.encodestring(body) if way == "quoted-printable" else base64.encodebytes(body)
    head = 'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--x"\r\n\r\n----x\r\n'
    part = f'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: {way}\r\n\r\n'
    made = (head + part).encode() + packed + b"\r\n----x\r\nContent-Type: image/png\r\n\r\nnothing\r\n----x--\r\n"
    assert lines(read_made(made, name)) == ["1 任务甲。 L 市教育局 S 市财政局", "2 任务乙。 L 市司法局"]
