// Asks the graph in the page: ready questions with their parameters, and SPARQL. The graph lives in a worker
// (worker.js), which comes as text: a page that was opened from the file system may not start one by address.
import { table } from "./results.js";

const said = JSON.parse(document.getElementById("console-words").textContent);
const root = document.querySelector("script[data-root]")?.dataset.root ?? "";
const $ = (id) => document.getElementById(id);
const delivered = new Map();
const waiting = new Map();
const LARGE = 12_000_000;

function deliver(name, ...values) {
  delivered.set(name, values);
  waiting.get(name)?.resolve(values);
}
window.govgraph = {
  engine: (worker, wasm) => deliver("engine", worker, wasm),
  triples: (number, text) => deliver(`triples-${number}`, text),
};

/** Give what a script of the site delivers; in a page that holds everything it is there already. */
function part(name, file) {
  if (delivered.has(name)) return Promise.resolve(delivered.get(name));
  if (waiting.has(name)) return waiting.get(name).promise;
  const promise = new Promise((resolve, reject) => {
    waiting.set(name, { resolve });
    if (said.alone) return; // it stands further down in the page
    const script = document.createElement("script");
    script.src = root + file;
    script.onerror = () => {
      waiting.delete(name);
      reject(new Error(file));
    };
    document.head.append(script);
  });
  waiting.get(name).promise = promise;
  return promise;
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const number = (value) => value.toLocaleString(said.language);
const seconds = (milliseconds) => (milliseconds / 1000).toLocaleString(said.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function tell(text, wrong = false) {
  $("console-status").textContent = text;
  $("console-status").classList.toggle("wrong", wrong);
}

// The worker

let worker;
let calls = new Map();
let last = 0;
let ready;

function call(message) {
  last += 1;
  const id = last;
  const answer = new Promise((resolve, reject) => calls.set(id, { resolve, reject }));
  worker.postMessage({ ...message, id });
  return answer;
}

/** Start a worker and give it the graph, part by part; the next part is fetched while one is read. */
async function open(quietly) {
  const began = performance.now();
  const parts = Array.from({ length: said.parts }, (_, at) => [`triples-${at}`, `console/triples-${at}.js`]);
  const [text, wasm] = await part("engine", "assets/engine.js");
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  worker = new Worker(address);
  calls = new Map();
  const own = calls;
  worker.onmessage = ({ data }) => {
    const { resolve, reject } = own.get(data.id);
    own.delete(data.id);
    if ("failed" in data) reject(Object.assign(new Error(data.failed), { parameter: data.parameter }));
    else resolve(data.answer);
  };
  worker.onerror = (event) => own.forEach(({ reject }) => reject(new Error(event.message)));
  let before = call({ kind: "open", engine: wasm, known: said.prefixes });
  let size = 0;
  for (const [at, [name, file]] of parts.entries()) {
    const [triples] = await part(name, file);
    await before;
    if (!quietly) tell(filled(said.words.loading, { part: at + 1, parts: parts.length }));
    before = call({ kind: "load", triples });
  }
  ({ size } = await before);
  URL.revokeObjectURL(address);
  if (!quietly) tell(filled(said.words.ready, { count: number(size), seconds: seconds(performance.now() - began) }));
  $("console").dataset.ready = Math.round(performance.now()); // milliseconds since the page was opened
}

function begin(quietly = false) {
  delete $("console").dataset.ready;
  ready = open(quietly);
  ready.then(fetchEditor, () => {});
  ready.catch((error) => tell(filled(said.words.not_loaded, { why: error.message }), true));
  return ready;
}

// Asking

let run = 0;

async function ask(message, address) {
  if (location.hash !== address) {
    history.pushState(null, "", address);
  }
  run += 1;
  const own = run;
  const began = performance.now();
  $("answer").replaceChildren();
  $("cancel").hidden = false;
  document.querySelectorAll("button.run").forEach((button) => (button.disabled = true));
  tell(said.words.asking);
  try {
    await (ready ?? begin(true));
    const answer = await call({ kind: "ask", base: said.base, ...message });
    if (own !== run) return;
    shown(answer, message.question, performance.now() - began);
  } catch (error) {
    if (own === run) tell(told(error, message.question), true);
  }
  if (own === run) finish();
}

function told(error, question) {
  if (!error.parameter) return filled(said.words.failed, { why: error.message });
  const parameter = question.parameters.find((each) => each.name === error.parameter);
  return filled(said.words.wrong_parameter, { parameter: parameter.label, example: parameter.example });
}

function shown(answer, question, took) {
  if ("boolean" in answer) {
    tell(answer.boolean ? said.words.yes : said.words.no);
    return;
  }
  tell(filled(said.words[answer.rows.length ? "rows" : "no_rows"], { count: number(answer.rows.length), seconds: seconds(took) }));
  table($("answer"), answer, question, said, root);
}

function finish() {
  $("cancel").hidden = true;
  document.querySelectorAll("button.run").forEach((button) => (button.disabled = false));
}

/** End the worker: the engine cannot be asked to stop. A new one reads the graph again. */
$("cancel").addEventListener("click", () => {
  run += 1;
  const own = run;
  worker?.terminate();
  finish();
  const again = begin(true);
  tell(said.words.cancelled);
  again.then(() => own === run && tell(said.words.cancelled_ready), () => {});
});

// Ready questions

const field = (parameter, value) => {
  const label = document.createElement("label");
  label.textContent = parameter.label;
  const input = document.createElement(parameter.choices.length ? "select" : "input");
  input.name = parameter.name;
  if (parameter.choices.length) {
    input.append(new Option(said.words.any, ""));
    for (const choice of parameter.choices) input.append(new Option(said.values[choice] ?? choice, choice));
  } else {
    input.placeholder = filled(said.words.example, { example: parameter.example });
    input.autocomplete = "off";
  }
  input.value = value ?? "";
  label.append(input);
  return label;
};

const asks = (parameter) => parameter.name !== "language";
let chosen;

function choose(name, given = {}) {
  chosen = said.questions.find((question) => question.name === name);
  if (!chosen) return;
  for (const button of document.querySelectorAll("[data-question]")) {
    button.setAttribute("aria-pressed", String(button.dataset.question === name));
  }
  $("question-title").textContent = chosen.title;
  $("question-told").textContent = chosen.description;
  $("fields").replaceChildren(...chosen.parameters.filter(asks).map((each) => field(each, given[each.name])));
  $("question").hidden = false;
}

function askChosen() {
  const given = {};
  for (const parameter of chosen.parameters.filter(asks)) {
    const value = $("fields").querySelector(`[name="${parameter.name}"]`).value.trim();
    if (value) given[parameter.name] = value;
  }
  const address = `#${new URLSearchParams({ q: chosen.name, ...given })}`;
  const language = chosen.parameters.some((each) => !asks(each)) ? { language: said.language } : {};
  ask({ question: chosen, parameters: { ...given, ...language } }, address);
}

document.querySelectorAll("[data-question]").forEach((button) =>
  button.addEventListener("click", () => {
    choose(button.dataset.question);
    button.closest("details").open = false;
    $("question-title").focus();
    askChosen();
  }));
$("question").addEventListener("submit", (event) => {
  event.preventDefault();
  askChosen();
});

// SPARQL

const askSparql = () => ask({ query: $("sparql").value }, `#${new URLSearchParams({ sparql: $("sparql").value })}`);
let write = (text) => ($("sparql").value = text);
let editing = false;

const fetchEditor = () => part("editor", "assets/editor.js").catch(() => {}); // without it, the text field stays

function edit() {
  editing = true;
  fetchEditor();
  if (!window.govgraph.editor) return;
  write = window.govgraph.editor($("sparql"), said.words.query, said.names, askSparql);
}

$("expert-form").addEventListener("submit", (event) => {
  event.preventDefault();
  askSparql();
});

// Tabs, by keyboard as WAI-ARIA has it

const tabs = [...document.querySelectorAll("[role=tab]")];

function turn(tab, focus = false) {
  for (const each of tabs) {
    each.setAttribute("aria-selected", String(each === tab));
    each.tabIndex = each === tab ? 0 : -1;
    $(each.getAttribute("aria-controls")).hidden = each !== tab;
  }
  if (focus) tab.focus();
  if (tab.id === "tab-sparql" && !editing) edit();
  if (tab.id === "tab-network") $("network-frame").srcdoc ||= JSON.parse($("network-page").textContent);
  $("asked").hidden = tab.id === "tab-network";
}

tabs.forEach((tab, at) => {
  tab.addEventListener("click", () => turn(tab));
  tab.addEventListener("keydown", (event) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
    if (to !== undefined) turn(tabs[to % tabs.length], true);
  });
});

// Addresses: #q=decisions&since=2025, #sparql=SELECT…

function follow() {
  const { q, sparql, ...given } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (sparql) {
    turn($("tab-sparql"));
    write(sparql);
    askSparql();
  } else if (q) {
    turn($("tab-questions"));
    choose(q, given);
    if (chosen) askChosen();
  }
}

$("without-script").hidden = true;
$("console").hidden = false;
deliverEditor();
window.addEventListener("popstate", follow);
if (said.bytes > LARGE) {
  $("load").hidden = false;
  tell(filled(said.words.large, { size: number(Math.round(said.bytes / 1e6)) }));
  $("load").addEventListener("click", () => {
    $("load").hidden = true;
    begin();
  });
} else {
  begin();
}
follow();

/** Let the editor's script put itself in place when it comes. */
function deliverEditor() {
  let made;
  Object.defineProperty(window.govgraph, "editor", {
    get: () => made,
    set: (value) => {
      made = value;
      if (editing) edit();
    },
  });
}
