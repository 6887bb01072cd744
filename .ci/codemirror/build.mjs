/* Build the editor of the query page into one file, with the licences of what is in it beside it.

   npm ci --ignore-scripts --prefix .ci/codemirror
   node .ci/codemirror/build.mjs           writes src/eloggraph/views/local/vendor
   node .ci/codemirror/build.mjs --check   ends with 1 where other bytes would be written

   The versions stand in package.json, their hashes in package-lock.json: the same bytes come of them
   everywhere. To take newer ones: change package.json, `npm install --ignore-scripts` there, build. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const into = join(here, "../../src/eloggraph/views/local/vendor");
const made = await build({
  absWorkingDir: here,
  entryPoints: ["entry.js"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: false,
});

const [output] = Object.values(made.metafile.outputs);
const packages = new Map();
for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
  const name = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
  if (!name || !bytesInOutput) continue;
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[sc]e/i.test(each));
  const text = readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
  packages.set(name, { title: `${name} ${version} (${license})`, text });
}
const sorted = [...packages.keys()].sort().map((name) => packages.get(name));
const titles = sorted.map(({ title }) => title).join(", ");
const banner = `/*! Built of ${titles}. Licences: codemirror.LICENSE.txt */\n`;
const script = banner + made.outputFiles[0].text;
const sum = createHash("sha256").update(script).digest("hex");
const head = `codemirror.js is built by .ci/codemirror/build.mjs of what is listed here.\nsha256 ${sum}\n`;
const licences = sorted.map(({ title, text }) => `\n${"=".repeat(72)}\n${title}\n\n${text}\n`);

const files = { "codemirror.js": script, "codemirror.LICENSE.txt": head + licences.join("") };
for (const [name, text] of Object.entries(files)) {
  const path = join(into, name);
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`${name} is not what its sources give`);
    process.exitCode = 1;
  }
}
console.error(`codemirror.js: ${Buffer.byteLength(script)} bytes, sha256 ${sum}`);
