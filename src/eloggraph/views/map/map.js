"use strict";
/* One selection for picture, tables and details: the address and the filters say what is seen. */
const byId = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll("[data-node]")].filter((element) => element.tagName === "TR");
const nodeRows = [];
for (const row of rows) nodeRows[row.dataset.node] = row;
const tieRows = [];
for (const row of document.querySelectorAll("tr[data-tie]")) tieRows[row.dataset.tie] = row;
const neighbours = page.nodes.map(() => new Set());
for (const [from, to] of page.ties.filter(([a, b]) => a !== b)) {
  neighbours[from].add(to);
  neighbours[to].add(from);
}
const ending = new Set(page.ending);
const areaElements = [...document.querySelectorAll("#areas .area")];
const narrow = matchMedia("screen and (max-width:760px)");
const COLLECTIVE = page.shapes.length - 1;
const served = root.lang;
const state = { grouping: 0, chosen: -1, near: false, roving: 0, opener: null, shown: "", whole: false };

/* ---- what is seen ---- */

function uncheckedValues(name) {
  return new Set([...document.querySelectorAll(`fieldset:not([hidden]) input[data-${name}]:not(:checked)`)]
    .map((box) => box.getAttribute(`data-${name}`)));
}

function fold(text) {
  return text.toLocaleLowerCase(root.lang);
}

/* All that is known of each node in every language, folded once for the search. */
const known = page.nodes.map((node) => [node.name, node.type, ...node.facts.flatMap(([, values]) => values)]
  .flatMap((number) => page.texts[number]).join(" ").toLowerCase());

/* Whether a word is another but for one letter: left out, put in, or changed. */
function isNear(word, other) {
  if (Math.abs(word.length - other.length) > 1) return false;
  let at = 0;
  while (at < word.length && word[at] === other[at]) at += 1;
  const ends = [word.slice(at + 1), word.slice(at)].flatMap((a) => [[a, other.slice(at)], [a, other.slice(at + 1)]]);
  return ends.some(([a, b]) => a === b);
}

/* The nodes of which every word of the query is known; where there are none, of which nearly so. */
function findMatches(query) {
  const words = query.split(/\s+/).filter(Boolean);
  const exact = known.map((text) => words.every((word) => text.includes(word)));
  if (exact.some(Boolean)) return exact;
  const near = (text, word) => word.length > 3 && text.split(/[^\p{L}\p{N}]+/u)
    .some((other) => isNear(word, other) || isNear(word, other.slice(0, word.length)));
  return known.map((text) => words.every((word) => text.includes(word) || near(text, word)));
}

/* What "show only" keeps: the union of what is ticked, or null where nothing is. */
function findOnly() {
  const wanted = new Set([...document.querySelectorAll("[data-only]:checked")].map((box) => box.dataset.only));
  if (!wanted.size) return null;
  const nodes = new Set(), ties = new Set();
  page.ties.forEach(([from, to], at) => {
    const ends = wanted.has("ending") && ending.has(at);
    const bridge = wanted.has("bridges") && (bridges.has(from) || bridges.has(to));
    if (!ends && !bridge) return;
    ties.add(at);
    nodes.add(from).add(to);
  });
  if (wanted.has("alone")) page.nodes.forEach((node, at) => { if (node.actor && !neighbours[at].size) nodes.add(at); });
  return { nodes, ties };
}

function findSeen() {
  const only = findOnly();
  const query = fold(byId("search").value.trim()), found = query ? findMatches(query) : null;
  const kinds = uncheckedValues("kind"), categories = uncheckedValues("category");
  const tieKinds = uncheckedValues("tie-kind");
  const nodes = page.nodes.map((node, at) => {
    if (kinds.has(node.kind) || (only && !only.nodes.has(at))) return false;
    if (node.actor && page.groupings && node.in[state.grouping].every((c) => categories.has(String(c)))) return false;
    if (state.near && state.chosen >= 0 && at !== state.chosen && !neighbours[state.chosen].has(at)) return false;
    return !found || found[at];
  });
  const ties = page.ties.map(([from, to, kind], at) =>
    nodes[from] && nodes[to] && !tieKinds.has(kind) && (!only || only.ties.has(at)));
  picture.classList.toggle("only", only !== null);
  return { nodes, ties };
}

function tell(seen) {
  const number = (actors, collectives, ties) => ({ actors: count(page.count.actors, actors),
    collectives: count(page.count.collectives, collectives), ties: count(page.count.ties, ties) });
  const tally = (flags, test) => flags.reduce((sum, flag, at) => sum + (test(flag, at) ? 1 : 0), 0);
  const actors = tally(seen.nodes, (flag, at) => flag && page.nodes[at].actor);
  const collectives = tally(seen.nodes, (flag, at) => flag && page.nodes[at].kind === "collective");
  const ties = tally(seen.ties, (flag) => flag);
  const all = tally(seen.nodes, (_, at) => page.nodes[at].actor);
  const others = tally(seen.nodes, (_, at) => page.nodes[at].kind === "collective");
  const isolates = tally(seen.nodes, (flag, at) => flag && page.nodes[at].actor && !neighbours[at].size);
  const away = [all - actors, others - collectives, seen.ties.length - ties];
  const hidden = away.some((n) => n) ? say(page.say["map.hidden"], number(...away)) : say(page.say["map.nothing-hidden"]);
  const [head, rest] = byId("sentence").children;
  const texts = [say(page.say["map.counts"], number(actors, collectives, ties)),
    `${say(page.say["map.isolates"], { n: formatNumber(isolates) })} ${hidden}`];
  if (head.textContent !== texts[0]) head.textContent = texts[0];
  if (rest.textContent !== texts[1]) rest.textContent = texts[1];
  byId("nobody").hidden = seen.nodes.some((flag) => flag);
}

/* ---- drawing the state ---- */

function categoryOf(at) {
  const node = page.nodes[at];
  return node.actor ? (node.in[state.grouping] ?? [COLLECTIVE - 1])[0] : COLLECTIVE;
}

function colour() {
  page.nodes.forEach((node, at) => {
    const category = categoryOf(at), element = nodeElements[at];
    element.classList.remove(...page.classes);
    element.classList.add(page.classes[category]);
    element.querySelector(".glyph").setAttribute("d", scaleOutline(page.shapes[category], node.r));
    nodeRows[at].querySelector(".sign").replaceWith(drawSign(category));
  });
}

function draw() {
  const seen = findSeen(), chosen = state.chosen, near = chosen >= 0 ? neighbours[chosen] : new Set();
  page.nodes.forEach((node, at) => {
    const marks = { ghost: !seen.nodes[at], chosen: at === chosen, near: near.has(at) };
    for (const element of [nodeElements[at], ...page.languages.map((l) => labelElements[l][at])]) {
      for (const [name, on] of Object.entries(marks)) element.classList.toggle(name, on);
    }
    nodeElements[at].setAttribute("aria-pressed", String(at === chosen));
    nodeRows[at].classList.toggle("chosen", at === chosen);
    nodeRows[at].hidden = !seen.nodes[at];
  });
  page.ties.forEach(([from, to], at) => {
    tieElements[at].classList.toggle("ghost", !seen.ties[at]);
    tieElements[at].classList.toggle("lit", from === chosen || to === chosen);
    tieRows[at].hidden = !seen.ties[at];
  });
  areaElements.forEach((element, at) => {
    const gone = !page.areas[at].some((node) => seen.nodes[node]);
    element.classList.toggle("ghost", gone);
    for (const label of document.querySelectorAll(`.area-label[data-area="${at}"]`)) label.classList.toggle("ghost", gone);
  });
  picture.classList.toggle("every-tie", byId("every-tie")?.checked ?? false);
  byId("ties").setAttribute("class", chosen >= 0 ? page.classes[categoryOf(chosen)] : "");
  picture.classList.toggle("has-choice", chosen >= 0);
  byId("tray")?.classList.toggle("ghost", !page.nodes.some((n, at) => seen.nodes[at] && !neighbours[at].size));
  keepRoving(seen);
  tell(seen);
  show();
}

/* One node at a time is in the tab order: the one last visited, or the first that is seen. */
function keepRoving(seen) {
  if (!seen.nodes[state.roving]) state.roving = Math.max(0, seen.nodes.indexOf(true));
  nodeElements.forEach((element, at) => element.setAttribute("tabindex", at === state.roving ? "0" : "-1"));
}

/* ---- the details of the chosen ---- */

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function makeButton(text, action, className) {
  const button = make("button", text, className);
  button.type = "button";
  button.addEventListener("click", action);
  return button;
}

function makeValue(text) {
  if (!/^https?:\/\/[^\s]+$/i.test(text)) return document.createTextNode(text);
  const link = make("a", text);
  link.href = text;
  link.rel = "noopener noreferrer external";
  return link;
}

function fillPanel() {
  const panel = byId("panel"), at = state.chosen;
  panel.hidden = at < 0;
  root.classList.toggle("has-panel", at >= 0);
  if (at < 0) return panel.replaceChildren();
  const node = page.nodes[at];
  const near = makeButton(say(page.say["map.focus"]), () => choose(at, { near: !state.near }));
  near.setAttribute("aria-pressed", String(state.near));
  near.id = "near";
  const bar = make("div", undefined, "bar");
  bar.append(near, makeButton(say(page.say["map.close"]), leavePanel));
  const kind = say(page.say[`kind.${node.kind}`]), type = say(node.type);
  const heading = make("h2", say(node.name), "name");
  panel.replaceChildren(bar, make("p", type && type !== kind ? `${kind} · ${type}` : kind, "eyebrow"),
    heading, makeFacts(at), ...makeTies(at), ...makeSources(node));
}

function makeFacts(at) {
  const list = make("dl"), total = page.ties.filter(([from, to]) => from === at || to === at).length;
  const add = (name, values) => {
    const fact = make("div");
    fact.append(make("dt", name));
    for (const value of values) {
      const shown = make("dd");
      shown.append(makeValue(value));
      fact.append(shown);
    }
    list.append(fact);
  };
  add(say(page.say["map.tie-count"]), [formatNumber(total)]);
  for (const [name, values] of page.nodes[at].facts) add(say(name), values.map((value) => say(value)));
  return list;
}

function makeTies(at) {
  const groups = new Map();
  for (const [from, to, kind, label, period] of page.ties) {
    if (from !== at && to !== at) continue;
    const heading = say((from === at ? page.tieOut : page.tieIn)[kind]);
    if (!groups.has(heading)) groups.set(heading, []);
    groups.get(heading).push([from === at ? to : from, [label, period].map((n) => say(n)).filter(Boolean).join(" · ")]);
  }
  if (!groups.size) return [make("p", say(page.say["map.no-ties"]))];
  return [...groups].flatMap(([heading, ties]) => {
    const list = make("ul");
    for (const [other, note] of ties.sort((a, b) => byName(a[0], b[0]))) {
      const item = make("li"), button = makeButton(undefined, () => choose(other, { enter: true }), "tie-link");
      const words = make("span");
      words.append(make("span", say(page.nodes[other].name), "name key"), make("small", note));
      button.append(drawSign(categoryOf(other)), words);
      item.append(button);
      list.append(item);
    }
    return [make("h3", heading), list];
  });
}

function byName(a, b) {
  return say(page.nodes[a].name).localeCompare(say(page.nodes[b].name), root.lang);
}

function makeSources(node) {
  const list = make("ul");
  for (const [text, place] of node.sources) {
    const item = make("li", say(text), "source");
    item.append(make("small", place));
    list.append(item);
  }
  const none = make("p", say(page.say["map.no-source"]), "source");
  return [make("h3", say(page.say["map.source"])), node.sources.length ? list : none];
}

/* ---- choosing and leaving ---- */

function choose(at, { enter = false, near = state.near, opener = null } = {}) {
  if (opener) state.opener = opener;
  if (at >= 0) state.roving = at;
  writeAddress({ node: at >= 0 ? page.nodes[at].id : "", near: at >= 0 && near ? "1" : "" },
    { remember: at !== state.chosen });
  const before = document.activeElement?.id;
  apply();
  if (enter) byId("panel").focus();
  else if (before === "near") byId("near")?.focus();
}

function leavePanel() {
  const at = state.chosen, opener = state.opener;
  choose(-1);
  state.opener = null;
  if (opener?.isConnected && !opener.closest("[hidden]")) opener.focus();
  else if (at >= 0) (root.dataset.view === "map" ? nodeElements[at] : nodeRows[at].querySelector("button")).focus();
}

/* What is ticked, chosen and searched is in the address, so that a view can be kept and sent. */
const boxes = [...document.querySelectorAll("#facets input[type=checkbox]")];

function keyOf(box) {
  const { category, kind, tieKind } = box.dataset;
  if (category !== undefined) return `g${box.closest("[data-grouping]").dataset.grouping}.${category}`;
  return kind !== undefined ? `k.${kind}` : `t.${tieKind}`;
}

function isFilter(box) {
  return !("only" in box.dataset) && box.id !== "every-tie";
}

function writeControls() {
  const ticked = boxes.filter((box) => "only" in box.dataset && box.checked).map((box) => box.dataset.only);
  writeAddress({
    q: byId("search").value.trim(),
    by: state.grouping ? String(state.grouping) : "",
    off: boxes.filter((box) => isFilter(box) && !box.checked).map(keyOf).join("-"),
    only: ticked.join("-"),
    lines: byId("every-tie")?.checked ? "all" : "",
  });
}

function readControls(fields) {
  const off = new Set((fields.get("off") ?? "").split("-")), only = new Set((fields.get("only") ?? "").split("-"));
  for (const box of boxes) {
    if (isFilter(box)) box.checked = !off.has(keyOf(box));
    else box.checked = box.id === "every-tie" ? fields.get("lines") === "all" : only.has(box.dataset.only);
  }
  const query = fields.get("q") ?? "";
  if (byId("search").value.trim() !== query) byId("search").value = query;
  const wanted = Number(fields.get("by") ?? 0);
  setGrouping(Number.isInteger(wanted) && wanted >= 0 && wanted < page.groupings ? wanted : 0);
}

function setGrouping(wanted) {
  if (wanted === state.grouping) return;
  state.grouping = wanted;
  byId("colour-by").value = String(wanted);
  for (const set of document.querySelectorAll("[data-grouping]")) {
    set.hidden = Number(set.dataset.grouping) !== wanted;
  }
  colour();
}

/* Read the address and make the page agree with it. */
function apply() {
  const fields = readAddress(), language = chosenLanguage();
  readControls(fields);
  const turned = language !== root.lang || state.shown === "";
  root.dataset.view = fields.get("view") ?? (narrow.matches ? "table" : "map");
  for (const link of document.querySelectorAll(".pages a")) link.hash = `lang=${root.lang}`;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.dataset.view === root.dataset.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (turned && (language !== served || state.shown)) translate(language);
  const chosen = page.nodes.findIndex((node) => node.id === fields.get("node"));
  const opened = chosen !== state.chosen;
  state.chosen = chosen;
  state.near = fields.get("near") === "1";
  const shown = `${chosen} ${state.near} ${language}`;
  if (shown !== state.shown) fillPanel();
  state.shown = shown;
  draw();
  if (root.dataset.view === "table") {
    for (const table of document.querySelectorAll("table")) if (table.dataset.sorted !== language) sortTable(table);
  }
  if (view.fitted && turned) fit();
  if (opened && chosen >= 0) {
    state.whole ||= view.fitted;
    revealAll([chosen, ...neighbours[chosen]]);
  } else if (opened && state.whole) {
    state.whole = false;
    fit();
  }
}

/* ---- tables ---- */

function sortTable(table) {
  const heads = [...table.tHead.rows[0].cells];
  const column = heads.findIndex((head) => head.ariaSort !== "none");
  if (column < 0) return;
  const sign = heads[column].ariaSort === "ascending" ? 1 : -1;
  const collator = new Intl.Collator(root.lang, { numeric: true });
  const key = ({ cells: { [column]: cell } }) => cell.dataset.value ?? (cell.querySelector(".key") ?? cell).textContent;
  const keyed = [...table.tBodies[0].rows].map((row) => [key(row), row]);
  table.tBodies[0].append(...keyed.sort((a, b) => sign * collator.compare(a[0], b[0])).map(([, row]) => row));
  table.dataset.sorted = root.lang;
}

function sortBy(head) {
  const next = head.ariaSort === "ascending" ? "descending" : "ascending";
  for (const other of head.parentElement.cells) other.ariaSort = other === head ? next : "none";
  sortTable(head.closest("table"));
}

/* ---- keys on the picture ---- */

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/* The tied node that lies best in the direction; where there is none, any node that does. */
function step(from, [dx, dy]) {
  const here = page.nodes[from];
  const best = (candidates, least) => candidates.reduce((found, at) => {
    const x = page.nodes[at].x - here.x, y = page.nodes[at].y - here.y, far = Math.hypot(x, y) || 1;
    const cosine = (x * dx + y * dy) / far;
    return cosine > least && far / cosine < found[1] ? [at, far / cosine] : found;
  }, [-1, Infinity])[0];
  const seen = page.nodes.map((_, at) => at).filter((at) => at !== from && isSeen(nodeElements[at]));
  const tied = best(seen.filter((at) => neighbours[from].has(at)), 0.5);
  return tied >= 0 ? tied : best(seen, 0.3);
}

function visit(at) {
  if (at < 0) return;
  state.roving = at;
  nodeElements.forEach((element, other) => element.setAttribute("tabindex", other === at ? "0" : "-1"));
  reveal(at);
  nodeElements[at].focus({ preventScroll: !narrow.matches });
}

function leaveMap() {
  if (state.chosen >= 0) return leavePanel();
  return document.querySelector(".views [aria-current]").focus();
}

picture.addEventListener("keydown", (event) => {
  const node = event.target.closest(".node");
  if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = Number(node.dataset.node), arrow = ARROWS[event.key];
  const keys = { Enter: () => choose(at, { enter: true, opener: node }), Escape: leaveMap,
    " ": () => choose(at, { opener: node }), "+": () => zoom(1.25), "-": () => zoom(0.8), 0: fit,
    PageDown: () => visit(nodeElements.findIndex((element, other) => other > at && isSeen(element))),
    PageUp: () => visit(nodeElements.findLastIndex((element, other) => other < at && isSeen(element))),
    Home: () => visit(nodeElements.findIndex(isSeen)), End: () => visit(nodeElements.findLastIndex(isSeen)) };
  const action = arrow ? () => (event.shiftKey ? move(arrow[0] * 80, arrow[1] * 80) : visit(step(at, arrow))) : keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

/* ---- hands on ---- */

const MOVES = { "zoom-in": () => zoom(1.3), "zoom-out": () => zoom(1 / 1.3), "zoom-fit": fit,
  "pan-left": () => move(-90, 0), "pan-right": () => move(90, 0), "pan-up": () => move(0, -90),
  "pan-down": () => move(0, 90) };

for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", MOVES[button.dataset.move]);
}
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => { writeAddress({ lang: button.dataset.language }); apply(); });
}
for (const link of document.querySelectorAll(".views a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    writeAddress({ view: link.dataset.view }, { remember: true });
    apply();
    if (view.fitted) fit();
  });
}
for (const head of document.querySelectorAll("#table thead th")) {
  head.querySelector("button").addEventListener("click", () => sortBy(head));
}
nodeElements.forEach((element, at) => {
  element.addEventListener("click", () => { if (!dragged) choose(at === state.chosen ? -1 : at, { opener: element }); });
  element.addEventListener("focus", () => { state.roving = at; });
});
nodeRows.forEach((row, at) => {
  const button = row.querySelector("button");
  button.addEventListener("click", () => choose(at, { enter: true, opener: button }));
});
byId("search").addEventListener("input", () => {
  writeControls();
  draw();
});
byId("facets").addEventListener("change", (event) => {
  if (event.target.id === "colour-by") setGrouping(Number(event.target.value));
  writeControls();
  draw();
});
byId("show-all").addEventListener("click", () => {
  writeAddress({ near: "", q: "", off: "", only: "", lines: "" });
  apply();
  fit();
});
byId("download").addEventListener("click", () => {
  const head = `${say(page.title)} · ${document.querySelector("header .eyebrow").textContent}`;
  saveFile(page.file, pictureFile([head, byId("sentence").textContent]), "image/svg+xml");
});
byId("panel").addEventListener("keydown", (event) => { if (event.key === "Escape") leavePanel(); });
addEventListener("hashchange", apply);
addEventListener("popstate", apply);
narrow.addEventListener("change", apply);

/* A smaller pane keeps the scale when the whole would be too small to read. */
new ResizeObserver(() => {
  if (view.fitted && state.chosen < 0) fit();
  else show();
  if (state.chosen >= 0) revealAll([state.chosen, ...neighbours[state.chosen]]);
}).observe(byId("map"));

byId("facets").open = !narrow.matches;
apply();
fit();
