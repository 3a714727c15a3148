// Turns the network in the page's data into a picture that can be searched, filtered and asked for its evidence.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";

const data = JSON.parse(document.getElementById("data").textContent);
const words = data.words;
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f5539"];
const GREY = "#8a8f98", DARK = "#1f2430", FAINT = "#e4e6ea";
const HUBS = new Set(["body", "organisation", "focus-area"]);
const FIRST_TIES = 400; // drawn at first: the strongest; the rest on demand
const at = (id) => document.getElementById(id);
const element = (tag, text, className) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};

// The graph, with a place for each node: on a grid first, the same each time, then by forces.

const graph = new Graph({ multi: true, type: data.directed ? "directed" : "undirected" });
const heaviest = Math.max(1, ...data.edges.map((edge) => edge.weight));
const tally = new Map();
for (const node of data.nodes) {
  if (node.organisation && !HUBS.has(node.kind)) tally.set(node.organisation, (tally.get(node.organisation) || 0) + 1);
}
const ranked = [...tally].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
const colourOf = (node) =>
  HUBS.has(node.kind) ? DARK : COLOURS[ranked.indexOf(node.organisation)] || GREY;
const side = Math.ceil(Math.sqrt(data.nodes.length));
data.nodes.forEach((node, number) => {
  graph.addNode(node.id, {
    label: node.label, size: HUBS.has(node.kind) ? 9 : 5, color: colourOf(node),
    x: number % side, y: Math.floor(number / side), about: node,
  });
});
for (const edge of data.edges) {
  graph.addEdge(edge.source, edge.target, {
    size: 0.6 + 4 * edge.weight / heaviest, color: "#b9bec8", weight: edge.weight, about: edge,
    type: data.directed ? "arrow" : "line",
  });
}
if (graph.order > 1) {
  forceAtlas2.assign(graph, {
    iterations: graph.order > 2000 ? 60 : 300,
    settings: { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: graph.order > 500, adjustSizes: false, gravity: 1 },
  });
}

// What is shown: kinds, organisation, days, and the weight from which on ties are drawn.

const state = { kinds: new Set(data.nodes.map((node) => node.kind)), organisation: "", from: "", to: "", weight: 1, chosen: null };
const weights = data.edges.map((edge) => edge.weight).sort((a, b) => b - a);
state.weight = weights.length > FIRST_TIES ? weights[FIRST_TIES - 1] + (weights[FIRST_TIES] === weights[FIRST_TIES - 1] ? 1 : 0) : Math.min(1, weights[weights.length - 1] || 1);
if (state.weight > heaviest) state.weight = heaviest;
const inTime = (thing) =>
  (!state.from || (thing.last && thing.last >= state.from)) && (!state.to || (thing.first && thing.first.slice(0, state.to.length) <= state.to));
let shown = { nodes: new Set(), edges: new Set() };

function filter() {
  const nodes = new Set(), edges = new Set(), allowed = new Set();
  graph.forEachNode((id, { about }) => {
    if (state.kinds.has(about.kind) && (!state.organisation || about.organisation === state.organisation || HUBS.has(about.kind))) allowed.add(id);
  });
  graph.forEachEdge((edge, { about }, source, target) => {
    if (about.weight >= state.weight && inTime(about) && allowed.has(source) && allowed.has(target)) {
      edges.add(edge); nodes.add(source); nodes.add(target);
    }
  });
  if (state.kinds.size === 1 || graph.size === 0) allowed.forEach((id) => nodes.add(id));
  shown = { nodes, edges };
  at("count").textContent = words.count.replace("{nodes}", nodes.size).replace("{all}", graph.order)
    .replace("{ties}", edges.size).replace("{all_ties}", graph.size);
  list();
  if (renderer) renderer.refresh();
}

// The drawing

let renderer = null;
let near = null;
const emphasised = (id) => !near || near.has(id);
try {
  renderer = new Sigma(graph, at("picture"), {
    labelRenderedSizeThreshold: 4, labelDensity: 1, labelGridCellSize: 110, labelFont: "Verdana, Arial, sans-serif", labelSize: 13,
    zIndex: true, minCameraRatio: 0.05, maxCameraRatio: 4,
    nodeReducer: (id, values) => ({
      ...values, hidden: !shown.nodes.has(id),
      ...(emphasised(id) ? {} : { color: FAINT, label: "" }),
      ...(id === state.chosen ? { highlighted: true, size: values.size + 3 } : {}),
    }),
    edgeReducer: (edge, values) => {
      const [source, target] = graph.extremities(edge);
      const own = !state.chosen || source === state.chosen || target === state.chosen;
      return { ...values, hidden: !shown.edges.has(edge), color: own ? (state.chosen ? "#5b6472" : values.color) : FAINT };
    },
  });
  renderer.on("clickNode", ({ node }) => choose(node));
  renderer.on("clickStage", () => choose(null));
} catch (error) {
  renderer = null;
  at("picture").append(element("p", words.no_webgl, "told"));
}

// The list, and what is said of the one that is chosen

const compare = new Intl.Collator("sv").compare;
function list() {
  const wanted = at("search").value.trim().toLocaleLowerCase("sv");
  const found = [...shown.nodes].map((id) => graph.getNodeAttribute(id, "about"))
    .filter((node) => !wanted || node.label.toLocaleLowerCase("sv").includes(wanted))
    .sort((a, b) => compare(a.label, b.label));
  at("names").replaceChildren(...found.slice(0, 300).map((node) => {
    const item = element("li"), button = element("button", node.label);
    button.type = "button";
    button.append(element("small", [words.kinds[node.kind] || node.kind, node.organisation].filter(Boolean).join(", ")));
    button.addEventListener("click", () => choose(node.id));
    item.append(button);
    return item;
  }));
}

function choose(id) {
  state.chosen = id;
  near = id ? new Set([id, ...graph.neighbors(id)]) : null;
  const place = at("about");
  place.replaceChildren();
  if (id) {
    tell(place, graph.getNodeAttribute(id, "about"));
    if (renderer && shown.nodes.has(id)) {
      const { x, y } = renderer.getNodeDisplayData(id);
      renderer.getCamera().animate({ x, y, ratio: Math.min(renderer.getCamera().ratio, 0.6) }, { duration: 200 });
    }
  } else {
    place.append(element("p", words.choose, "told"));
  }
  if (renderer) renderer.refresh();
}

function tell(place, node) {
  const heading = element("h2", node.label);
  heading.tabIndex = -1;
  place.append(heading);
  const told = [words.kinds[node.kind] || node.kind, node.organisation, node.party, node.first && `${node.first} – ${node.last}`];
  place.append(element("p", told.filter(Boolean).join(" · "), "told"));
  const ties = graph.edges(node.id).filter((edge) => shown.edges.has(edge)).map((edge) => ({
    other: graph.getNodeAttribute(graph.opposite(node.id, edge), "about"), about: graph.getEdgeAttribute(edge, "about"),
  })).sort((a, b) => b.about.weight - a.about.weight || compare(a.other.label, b.other.label));
  place.append(element("h3", `${words.ties} (${ties.length})`));
  const rows = element("ul");
  for (const { other, about } of ties.slice(0, 100)) {
    const item = element("li"), button = element("button", other.label);
    button.type = "button";
    button.append(element("small", `${about.weight} · ${[about.first, about.last].filter(Boolean).join(" – ")}`));
    button.addEventListener("click", () => choose(other.id));
    item.append(button);
    rows.append(item);
  }
  place.append(rows);
  const facts = data.facts[node.id];
  place.append(element("h3", words.evidence));
  if (!facts) {
    place.append(element("p", words.no_evidence, "told"));
  } else {
    for (const [quote, source, start, end] of facts.quotes) {
      const block = element("blockquote", quote);
      block.append(element("footer", `${source}, ${words.characters} ${start}–${end}`));
      place.append(block);
    }
    if (facts.more) place.append(element("p", words.more.replace("{more}", facts.more), "told"));
  }
  heading.focus({ preventScroll: true });
}

// The controls

for (const kind of [...state.kinds].sort()) {
  const label = element("label"), box = element("input");
  box.type = "checkbox";
  box.checked = true;
  box.value = kind;
  box.addEventListener("change", () => { box.checked ? state.kinds.add(kind) : state.kinds.delete(kind); filter(); });
  label.append(box, ` ${words.kinds[kind] || kind}`);
  at("kinds").append(label);
}
const organisations = [...new Set(data.nodes.map((node) => node.organisation).filter(Boolean))].sort(compare);
for (const name of organisations) at("organisation").append(new Option(name, name));
at("organisation").closest("label").hidden = !organisations.length;
at("organisation").addEventListener("change", (event) => { state.organisation = event.target.value; filter(); });
for (const end of ["from", "to"]) at(end).addEventListener("change", (event) => { state[end] = event.target.value; filter(); });
at("weight").max = heaviest;
at("weight").value = state.weight;
at("weight-told").textContent = state.weight;
at("weight").addEventListener("input", (event) => { state.weight = Number(event.target.value); at("weight-told").textContent = state.weight; filter(); });
at("search").addEventListener("input", list);
for (const [number, name] of ranked.slice(0, COLOURS.length).entries()) {
  const item = element("li", name), dot = element("span", undefined, "dot");
  dot.style.background = COLOURS[number];
  item.prepend(dot);
  at("colours").append(item);
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape") choose(null); });
filter();
choose(null);
window.govgraph = { state, shown: () => shown, choose, drawn: () => renderer !== null };
