// Narrows the list of decisions by several facets at once; what is chosen stands in the address, to be shared.
import { deliver, linkTo, made, part, words } from "./loading.js";

const MOST = 100;
const FACETS = ["body", "type", "focus-area", "organisation", "person"];
const said = words();
const form = document.getElementById("filter");
const out = document.getElementById("filtered");
const status = document.getElementById("filter-status");
const list = document.getElementById("list");
let run = 0;
let limit = MOST;

window.govgraph = { decisions: (year, names, rows) => deliver(year, { names, rows }) };

const yearsWanted = () => (form.elements.year.value ? [form.elements.year.value] : said.years);

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
  try {
    const parts = yearsWanted().map((year) => part(`decisions/${year}.js`, year));
    for (const found of await Promise.all(parts)) {
      if (mine !== run) return;
      for (const row of found.rows) {
        if (!matches(row, found.names, wanted, text)) continue;
        count += 1;
        if (rows.length < limit) rows.push(shown(row, found.names));
      }
    }
  } catch (error) {
    status.textContent = `${said.failed} ${error.message}`;
    return;
  }
  status.textContent = said.found.replace("{count}", count).replace("{shown}", rows.length);
  if (!count) return;
  out.append(table(rows));
  if (count > rows.length) {
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

for (const [name, value] of new URLSearchParams(location.search)) {
  if (form.elements[name]) form.elements[name].value = value;
}
form.hidden = false;
form.addEventListener("change", restart);
form.elements.text.addEventListener("input", restart);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(restart));
narrow();
