// Holds the graph in a worker of its own, so that a query can be stopped: whoever asks ends the worker.
import { initSync, namedNode, Store } from "oxigraph/web.js";
import { bind, ordered, ParameterError } from "./questions.js";

const NUMBERS = /#(integer|int|long|short|byte|decimal|double|float|nonNegativeInteger|positiveInteger)$/;
const LABELS = [
  "http://www.w3.org/2000/01/rdf-schema#label",
  "http://www.w3.org/2004/02/skos/core#prefLabel",
  "http://purl.org/dc/terms/title",
  "http://schema.org/text",
].map((iri) => [iri]);
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
let store;
let prefixes = {};

function bytes(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const found = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) found[at] = text.charCodeAt(at);
  return found;
}

const unpacked = async (base64) => {
  const stream = new Blob([bytes(base64)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

/** Declare the prefixes that a query uses without saying so, on its first line: lines keep their numbers. */
function declared(query) {
  const head = Object.entries(prefixes)
    .filter(([name]) => query.includes(`${name}:`) && !new RegExp(`prefix\\s+${name}\\s*:`, "i").test(query))
    .map(([name, iri]) => `PREFIX ${name}: <${iri}> `);
  return head.join("") + query;
}

const asked = (query, format) => store.query(declared(query), { results_format: format, use_default_graph_as_union: true });
const select = (query) => JSON.parse(asked(query, "json")).results.bindings;

/** Run a query of any form; a graph comes as rows of subject, predicate and object. */
function run(query) {
  const said = JSON.parse(asked(query, "json"));
  if ("boolean" in said) return { boolean: said.boolean };
  if (said.results) return { columns: said.head.vars, bindings: said.results.bindings };
  const columns = ["subject", "predicate", "object"]; // what was said is JSON-LD
  const quads = store.query(declared(query), { use_default_graph_as_union: true });
  return { columns, bindings: quads.map((quad) => Object.fromEntries(columns.map((name) => [name, told(quad[name])]))) };
}

const told = (node) => ({
  type: node.termType === "NamedNode" ? "uri" : node.termType === "Literal" ? "literal" : "bnode",
  value: node.value,
  datatype: node.datatype?.value,
});

function cell(node) {
  if (!node || node.value === "") return null;
  const type = node.datatype ?? "";
  if (NUMBERS.test(type)) return Number(node.value);
  return type.endsWith("#boolean") ? node.value === "true" || node.value === "1" : node.value;
}

/** Tell of IRIs of the data what they are called, and whether they have a page: a label, "", or nothing. */
function things(iris, base) {
  const found = {};
  for (const iri of iris) {
    if (!iri.startsWith(base)) continue;
    const page = namedNode(iri.split("#")[0]);
    if (!store.match(page, namedNode(TYPE), null, null).length) continue;
    const labels = LABELS.flatMap(([name]) => store.match(namedNode(iri), namedNode(name), null, null));
    found[iri] = labels[0]?.object.value ?? "";
  }
  return found;
}

function answer({ question, parameters, query, base }) {
  const began = performance.now();
  const said = run(question ? bind(question, parameters, select) : query);
  if ("boolean" in said) return { boolean: said.boolean, took: performance.now() - began };
  const { columns, bindings } = said;
  const iris = new Set();
  const links = [];
  let rows = bindings.map((binding) => {
    for (const name of columns) if (binding[name]?.type === "uri") iris.add(binding[name].value);
    return Object.fromEntries(columns.map((name) => [name, cell(binding[name])]));
  });
  if (question) rows = ordered(rows, question);
  for (const name of columns) if (bindings.some((binding) => binding[name]?.type === "uri")) links.push(name);
  const kept = columns.filter((name) => !name.startsWith("_"));
  return { columns: kept, rows, links, things: things(iris, base), took: performance.now() - began };
}

const WORK = {
  async open({ engine, known }) {
    initSync({ module: await unpacked(engine) });
    store = new Store();
    prefixes = known;
    return {};
  },
  async load({ triples }) {
    store.load(await unpacked(triples), { format: "application/n-triples", no_transaction: true, lenient: true });
    return { size: store.size };
  },
  ask: answer,
};

let before = Promise.resolve();
self.onmessage = ({ data }) => {
  before = before.then(async () => {
    try {
      self.postMessage({ id: data.id, answer: await WORK[data.kind](data) });
    } catch (error) {
      const parameter = error instanceof ParameterError ? error.message : undefined;
      self.postMessage({ id: data.id, failed: String(error?.message ?? error), parameter });
    }
  });
};
