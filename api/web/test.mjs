// Bundle each test on its own, as the islands are, and run them with the test runner of Node.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { build } from "esbuild";

const folder = await mkdtemp("node_modules/.tests-");
const tests = (await readdir("tests")).filter((name) => name.endsWith(".test.ts")).sort();
await build({
  entryPoints: tests.map((name) => `tests/${name}`),
  outdir: folder,
  bundle: true,
  format: "esm",
  platform: "node",
  logLevel: "warning",
});
const files = tests.map((name) => `${folder}/${name.replace(/\.ts$/, ".js")}`);
const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=dot", ...files], { stdio: "inherit" });
await rm(folder, { recursive: true });
process.exit(status ?? 1);
