"use strict";
/* The card: what is known of the node that is chosen. */
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
