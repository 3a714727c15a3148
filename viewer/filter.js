// Narrows the list of decisions by several facets at once; what is chosen stands in the address, to be shared.
import { deliver, linkTo, made, part, words } from "./loading.js";

const MOST = 100;
const ENOUGH = 20; // parts that are read for an answer; more only when asked for
const FACETS = ["body", "type", "focus-area", "organisation", "person"];
const said = words();
const form = document.getElementById("filter");
const out = document.getElementById("filtered");
const status = document.getElementById("filter-status");
const list = document.getElementById("list");
let run = 0;
let limit = MOST;

window.govgraph = {
  values: (parts, facets) => deliver("values", { parts, facets }),
  decisions: (name, names, rows) => deliver(name, { names, rows }),
};

/** Name the parts that may hold what is wanted, in groups: a month or a year each, the newest first. */
function groups({ parts, facets }) {
  const chosen = Object.entries(facets).filter(([facet]) => form.elements[facet].value);
  const among = chosen.map(([facet, values]) => values.find(([key]) => key === form.elements[facet].value)?.[2] ?? []);
  const found = new Map();
  parts.forEach(([name], place) => {
    if (!among.every((places) => places.includes(place))) return;
    const time = name.slice(0, name.lastIndexOf("-"));
    found.set(time, [...(found.get(time) ?? []), name]);
  });
  return [...found.values()];
}

function matches(row, names, wanted, text) {
  if (text && !row[2].toLocaleLowerCase(said.content).includes(text)) return false;
  return wanted.every(([facet, key]) => row[4].some((at) => names[at][0] === facet && names[at][1] === key));
}

function shown(row, names) {
  const tr = made("tr", "", { role: "row" });
  const named = (facet) => names[row[4].find((at) => names[at][0] === facet)]?.[2] ?? "";
  const cells = [row[1], linkTo(row[0], row[2], said.content), row[3], named("body"), named("type")];
  cells.forEach((cell, place) => {
    const td = made("td", "", { role: "cell", "data-label": said.columns[place] });
    if (place === 0) td.className = "nowrap";
    if (place === 1) td.className = "wide";
    td.append(cell);
    tr.append(td);
  });
  return tr;
}

function table(rows) {
  const head = made("tr", "", { role: "row" });
  for (const name of said.columns) head.append(made("th", name, { role: "columnheader", scope: "col" }));
  const thead = made("thead", "", { role: "rowgroup" });
  thead.append(head);
  const body = made("tbody", "", { role: "rowgroup" });
  body.append(...rows);
  const all = made("table", "", { role: "table" });
  all.append(thead, body);
  return all;
}

/** Read the decisions of one time that match, the newest first. */
async function read(names, wanted, text) {
  const found = await Promise.all(names.map((name) => part(`decisions/${name}.js`, name)));
  const rows = found.flatMap((each) => each.rows.filter((row) => matches(row, each.names, wanted, text)).map((row) => [row, each.names]));
  return rows.sort(([one], [other]) => (one[1] < other[1]) - (one[1] > other[1]));
}

async function narrow() {
  const mine = ++run;
  const wanted = FACETS.map((facet) => [facet, form.elements[facet].value]).filter(([, key]) => key);
  const text = form.elements.text.value.trim().toLocaleLowerCase(said.content);
  const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(null, "", chosen.size ? `?${chosen}` : location.pathname);
  list.hidden = chosen.size > 0;
  out.replaceChildren();
  status.textContent = "";
  if (!chosen.size) return;
  status.textContent = said.loading;
  const rows = [];
  let count = 0;
  let looked = 0;
  let all = true;
  try {
    for (const names of groups(await part("decisions/values.js", "values"))) {
      if (looked >= ENOUGH && count >= limit) {
        all = false;
        break;
      }
      looked += names.length;
      for (const [row, known] of await read(names, wanted, text)) {
        count += 1;
        if (rows.length < limit) rows.push(shown(row, known));
      }
      if (mine !== run) return;
    }
  } catch (error) {
    if (mine === run) status.textContent = `${said.failed} ${error.message}`;
    return;
  }
  if (mine !== run) return;
  status.textContent = (all ? said.found : said.so_far).replace("{count}", count).replace("{shown}", rows.length);
  if (!count) return;
  out.append(table(rows));
  if (count > rows.length || !all) {
    const more = made("button", said.more, { type: "button" });
    more.addEventListener("click", () => {
      limit += 10 * MOST;
      narrow();
    });
    out.append(more);
  }
}

function restart() {
  limit = MOST;
  narrow();
}

/** Put the values into the form, and what the address says. */
async function start() {
  try {
    const { facets } = await part("decisions/values.js", "values");
    for (const [facet, values] of Object.entries(facets)) {
      const options = values.map(([key, label]) => made("option", label, { value: key, ...(facet === "year" ? {} : { lang: said.content }) }));
      form.elements[facet].append(...options);
      form.elements[facet].closest("label").hidden = !options.length;
    }
  } catch (error) {
    status.textContent = `${said.failed} ${error.message}`;
    return;
  }
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  form.hidden = false;
  form.addEventListener("change", restart);
  form.elements.text.addEventListener("input", restart);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(restart));
  narrow();
}

start();
