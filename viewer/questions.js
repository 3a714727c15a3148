// Turns a ready question and what people write into a query, and its rows into the order that the question
// names: what graphbuild/catalogue.py and graphbuild/starting.py do, in the page.

export class ParameterError extends Error {}

const XSD = "http://www.w3.org/2001/XMLSchema#";
const MOST = 200;
const IRI = /^[a-z][a-z0-9+.-]*:\/\/[^\s<>"{}|\\^`\x00-\x20]+$/;
const NAMED = {
  person: ["foaf:Person", "rdfs:label"],
  body: ["gov:Body", "rdfs:label"],
  organisation: ["org:Organization", "rdfs:label"],
  case: ["gov:Case", "rdfs:label"],
  "focus-area": ["skos:Concept", "skos:prefLabel"],
  meeting: ["gov:Meeting", ""],
};

/** Write text as a literal: whatever it says, it stays one term. */
export function literal(text) {
  const escapes = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };
  return `"${text.toWellFormed().replace(/["\\\x00-\x1f\x7f]/g, (sign) =>
    escapes[sign] ?? `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`)}"`;
}

/** Give the first or the last day of `2025-11-03`, `2025-11`, `2025-Q4`, `2025-H2` or `2025`; null for other text. */
export function day(period, last) {
  const found = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?|-Q([1-4])|-H([12]))?$/i.exec(period);
  if (!found || found[1] === "0000") return null;
  const [, year, month, date, quarter, half] = found;
  const size = month ? 1 : quarter ? 3 : half ? 6 : 12;
  const until = month ? Number(month) : size * Number(quarter ?? half ?? 1);
  const days = (number) => new Date(Date.UTC(Number(year), number, 0)).getUTCDate();
  if (date) return Number(date) >= 1 && Number(date) <= days(until) ? period : null;
  const two = (number) => String(number).padStart(2, "0");
  return last ? `${year}-${two(until)}-${two(days(until))}` : `${year}-${two(until - size + 1)}-01`;
}

function term(parameter, value) {
  if (parameter.type === "choice" && !parameter.choices.includes(value)) throw new ParameterError(parameter.name);
  if (!parameter.type.endsWith("-day")) return literal(value);
  const found = day(value.trim(), parameter.type === "last-day");
  if (found === null) throw new ParameterError(parameter.name);
  return `"${found}"^^<${XSD}date>`;
}

/** Put parameters into a question's text, as terms; `select` answers what the query is to start from. */
export function bind(question, given, select) {
  let text = question.text;
  for (const parameter of question.parameters) {
    const value = given[parameter.name];
    if (!value) continue;
    const variable = parameter.name.replaceAll("-", "_");
    text = text.replace(`VALUES ?_${variable} { UNDEF }`, () => `VALUES ?_${variable} { ${term(parameter, value)} }`);
    if (parameter.start) text = text.replace("WHERE {", () => `WHERE {\n  ${start(parameter, value, select)}`);
  }
  return text;
}

/** Give the patterns that have a query start from what a value names; "" where that are too many. */
function start(parameter, value, select) {
  const [variable, ...ties] = parameter.start.split(" . ");
  const found = IRI.test(value) ? [value] : named(parameter.type, value, select);
  if (found.length > MOST) return "";
  const tied = ties.length ? `${ties.join(" . ")} .` : "";
  return `VALUES ${variable} { ${found.map((iri) => `<${iri}>`).join(" ")} } ${tied}`;
}

function named(kind, value, select) {
  const [concept, name] = NAMED[kind];
  const filter = name
    ? `${name} ?name FILTER(CONTAINS(LCASE(STR(?name)), LCASE(${literal(value)})))`
    : `a ${concept} FILTER(STRENDS(STR(?thing), ${literal(value)}))`;
  return select(`SELECT DISTINCT ?thing WHERE { ?thing a ${concept} ; ${filter} } LIMIT ${MOST + 1}`)
    .map((row) => row.thing.value);
}

// Swedish order: å ä ö after z, other accents as their letters; numbers in texts by value.
const LETTERS = { å: "{", ä: "|", æ: "|", ö: "}", ø: "}", ü: "y", ß: "s", ð: "d", þ: "t" };

const swedish = (text) =>
  text.toLowerCase().normalize("NFC").replace(/[åäæöøüßðþ]/g, (letter) => LETTERS[letter])
    .normalize("NFKD").replace(/\p{M}/gu, "");

const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

function key(cell) {
  if (cell === null) return [0];
  if (typeof cell === "number" || typeof cell === "boolean") return [1, Number(cell)];
  const parts = swedish(cell).match(/\d+|\D+/g) ?? [];
  return [2, ...parts.flatMap((part) => (/^\d/.test(part) ? [0, Number(part)] : [1, part])), -1, cell];
}

function inOrder(one, other) {
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    const told = compare(one[at], other[at]);
    if (told) return told;
  }
  return one.length - other.length;
}

/** Sort rows (objects of cells by column) as a question says, and what is listed in a cell. */
export function ordered(rows, question) {
  for (const row of rows) {
    for (const column of question.lists) {
      if (typeof row[column] === "string") row[column] = listed(row[column]);
    }
  }
  for (const rule of question.sort.toReversed()) {
    const [column, direction] = rule.split(" ");
    const sign = direction === "desc" ? -1 : 1;
    const keyed = rows.map((row) => [key(row[column]), row]);
    keyed.sort((one, other) => sign * inOrder(one[0], other[0]));
    rows = keyed.map(([, row]) => row);
  }
  return rows;
}

function listed(text) {
  const separator = text.includes("; ") ? "; " : ", ";
  const parts = [...new Set(text.split(separator))].filter(Boolean);
  return parts.sort((one, other) => inOrder(key(one), key(other))).join(separator);
}
