"""The commands: each module has ``arguments(parser)``, which declares, and ``run(chosen, terminal)``, which acts."""

import argparse
from collections.abc import Callable, Mapping

from api.cli.terminal import Terminal
from graph.texts import Bilingual

Command = Callable[[argparse.Namespace, Terminal], int]

COMMANDS: Mapping[str, Bilingual] = {
    "demo": Bilingual(
        zh="读取示例方案，打印结果，打开网页", en="read the example plan, print what it says, serve the pages"
    ),
    "extract": Bilingual(zh="读取文件，输出任务与分工", en="read files, write their tasks and assignments"),
    "build": Bilingual(zh="把文件读入数据目录", en="read files into a data folder"),
    "analyse": Bilingual(zh="负担、牵头情况、重叠、中心性", en="workload, lead clarity, overlap, centrality"),
    "ask": Bilingual(zh="回答现成的问题或 SPARQL 查询", en="answer a ready question or a SPARQL query"),
    "lint": Bilingual(zh="检查方案草稿，列出要问的问题", en="read a draft plan and list what to ask"),
    "report": Bilingual(zh="写成 Excel、Word 或网页报告", en="write a workbook, a memo or a page"),
    "validate": Bilingual(zh="按词表的规则校验数据目录", en="check a data folder against the shapes of the vocabulary"),
    "corrections": Bilingual(zh="列出、导出或导入人的更正", en="list, write out or take in what people corrected"),
    "export": Bilingual(zh="写成其他工具能读的文件", en="write the graph and its tables as files for other tools"),
    "snapshot": Bilingual(zh="把图谱写成一个离线网页文件", en="write the network as one HTML file that opens offline"),
    "backup": Bilingual(zh="把全部内容存成一个文件", en="write everything that is stored to one file"),
    "restore": Bilingual(zh="从备份文件恢复", en="put back what a backup holds"),
    "serve": Bilingual(zh="打开数据目录的网页", en="serve the pages of a data folder"),
}
