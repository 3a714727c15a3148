// Builds what runs in pages into package data, with the licences of what is in it: npm ci && npm run build.
// With a folder as argument it writes there, so that a test can compare.
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const into = process.argv[2] ?? "../graphbuild";
const VIEWER = "exporters/viewer";
const ASSETS = "publishing/assets";
const options = { bundle: true, minify: true, format: "iife", legalComments: "none", write: false, metafile: true };

async function bundled(name, target) {
  const built = await build({ ...options, entryPoints: [name], target, logOverride: { "empty-import-meta": "silent" } });
  const packages = Object.keys(built.metafile.inputs)
    .map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
    .filter(Boolean);
  return { text: built.outputFiles[0].text, packages };
}

async function write(place, content) {
  const path = join(into, place);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** Say what a package is, and its licence: its own file, else the text in licences/. */
async function licence(name) {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf-8"));
  for (const file of [`licences/${name.replace("/", "-")}.txt`, `${folder}/LICENSE`, `${folder}/LICENSE.txt`, `${folder}/LICENSE.md`]) {
    const text = await readFile(file, "utf-8").catch(() => "");
    if (text) return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  }
  throw new Error(`${name}: put its licence into licences/`);
}

const licences = async (packages) =>
  (await Promise.all([...new Set(packages)].sort().map(licence))).join("\n\n");

/** Write text as a string of JavaScript that may stand inside an element of a page. */
const quoted = (text) => JSON.stringify(text).replaceAll("<", "\\u003c");

const viewer = await bundled("viewer.js", "es2020");
await write(`${VIEWER}/viewer.js`, viewer.text);
await write(`${VIEWER}/LICENCES.txt`, await licences(viewer.packages));

const packages = [];
for (const name of ["search.js", "filter.js", "console.js", "editor.js"]) {
  const script = await bundled(name, "es2022");
  await write(`${ASSETS}/${name}`, script.text);
  packages.push(...script.packages);
}
const worker = await bundled("worker.js", "es2022");
const wasm = gzipSync(await readFile("node_modules/oxigraph/web_bg.wasm"), { level: 9 }).toString("base64");
await write(`${ASSETS}/engine.js`, `govgraph.engine(${quoted(worker.text)},"${wasm}");\n`);
await write(`${ASSETS}/LICENCES.txt`, await licences([...packages, ...worker.packages]));
