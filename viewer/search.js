// Finds things by their words: the index comes in parts, so that only what is asked for is loaded.
import { stemmer } from "@orama/stemmers/swedish";
import { deliver, linkTo, made, part, words } from "./loading.js";

const MOST = 50;
const said = words();
const form = document.getElementById("search");
const out = document.getElementById("found");
const status = document.getElementById("search-status");
let run = 0;
let limit = MOST;

window.govgraph = {
  stemOf,
  index: (index) => deliver("index", index),
  words: (name, stems, forms) => deliver(`w-${name}`, { stems, forms }),
  entries: (number, entries) => deliver(`e-${number}`, entries),
};

const folded = (word) => word.toLowerCase().normalize("NFC");

/** Bring a word that the minutes do not hold to a stem that they do. This stemmer is older than the one that
    made the index, and leaves "-et" on. */
function stem(bare, { stems }, endings) {
  let shorter = bare;
  for (const [pattern, ending] of endings) shorter = shorter.replace(new RegExp(pattern, "g"), ending);
  const found = stemmer(stemmer(shorter));
  return found in stems ? found : found.replace(/et$/, "");
}

/** Give the stem of a word: as graphbuild/stemming.py has it for each word of the minutes. */
async function stemOf(word) {
  const index = await part("search/index.js", "index");
  const bare = folded(word);
  const name = hex([...bare].slice(0, index.letters).join(""));
  if (!index.words.includes(name)) return bare;
  const there = await part(`search/w-${name}.js`, `w-${name}`);
  if (Object.hasOwn(there.forms, bare)) return there.forms[bare];
  return Object.hasOwn(there.stems, bare) ? bare : stem(bare, there, index.endings);
}

const hex = (text) => [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Give the entries that hold a word in some form, or a word that begins so where it ends in *. */
async function entriesOf(word, index) {
  const open = word.endsWith("*");
  const bare = word.replace(/[^\p{L}\p{N}]+$/u, "");
  const wanted = open ? folded(bare) : await stemOf(bare);
  const name = hex([...wanted].slice(0, index.letters).join(""));
  const names = index.words.filter((each) => (open && [...wanted].length < index.letters ? each.startsWith(name) : each === name));
  const found = new Set();
  for (const each of names) {
    const { stems } = await part(`search/w-${each}.js`, `w-${each}`);
    const those = open ? Object.keys(stems).filter((key) => key.startsWith(wanted)) : Object.hasOwn(stems, wanted) ? [wanted] : [];
    for (const key of those) {
      let number = 0;
      for (const step of stems[key]) found.add((number += step));
    }
  }
  return found;
}

async function entry(number, index) {
  const at = Math.floor(number / index.size);
  return (await part(`search/e-${at}.js`, `e-${at}`))[number % index.size];
}

function shown([kind, text, place, meeting]) {
  const li = made("li");
  li.append(made("span", said.kinds[kind] ?? kind, { class: "sort" }), " ", linkTo(place, text, said.content));
  if (meeting) li.append(made("span", meeting, { class: "small where" }));
  return li;
}

async function find() {
  const mine = ++run;
  const text = form.elements.q.value.trim();
  history.replaceState(null, "", text ? `?${new URLSearchParams({ q: text })}` : location.pathname);
  const asked = text.match(/[\p{L}\p{N}]+\*?/gu) ?? [];
  if (!asked.length) {
    out.replaceChildren();
    status.textContent = "";
    return;
  }
  try {
    const index = await part("search/index.js", "index");
    const sets = await Promise.all(asked.map((word) => entriesOf(word, index)));
    const all = [...sets[0]].filter((number) => sets.every((set) => set.has(number))).sort((a, b) => b - a);
    const rows = [];
    for (const number of all.slice(0, limit)) rows.push(shown(await entry(number, index)));
    if (mine !== run) return;
    out.replaceChildren(...rows);
    status.textContent = said.found.replace("{count}", all.length).replace("{shown}", rows.length);
    if (all.length > rows.length) {
      const more = made("button", said.more, { type: "button" });
      more.addEventListener("click", () => {
        limit += 4 * MOST;
        find();
      });
      const last = made("li");
      last.append(more);
      out.append(last);
    }
  } catch (error) {
    if (mine === run) status.textContent = `${said.failed} ${error.message}`;
  }
}

form.hidden = false;
document.getElementById("without-script").hidden = true;
form.elements.q.value = new URLSearchParams(location.search).get("q") ?? "";
form.addEventListener("submit", (event) => {
  event.preventDefault();
  limit = MOST;
  find();
});
form.elements.q.addEventListener("input", () => {
  limit = MOST;
  find();
});
find();
