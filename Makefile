# Needs python3 >= 3.11 and make; everything else is fetched into .venv and api/web/node_modules.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
WEB := $(shell find api/web -type f -not -path '*/node_modules/*' 2>/dev/null)
ARGS ?=
PYTEST := $(BIN)/python -m pytest
PARALLEL := -n auto --maxprocesses 4 --dist loadfile
# unit tests and doctests; what starts programs, reads large files or asks a store for every answer is left to make test
QUICK := extract ontology graph api dutygraph tests/dutygraph tests/extract tests/ontology tests/graph tests/api/sparql/test_guard.py \
	$(addprefix --ignore=tests/extract/,readers test_blanket.py test_bounds.py test_forms.py test_fuzz.py test_proposals.py) \
	$(addprefix --ignore=tests/graph/,store exchange questions corrections)

.DEFAULT_GOAL := help
.PHONY: help bundle demo sbom test quick test-full wheel test-remote soak coverage mutants lint docs texts bench growth serve pictures lock clean

help: ## 列出所有目标 / list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: .venv/.runtime api/static/dist/.built ## 读取示例方案，打印结果，打开网页 / read the example plan, print what it says, serve the pages
	@$(BIN)/dutygraph demo $(ARGS)

test: .venv/.dev api/static/dist/.built .venv/.browser ## 全部测试（含浏览器） / all tests, a real browser among them
	@.ci/web test
	@$(PYTEST) -m "not remote and not full" $(PARALLEL) $(ARGS)

quick: .venv/.dev api/static/dist/.built ## 一分钟内的测试（不含浏览器与命令行） / the tests that need no browser and no program, within a minute
	@$(PYTEST) -m "not remote and not full and not browser and not corpus and not slow" $(PARALLEL) $(QUICK) $(ARGS)

test-full: .venv/.dev api/static/dist/.built .venv/.browser ## 再加上可选程序的测试（Virtuoso、LibreOffice、schemathesis） / also what needs optional programs or many minutes
	@.ci/remote
	@status=0; $(PYTEST) -m "not remote" $(PARALLEL) $(ARGS) || status=$$?; .ci/optional; exit $$status

coverage: .venv/.dev api/static/dist/.built .venv/.browser ## 测试覆盖率 / the coverage of the tests
	@$(PYTEST) -m "not remote and not full" $(PARALLEL) --cov --cov-report=term $(ARGS)

mutants: .venv/.dev ## 变异测试：make mutants ROOM=api/sparql / change the code and see whether the tests notice
	@$(BIN)/python -m tests.bench.mutants $(ROOM) $(ARGS)

test-remote: .venv/.dev ## 针对 Virtuoso 的测试（Debian：apt install virtuoso-opensource-7-bin） / the tests that need a Virtuoso server
	@$(PYTEST) -m remote $(ARGS)

soak: .venv/.dev ## 十五分钟连续压力：make soak ARGS=5 / everything at once for some minutes, with bounds on memory, log, files and faults
	@$(BIN)/python -m tests.attack.soak $(ARGS)

docs: .venv/.dev ## 生成文档网站 build/docs，不访问网络 / build the documentation into build/docs, offline
	@$(BIN)/mkdocs build --quiet --strict --config-file .ci/mkdocs.yml

lint: .venv/.dev api/static/dist/.built ## 代码检查 / ruff, mypy, import contracts, texts, TypeScript
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/complexipy
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python .ci/texts check
	@$(BIN)/python .ci/rows
	@$(BIN)/python .ci/columns
	@.ci/web check

texts: .venv/.dev ## 收集并编译界面文字 / collect and compile the texts of every language
	@$(BIN)/python .ci/texts

growth: .venv/.dev ## 性能随方案数增长的情况 / how cost grows with the number of plans
	@$(BIN)/python -m tests.bench.growth $(ARGS)

bench: .venv/.dev ## 性能测量 / measure speed and quality
	@$(BIN)/python -m tests.bench $(ARGS)

serve: .venv/.runtime api/static/dist/.built ## 打开已有数据的网页 / serve the pages of a data folder
	@$(BIN)/dutygraph serve $(ARGS)

pictures: .venv/.dev api/static/dist/.built .venv/.browser ## 重拍说明书里的图 / take the picture of the README again
	@$(PYTEST) -q tests/test_docs.py -k pictures
	@cp $(addprefix tests/browser/screenshots/,overview.png plan.png graph.png) docs/

wheel: .venv/.runtime api/static/dist/.built ## 打包 wheel 与源码包到 dist/ / build the wheel and the source distribution into dist/
	@.ci/wheel

sbom: .venv/.dev ## 生成软件物料清单 dist/sbom.json / write the software bill of materials
	@mkdir -p dist && $(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --output-file dist/sbom.json

bundle: .venv/.dev api/static/dist/.built sbom ## 打成免安装包 dist/dutygraph-*.tar.gz / build the archive that runs without Python
	@.ci/bundle/make

lock: ## 更新依赖锁文件 / renew the lock files from pyproject.toml
	@PYTHON=$(PYTHON) .ci/lock

clean: ## 删除所有生成物（不动数据） / remove what was built, never data
	rm -rf .venv build dist *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf api/static/dist graph/drawing/dist api/web/node_modules tests/browser/screenshots
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
