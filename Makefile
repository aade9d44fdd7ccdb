# Needs python3 >= 3.11 and make; everything else is fetched into .venv and api/web/node_modules.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
WEB := $(shell find api/web -type f -not -path '*/node_modules/*' 2>/dev/null)
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test test-remote lint texts bench serve picture lock clean

help: ## 列出所有目标 / list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: .venv/.runtime api/static/dist/.built ## 读取示例方案，打印结果，打开网页 / read the example plan, print what it says, serve the pages
	@$(BIN)/dutygraph demo $(ARGS)

test: .venv/.dev api/static/dist/.built .venv/.browser ## 全部测试（含浏览器） / all tests, a real browser among them
	@$(BIN)/python -m pytest -m "not remote" -n auto --maxprocesses 4 --dist loadfile --cov --cov-report=term $(ARGS)

test-remote: .venv/.dev ## 针对 Virtuoso 的测试（Debian：apt install virtuoso-opensource-7-bin） / the tests that need a Virtuoso server
	@$(BIN)/python -m pytest -m remote $(ARGS)

lint: .venv/.dev api/static/dist/.built ## 代码检查 / ruff, mypy, import contracts, TypeScript
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/complexipy
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python .ci/texts check
	@$(BIN)/python .ci/rows
	@.ci/web check

texts: .venv/.dev ## 收集并编译界面文字 / collect and compile the texts of every language
	@$(BIN)/python .ci/texts

bench: .venv/.dev ## 性能测量 / measure speed and quality
	@$(BIN)/python -m tests.bench $(ARGS)

serve: .venv/.runtime api/static/dist/.built ## 打开已有数据的网页 / serve the pages of a data folder
	@$(BIN)/dutygraph serve $(ARGS)

picture: .venv/.dev api/static/dist/.built .venv/.browser ## 重拍说明书里的图 / take the picture of the README again
	@$(BIN)/python -m pytest -q tests/test_docs.py -k picture
	@mkdir -p docs && cp tests/browser/screenshots/readme.png docs/overview.png

lock: ## 更新依赖锁文件 / renew the lock files from pyproject.toml
	@PYTHON=$(PYTHON) .ci/lock

clean: ## 删除所有生成物（不动数据） / remove what was built, never data
	rm -rf .venv build dist *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf api/static/dist api/web/node_modules tests/browser/screenshots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: each step runs again only when what it depends on has changed.
.venv/.made: .ci/venv
	@PYTHON=$(PYTHON) .ci/venv
	@touch $@

.venv/.runtime: .venv/.made requirements.lock pyproject.toml
	@echo "安装运行依赖 / installing the runtime dependencies"
	@$(PIP) --requirement requirements.lock
	@$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@echo "安装开发依赖 / installing the development dependencies"
	@$(PIP) --requirement requirements-dev.lock
	@touch $@

api/static/dist/.built: .venv/.made .ci/web requirements-node.lock $(WEB)
	@.ci/web build
	@mkdir -p $(@D) && touch $@

.venv/.browser: .venv/.dev .ci/browser
	@.ci/browser
	@touch $@
