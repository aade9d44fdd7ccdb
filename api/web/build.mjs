// Bundle each island on its own, into the folder the server serves: every file of src/ is one, its folders hold parts.
// The picture in a file of its own is for graph/drawing, which writes such files without a server.
import { readdir } from "node:fs/promises";
import { build } from "esbuild";

const FILE = "src/snapshot.ts";
const islands = (await readdir("src", { withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => `src/${entry.name}`)
  .filter((name) => name !== FILE)
  .sort();
const usual = { bundle: true, minify: true, target: "es2022", legalComments: "linked", logLevel: "warning" };

await build({ ...usual, entryPoints: islands, outdir: "../static/dist", format: "esm" });
await build({ ...usual, entryPoints: [FILE], outdir: "../../graph/drawing/dist", format: "iife", charset: "ascii" });
