"use strict";
/* The card: what is known of the node that is chosen. */
const FEW_TIES = 8;

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

function makeHourglass() {
  const sign = document.createElementNS(SVG, "svg"), outline = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ class: "hourglass", viewBox: "0 0 16 16", width: 14, height: 14,
    "aria-hidden": "true", focusable: "false" })) sign.setAttribute(name, value);
  outline.setAttribute("d", "M3,1H13L8.7,8L13,15H3L7.3,8Z");
  sign.append(outline);
  return sign;
}

function fillPanel() {
  const panel = byId("panel"), at = state.chosen;
  panel.hidden = at < 0;
  root.classList.toggle("has-panel", at >= 0);
  if (at < 0) return panel.replaceChildren();
  const node = page.nodes[at], ties = tiesOf(at);
  panel.replaceChildren(makeBar(at), make("p", say(page.say[`kind.${node.kind}`]), "eyebrow"),
    make("h2", say(node.name), "name"), ...makeLead(at), ...makePath(), ...makeEnding(ties), ...makeTies(at, ties),
    ...makeChapters(node), ...makeFacts(node), ...makeSources(node, ties));
}

function makeBar(at) {
  const bar = make("div", undefined, "bar"), group = make("div", undefined, "focus");
  group.role = "group";
  group.ariaLabel = say(page.say["card.focus"]);
  for (const [steps, id, key] of [[1, "near", "map.focus"], [2, "near-two", "card.two-steps"]]) {
    const near = makeButton(say(page.say[key]), () => choose(at, { near: state.near === steps ? 0 : steps }));
    near.setAttribute("aria-pressed", String(state.near === steps));
    near.id = id;
    group.append(near);
  }
  const path = makeButton(say(page.say["card.to-path"]), () => pick(!state.picking));
  path.id = "to-path";
  path.ariaExpanded = String(state.picking);
  bar.append(group, makeButton(say(page.say["map.close"]), leavePanel, "close"), path);
  return bar;
}

/* What it is, under its name, with the sign that it has on the map. */
function makeLead(at) {
  const type = say(page.nodes[at].type);
  if (!type || type === say(page.say[`kind.${page.nodes[at].kind}`])) return [];
  const lead = make("p", undefined, "lead");
  lead.append(drawSign(categoryOf(at)), make("span", type));
  return [lead];
}

/* ---- ties ---- */

/* Whether a tie ends within a year: of another day than the map's own nothing is told of that. */
function isEnding(tie) {
  return ending.has(tie) && !isOtherDay();
}

function tiesOf(at) {
  return page.ties.flatMap(([from, to, kind, label, period, ...place], tie) => {
    if ((from !== at && to !== at) || (!page.change && !isHeld(tie))) return [];
    const link = say(label), heading = kind === "link" && link ? link : say((from === at ? page.tieOut : page.tieIn)[kind]);
    return [{ tie, other: from === at ? to : from, heading, note: [heading === link ? "" : link, tellChange(tie)].filter(Boolean).join(" · "), period: say(period), place }];
  });
}

function tellChange(tie) {
  const change = page.change ? changeOf(page.tieDays[tie]) : "kept";
  return change === "kept" ? "" : say(page.say[`map.is-${change}`]);
}

/* How many of the ties end within a year, when and with which projects. */
function makeEnding(ties) {
  const over = ties.filter(({ tie }) => isEnding(tie));
  if (!over.length) return [];
  const known = over.map(({ tie }) => page.ends[tie]).filter(Boolean).sort((a, b) => a[0] - b[0]);
  const last = known.length ? say(known.at(-1)[1]) : "";
  const when = known.every(([day]) => day === known[0][0]) ? last : say(page.say["card.by"], { when: last });
  const all = over.length === ties.length, values = { n: formatNumber(over.length), total: formatNumber(ties.length), when };
  const note = make("p", undefined, "ending"), words = make("span");
  words.append(make("b", sayForm(all ? "card.all-end" : "card.ends", over.length, values)));
  const names = [...new Set(known.map(([, , carrier]) => carrier).filter((number) => number !== undefined))].map((n) => say(n));
  if (names.length) words.append(` ${sayForm("card.carriers", names.length, { names: names.sort(collator().compare).join(", ") })}`);
  if (!all) words.append(` ${sayForm("card.stay", ties.length - over.length, { n: formatNumber(ties.length - over.length) })}`);
  note.append(makeHourglass(), words);
  return [note];
}

function sayForm(name, n, values) {
  return say(page.forms[name][n === 1 ? 0 : 1], values);
}

function collator() {
  return new Intl.Collator(root.lang, { numeric: true });
}

/* The ties by kind, how many go on and how many end, each kind with those on the other end. */
function makeTies(at, ties) {
  const heading = make("h3", say(page.say["card.ties"]));
  if (!ties.length) return [heading, make("p", say(page.say["map.no-ties"]))];
  const groups = new Map(), isOver = ({ tie }) => isEnding(tie);
  for (const each of ties) groups.set(each.heading, [...(groups.get(each.heading) ?? []), each]);
  const endsAny = ties.some(isOver), list = make("div", undefined, endsAny ? "tie-kinds two" : "tie-kinds");
  const row = (tag, name, some, className) => {
    const line = make(tag, undefined, className), over = some.filter(isOver).length;
    line.append(make("span", name));
    const numbers = endsAny ? [[some.length - over, "card.goes-on"], [over, "card.over"]] : [[some.length, "map.tie-count"]];
    for (const [n, key] of numbers) {
      const cell = make("span", n ? formatNumber(n) : "–", "num");
      cell.append(make("span", ` ${say(page.say[key])}`, "unseen"));
      line.append(cell);
    }
    return line;
  };
  const head = make("div", undefined, "kind-row head");
  head.ariaHidden = "true";
  head.append(make("span", say(page.say["card.kind"])), ...(endsAny ? ["card.goes-on", "card.over"] : ["map.tie-count"])
    .map((key) => make("span", say(page.say[key]), "num")));
  list.append(head);
  const inOrder = [...groups].sort((a, b) => b[1].length - a[1].length || collator().compare(a[0], b[0]));
  for (const [name, some] of inOrder) {
    const fold = make("details");
    fold.open = ties.length <= FEW_TIES;
    fold.append(row("summary", name, some, "kind-row"), makePartners(some));
    list.append(fold);
  }
  if (groups.size > 1) list.append(row("div", say(page.say["card.sum"]), ties, "kind-row sum"));
  return [heading, list];
}

function makePartners(ties) {
  const list = make("ul");
  for (const { tie, other, note, period } of [...ties].sort((a, b) => byName(a.other, b.other))) {
    const item = make("li"), button = makeButton(undefined, () => choose(other, { enter: true }), "tie-link");
    const words = make("span"), end = isEnding(tie) ? page.ends[tie] : undefined;
    const small = make("small", [note, end ? "" : period].filter(Boolean).join(" · "));
    if (end) small.append(small.textContent ? " · " : "", makeHourglass(), ` ${say(page.say["card.ends-mark"], { when: say(end[1]) })}`);
    words.append(make("span", say(page.nodes[other].name), "name key"), small);
    button.append(drawSign(categoryOf(other)), words);
    item.append(button);
    list.append(item);
  }
  return list;
}

function byName(a, b) {
  return say(page.nodes[a].name).localeCompare(say(page.nodes[b].name), root.lang);
}

/* ---- what else is known ---- */

function makeChapters({ chapters = [], lacking = [] }) {
  const told = chapters.flatMap(([title, entries]) => {
    const list = make("ul", undefined, "entries");
    for (const [labels, lines] of entries) {
      const item = make("li");
      item.append(...labels.map((label) => make("b", say(label))), ...lines.map((line) => make("small", say(line))));
      list.append(item);
    }
    return [make("h3", say(title)), list];
  });
  const names = lacking.map((number) => say(number)).join(", ");
  return names ? [...told, make("p", say(page.say["card.lacking"], { names }), "lacking")] : told;
}

function makeFacts(node) {
  if (!node.facts.length) return [];
  const list = make("dl");
  for (const [name, values] of node.facts) {
    const fact = make("div");
    fact.append(make("dt", say(name)));
    for (const value of values) {
      const shown = make("dd");
      shown.append(makeValue(say(value)));
      fact.append(shown);
    }
    list.append(fact);
  }
  return [make("h3", say(page.say["card.about"])), list];
}

/* The documents that the row names, and the rows of all that the card tells, file by file. */
function makeSources(node, ties) {
  const documents = [...new Set(node.sources.map(([text]) => say(text)).filter(Boolean))];
  const chapters = (node.chapters ?? []).flatMap(([, entries]) => entries.flatMap(([, , places]) => places));
  const files = new Map();
  for (const [file, row] of [...node.sources.map(([, ...place]) => place), ...ties.map(({ place }) => place), ...chapters]) {
    if (file === undefined) continue;
    if (!files.has(file)) files.set(file, new Set());
    files.get(file).add(row);
  }
  const list = make("ul", undefined, "source");
  for (const text of documents) list.append(make("li", text));
  for (const [file, rows] of files) {
    const told = sayForm("view.rows", rows.size, { file: say(page.places[file]), rows: writeSpans([...rows]) });
    list.append(make("li", told, "place"));
  }
  const none = make("p", say(page.say["map.no-source"]), "source");
  return [make("h3", say(page.say["map.source"])), ...(documents.length ? [] : [none]), ...(list.children.length ? [list] : [])];
}

/* Rows as a reader tells them: 62, 68–72, 1075. */
function writeSpans(rows) {
  const spans = [];
  for (const row of rows.sort((a, b) => a - b)) {
    if (spans.length && spans.at(-1)[1] === row - 1) spans.at(-1)[1] = row;
    else spans.push([row, row]);
  }
  return spans.map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(", ");
}
