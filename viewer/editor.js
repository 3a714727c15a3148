// Puts a SPARQL editor (CodeMirror) in the place of a text field. It lives in a shadow root: there its styles are
// objects, which a strict policy allows.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)", fontWeight: "600" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.string, tags.atom, tags.number], color: "var(--ink)", fontStyle: "italic" },
  { tag: tags.variableName, color: "var(--ink)", fontWeight: "600" },
]);
const look = EditorView.theme({
  "&": { backgroundColor: "var(--card)", color: "var(--ink)", fontSize: ".95rem", border: "1px solid var(--soft)", borderRadius: "4px" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, monospace", minHeight: "14rem", maxHeight: "60vh" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--tint)", color: "var(--soft)", border: "0" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)" },
  "&.cm-focused": { outline: "3px solid var(--link)", outlineOffset: "2px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mark)", color: "var(--ink)" },
});

/** Give a function that completes names of the ontology; `names` are pairs of a name and its words. */
const completing = (names) => {
  const options = names.map(([label, detail]) => ({ label, detail }));
  return (context) => {
    const word = context.matchBefore(/[\w-]+:[\w-]*/);
    return word ? { from: word.from, options, validFor: /^[\w-]*:[\w-]*$/ } : null;
  };
};

/** Write over what is selected: the browser would keep its look by inline styles, which the policy forbids. */
function replace(event, view) {
  if (event.inputType !== "insertText" || event.isComposing || view.state.selection.main.empty) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data ?? ""), { userEvent: "input.type" });
  return true;
}

/** Put the editor before a text field, which is hidden; `run` is called by ctrl and enter. */
window.govgraph.editor = (field, label, names, run) => {
  const host = document.createElement("div");
  field.before(host);
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    doc: field.value,
    root,
    parent: root,
    extensions: [
      keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
      lineNumbers(),
      history(),
      bracketMatching(),
      StreamLanguage.define(sparql),
      syntaxHighlighting(colours),
      autocompletion({ override: [completing(names)] }),
      EditorView.lineWrapping,
      EditorView.domEventHandlers({ beforeinput: replace }),
      look,
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) field.value = update.state.doc.toString();
      }),
    ],
  });
  field.hidden = true;
  field.parentElement.classList.add("with-editor");
  return (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
};
