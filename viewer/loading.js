// Loads parts of the site's data as scripts: a page that was opened from the file system may not fetch.
const root = document.querySelector("script[data-root]").dataset.root;
const waiting = new Map();
const loaded = new Map();

/** Ask for a file of the site once; its data come by `deliver` under its name. */
export function part(file, name) {
  if (!loaded.has(name)) {
    loaded.set(name, new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      const script = document.createElement("script");
      script.src = root + file;
      script.onerror = () => {
        loaded.delete(name);
        reject(new Error(file));
      };
      document.head.append(script);
    }));
  }
  return loaded.get(name);
}

export function deliver(name, data) {
  waiting.get(name)?.(data);
}

export function words() {
  return JSON.parse(document.getElementById("words").textContent);
}

/** Make an element with text: what minutes say never becomes markup. */
export function made(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

export function linkTo(place, text, language) {
  const path = place.split("/").map(encodeURIComponent).join("/");
  return made("a", text, { href: `${root}${path}.html`, lang: language });
}
