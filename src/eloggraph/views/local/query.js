/* The query page: an editor in place of the plain field, which is all there is without this. */
import {
  Decoration,
  EditorState,
  EditorView,
  GutterMarker,
  HighlightStyle,
  Prec,
  RangeSet,
  StateField,
  StreamLanguage,
  autocompletion,
  bracketMatching,
  closeBrackets,
  completionKeymap,
  defaultKeymap,
  drawSelection,
  gutterLineClass,
  highlightActiveLine,
  history,
  historyKeymap,
  keymap,
  lineNumbers,
  sparql,
  syntaxHighlighting,
  tags,
} from "/static/codemirror.js";

const field = document.querySelector("#query");
const { form } = field;
const label = document.querySelector("label[for=query]");

/* So many suggestions are shown that their list needs no scrolling, which a keyboard could not do. */
const SHOWN = 8;

/* Words of the language that are worth more than their letters. */
const KEYWORDS =
  "SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS GRAPH BIND VALUES ORDER_BY GROUP_BY HAVING LIMIT OFFSET ASK CONSTRUCT DESCRIBE PREFIX FILTER_NOT_EXISTS";
const FUNCTIONS =
  "COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND COALESCE IF CONTAINS STRSTARTS STRENDS LCASE UCASE REGEX REPLACE CONCAT STRLEN YEAR MONTH DAY ISIRI ISLITERAL";
const plain = [
  ...KEYWORDS.split(" ").map((word) => ({ label: word.replaceAll("_", " "), type: "keyword" })),
  ...FUNCTIONS.split(" ").map((word) => ({ label: word, type: "function" })),
];

let words = null;
async function list() {
  words ??= fetch("/words.json").then((answer) => (answer.ok ? answer.json() : null));
  const found = await words.catch(() => null);
  if (!found) words = null;
  return found ?? { prefixes: [], classes: [], properties: [], queries: [] };
}

/* A term is found by its name and by what people call it. */
const describe = (type) => ([name, called, meaning]) => ({
  label: `${name} ${called}`,
  displayLabel: name,
  apply: name,
  detail: called,
  info: meaning || undefined,
  type,
});

/* A whole query is put in place of all that is there, which is the word that it was found by. */
const whole = ([name, title, text]) => ({
  label: `${name} ${title}`,
  displayLabel: name,
  detail: title,
  type: "text",
  apply: (view) =>
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } }),
});

async function complete(context) {
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) {
    const names = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    names.delete(variable.text);
    return { from: variable.from, options: [...names].map((name) => ({ label: name, type: "variable" })), validFor: /^[?$]\w*$/ };
  }
  const word = context.matchBefore(/[\p{L}\p{N}_-]+:?[\p{L}\p{N}_-]*/u);
  if (!word && !context.explicit) return null;
  const { prefixes, classes, properties, queries } = await list();
  const isAlone = context.state.doc.toString().trim() === (word?.text ?? "");
  const options = [
    ...plain,
    ...prefixes.map((prefix) => ({ label: `${prefix}:`, type: "namespace" })),
    ...classes.map(describe("class")),
    ...properties.map(describe("property")),
    ...(isAlone ? queries.map(whole) : []),
  ];
  return { from: word?.from ?? context.pos, options, validFor: /^[\p{L}\p{N}_:-]*$/u };
}

/* Where the query is wrong: the word at which it was noticed, and its line beside the numbers. */
const marker = new (class extends GutterMarker {
  elementClass = "wrong";
})();

function findWrong(doc) {
  const { line: number, column } = field.dataset;
  if (!number || Number(number) > doc.lines) return [];
  const line = doc.line(Number(number));
  const noticed = Math.min([...line.text].slice(0, column - 1).join("").length, line.length);
  const before = line.text.slice(0, noticed).trimEnd().length;
  const isWord = /\S/.test(line.text[noticed] ?? "");
  const from = isWord ? noticed : line.text.slice(0, before).search(/\S+$/);
  const to = isWord ? noticed + line.text.slice(noticed).match(/^[^\s{}().;,]+|^./)[0].length : before;
  return from < 0 || from === to ? [line.from, line.from, line.to] : [line.from, line.from + from, line.from + to];
}

const wrong = StateField.define({
  create: ({ doc }) => {
    const [line, from, to] = findWrong(doc);
    if (line === undefined) return [Decoration.none, RangeSet.empty];
    const word = from < to ? [Decoration.mark({ class: "cm-wrong" }).range(from, to)] : [];
    return [Decoration.set(word), RangeSet.of([marker.range(line)])];
  },
  update: (value, { changes }) => value.map((each) => each.map(changes)),
  provide: (of) => [
    EditorView.decorations.from(of, ([word]) => word),
    gutterLineClass.from(of, ([, line]) => line),
  ],
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.standard(tags.variableName), color: "var(--accent)" },
  { tag: tags.local(tags.variableName), color: "var(--thin)" },
  { tag: tags.atom, color: "var(--focus)" },
  { tag: [tags.string, tags.meta], color: "var(--good)" },
  { tag: tags.comment, color: "var(--ink-2)", fontStyle: "italic" },
]);
const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: ".9375rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", minHeight: "14rem", maxHeight: "60vh", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: "var(--s2) 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--paper-2)", color: "var(--ink-2)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { boxShadow: "inset 2px 0 0 var(--accent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--accent-soft)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--edge)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-bg)" },
  ".cm-wrong": { textDecoration: "underline wavy var(--bad)", backgroundColor: "var(--bad-bg)" },
  ".cm-gutterElement.wrong": { backgroundColor: "var(--bad-bg)", color: "var(--bad)", fontWeight: "700" },
  ".cm-gutterElement.wrong::before": { content: "'! ' / ''" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--edge)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "none", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px var(--s2)", minHeight: "24px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--paper)" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", color: "var(--ink-2)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionInfo": { fontFamily: "var(--sans)", padding: "var(--s2)", maxWidth: "22rem" },
});

/* Chromium, when it types over what is chosen, writes a style that the policy forbids: so we do. */
function typeOver(event, view) {
  const { from, to, empty } = view.state.selection.main;
  const { data, inputType } = event;
  if (inputType !== "insertText" || !data || empty || view.composing) return false;
  const type = () =>
    view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, from, to, data, type))) view.dispatch(type());
  event.preventDefault();
  return true;
}

/* In a shadow root the styles are sheets that the policy allows; what is wrong is told in there too. */
function make() {
  const host = document.createElement("div");
  host.className = "editor";
  field.before(host);
  const root = host.attachShadow({ mode: "open" });
  const told = document.createElement("p");
  const faults = document.querySelector("#faults");
  Object.assign(told, { id: "told", hidden: true, textContent: faults?.textContent ?? "" });
  const names = { "aria-label": label.textContent, spellcheck: "false", autocapitalize: "off" };
  if (faults) Object.assign(names, { "aria-invalid": "true", "aria-describedby": "told" });
  root.append(told);
  const run = { key: "Mod-Enter", run: () => (form.requestSubmit(), true) };
  return new EditorView({
    root,
    parent: root,
    doc: kept() ?? field.value,
    extensions: [
      Prec.highest(keymap.of([run])),
      keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
      EditorState.phrases.of({ Completions: field.dataset.suggestions }),
      EditorView.contentAttributes.of(names),
      EditorView.domEventHandlers({ beforeinput: typeOver }),
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      bracketMatching(),
      closeBrackets(),
      EditorView.lineWrapping,
      autocompletion({ override: [complete], icons: false, maxRenderedOptions: SHOWN }),
      StreamLanguage.define(sparql),
      syntaxHighlighting(colours),
      wrong,
      look,
    ],
  });
}

/* What is being written stays when the page is loaded anew: for an answer, or in another language. */
const KEY = "query";
function kept() {
  const { address, text } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  sessionStorage.removeItem(KEY);
  return address === location.href ? text : null;
}

const editor = make();
field.hidden = true;
document.querySelector("[data-keys]").hidden = false;
label.addEventListener("click", () => editor.focus());
editor.contentDOM.addEventListener("focus", list, { once: true }); // it is there when it is wanted
form.addEventListener("submit", () => {
  field.value = editor.state.doc.toString();
});
addEventListener("pagehide", () => {
  const text = editor.state.doc.toString();
  if (text !== field.defaultValue && text !== field.value)
    sessionStorage.setItem(KEY, JSON.stringify({ address: location.href, text }));
});
