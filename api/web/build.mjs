// Bundle each island on its own, into the folder the server serves: every file of src/ is one, its folders hold parts.
import { readdir } from "node:fs/promises";
import { build } from "esbuild";

const islands = (await readdir("src", { withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => `src/${entry.name}`)
  .sort();

await build({
  entryPoints: islands,
  outdir: "../static/dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "linked",
  logLevel: "warning",
});
