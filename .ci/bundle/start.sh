#!/bin/sh
# 打开责任图谱：数据存在个人目录中，浏览器自动打开。按 Ctrl-C 或关闭窗口结束。
# Open dutygraph: the data is in your own folder, the browser opens by itself. Ctrl-C or closing the window ends it.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
data=${DUTYGRAPH_DATA:-${XDG_DATA_HOME:-${HOME:-$here}/.local/share}/dutygraph}
mkdir -p "$data"
exec "$here/program/dutygraph" serve --data "$data/data" --browser "$@"
