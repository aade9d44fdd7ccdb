"""A plan that attacks whoever shows it: markup, formulas, templates, marks that turn the direction of writing."""

SCRIPT = "<script>window.hit=1</script>"
IMAGE = '"><img src=x onerror="window.hit=1">'
FORMULA = '=HYPERLINK("http://evil.example/","x")'
TEMPLATE = "{{7*7}}${7*7}<%=7*7%>"
TURNED = "\u202e\u2066txt\u202d"
LINK = "javascript:window.hit=1"
ATTACKS = (
    SCRIPT,
    IMAGE,
    FORMULA,
    "@SUM(1+1)*cmd|' /C calc'!A0",
    TEMPLATE,
    TURNED,
    LINK,
    "</textarea></title>",
    "'-alert(1)-'",
)
NAME = 'x"><img src=x onerror=window.hit=1>.txt'


def plan() -> bytes:
    """A plan in which every attack stands as title, heading, task, unit and free text."""
    # the first line is plain, or the whole would be taken for a web page and the markup left out
    lines = ["关于印发", f"甲{SCRIPT}{IMAGE}市2026年任务分工方案", f"{TURNED}各单位：", f"一、{SCRIPT}{IMAGE}重点任务"]
    for number, attack in enumerate(ATTACKS, start=1):
        lines += [
            f"{number}.{attack}推进{attack}工作。2026年{attack}底前完成。",
            f"牵头单位：{attack}局、市公安局{attack}",
            f"配合单位：{attack}、市{attack}办公室，{FORMULA}委",
            f"责任单位：{attack}",
        ]
    return "\n".join(lines).encode()
