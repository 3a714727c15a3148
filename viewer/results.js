// Turns an answer into a table of labels and links.

const MOST = 500;
const PLAIN = /^[\w.~/#=,:-]*$/;

const made = (tag, text, attributes = {}) => {
  const element = document.createElement(tag);
  if (text !== "") element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value);
  return element;
};

/** Give the link to what an IRI names, empty where it has no page; in a page that stands alone, the IRI itself. */
function place(iri, answer, said, root) {
  if (iri.startsWith(said.ontology)) return said.alone ? iri : `${root}ontology/${said.language}.html#${iri.slice(said.ontology.length)}`;
  if (!iri.startsWith(said.base)) return /^https?:/.test(iri) ? iri : "";
  if (!(iri in answer.things)) return "";
  if (said.alone) return said.public ? iri : "";
  const [page, fragment] = iri.split("#");
  const path = said.odd[page] ?? page.slice(said.base.length);
  return PLAIN.test(path) ? `${root}${path}.html${fragment ? `#${fragment}` : ""}` : "";
}

const short = (iri, said) => {
  const [name, start] = Object.entries(said.prefixes).find(([, each]) => iri.startsWith(each)) ?? [];
  if (name) return `${name}:${iri.slice(start.length)}`;
  return iri.startsWith(said.base) ? iri.slice(said.base.length) : iri;
};

function words(cell, column, said) {
  if (typeof cell === "boolean") return cell ? said.words.yes : said.words.no;
  if (said.codes.includes(column)) return said.values[cell] ?? String(cell);
  return String(cell);
}

function content(row, column, answer, said, root) {
  const cell = row[column];
  if (cell === null) return "";
  const own = answer.links.includes(column);
  const iri = own ? cell : row[`${column}_iri`];
  const text = own ? answer.things[iri] || said.terms[iri] || short(iri, said) : words(cell, column, said);
  const address = typeof iri === "string" ? place(iri, answer, said, root) : "";
  if (!address) return text;
  return made("a", text, { href: address, lang: own && answer.things[iri] || !own ? said.content : "" });
}

/** Name the columns that people see: IRIs stand behind the words that name them. */
function columns(answer, question) {
  let kept = answer.columns;
  if (question) {
    kept = kept.filter((name) => !name.endsWith("_iri"));
    if (question.table.length) kept = kept.filter((name) => question.table.includes(name));
    if (answer.rows.length > 1) kept = kept.filter((name) => answer.rows.some((row) => row[name] !== null));
  }
  return kept;
}

/** Write the rows as CSV that a spreadsheet shows and does not run. */
function csv(answer) {
  const flat = (cell) => {
    if (cell === null) return "";
    const text = typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [answer.columns, ...answer.rows.map((row) => answer.columns.map((name) => row[name]))];
  return lines.map((line) => line.map(flat).join(",")).join("\n") + "\n";
}

/** Show an answer in an element; long ones a part at a time. */
export function table(out, answer, question, said, root) {
  if (!answer.rows.length) return;
  const names = columns(answer, question);
  const head = (name) => (question ? said.columns[name] ?? name.replaceAll("_", " ") : name);
  const file = made("a", "CSV", { download: `${question?.name ?? "sparql"}.csv`, href: "#" });
  file.addEventListener("click", () => {
    file.href = URL.createObjectURL(new Blob([csv(answer)], { type: "text/csv" }));
  });
  const line = made("p", `${said.words.as_file} `, { class: "small files" });
  line.append(file, ` · ${said.words.share}`);
  const found = made("table", "", { role: "table", class: names.length > 5 ? "many" : "" });
  found.append(made("caption", question ? question.title : said.words.result, { class: "unseen" }));
  const top = made("thead", "", { role: "rowgroup" });
  const row = made("tr", "", { role: "row" });
  row.append(...names.map((name) => made("th", head(name), { role: "columnheader", scope: "col" })));
  top.append(row);
  const body = made("tbody", "", { role: "rowgroup" });
  found.append(top, body);
  const wide = made("div", "", { class: "wide-table", tabindex: "0", role: "region", "aria-label": question ? question.title : said.words.result });
  wide.append(found);
  const more = made("button", said.words.more, { type: "button" });
  let from = 0;
  const add = () => {
    for (const each of answer.rows.slice(from, from + MOST)) {
      const tr = made("tr", "", { role: "row" });
      for (const name of names) {
        const td = made("td", "", { role: "cell", "data-label": head(name) });
        const said_ = content(each, name, answer, said, root);
        td.append(said_);
        if (typeof each[name] === "number") td.className = "number";
        else if (name === "date") td.className = "nowrap";
        if (typeof said_ === "string" && typeof each[name] === "string" && said.content !== said.language && !said.codes.includes(name)) td.lang = said.content;
        tr.append(td);
      }
      body.append(tr);
    }
    from += MOST;
    more.hidden = from >= answer.rows.length;
  };
  more.addEventListener("click", add);
  add();
  out.append(line, wide, more);
}
