// Bundle each island on its own, into the folder the server serves.
import { build } from "esbuild";

await build({
  entryPoints: ["src/graph.ts", "src/reader.ts"],
  outdir: "../static/dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "linked",
  logLevel: "warning",
});
