"""The commands: each module has ``arguments(parser, say)``, which declares, and ``run(chosen, terminal)``, which acts."""

import argparse
from collections.abc import Callable, Mapping

from api.cli.terminal import Terminal
from extract.messages import Message, message

Command = Callable[[argparse.Namespace, Terminal], int]

COMMANDS: Mapping[str, Message] = {
    "demo": message("读取示例方案，打印结果，打开网页"),
    "extract": message("读取文件，输出任务与分工"),
    "build": message("把文件读入数据目录"),
    "analyse": message("任务量、牵头情况、重叠、中心性"),
    "ask": message("回答常用问题或 SPARQL 查询"),
    "compare": message("对照两份方案：哪些任务是同一事项，牵头有何变化"),
    "functions": message("对照职责清单：清单之外的任务，没有任务的职责"),
    "lint": message("审查方案草案，列出建议明确的事项"),
    "report": message("写成 Excel、Word 或网页报告"),
    "validate": message("按词表的规则校验数据目录"),
    "check": message("检查数据目录，列出新版本会读得不同的方案"),
    "corrections": message("列出、导出或导入人的更正"),
    "progress": message("列出任务进展，或导入填好的台账"),
    "export": message("写成其他工具能读的文件"),
    "reference": message("统计各级方案的指标分布，只写数字"),
    "snapshot": message("把图谱写成一个离线网页文件"),
    "backup": message("把全部内容存成一个文件"),
    "restore": message("从备份文件恢复"),
    "user": message("管理账户：列出、新建、角色、密码、删除"),
    "serve": message("打开数据目录的网页"),
    "mcp": message("供本机语言模型查询（MCP，只读）"),
    "completion": message("打印命令补全脚本"),
}
