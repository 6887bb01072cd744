"use strict";
/* The hits under the search box: what a query finds, chosen with the arrow keys or by hand. */
const MOST_NODE_HITS = 8, MOST_FACT_HITS = 6, LONGEST_FACT = 70;
const search = byId("search"), hitList = byId("hits"), hitStatus = byId("hit-status");
const hits = { options: [], active: -1 };

/* Whether a text fits a word as it did when the nodes were found. */
function fits(text, word, near) {
  return text.includes(word) || (near && hasNear(text, word));
}

/* The facts that say every word, with how many nodes have each; the ones of most nodes first. Whole
   sentences are left to the nodes that they describe. */
function listFactHits({ words, near }) {
  const fitting = new Set(knownTexts.filter((number) => say(number).length <= LONGEST_FACT && words.every((word) => fits(foldText(number), word, near))));
  const sizes = new Map();
  for (const facts of knownFacts) {
    const told = new Set(facts.filter(([name, value]) => name !== null && fitting.has(value)).map((pair) => pair.join(".")));
    for (const pair of told) sizes.set(pair, (sizes.get(pair) ?? 0) + 1);
  }
  return [...sizes].sort((a, b) => b[1] - a[1]).slice(0, MOST_FACT_HITS).map(([pair, size]) => {
    const text = pair.split(".").map((number) => say(number)).join(": ");
    return { text, note: formatNumber(size), take: () => search.value = text };
  });
}

/* The nodes, those of which the name is meant first, each with the fact that the query fits. */
function listNodeHits({ nodes, words, near }) {
  const rank = (at) => {
    const name = foldText(page.nodes[at].name);
    return fold(say(page.nodes[at].name)).startsWith(words.join(" ")) ? 0
      : words.every((word) => fits(name, word, near)) ? 1 : 2;
  };
  return page.nodes.map((_, at) => at).filter((at) => nodes[at]).map((at) => [rank(at), at])
    .sort((a, b) => a[0] - b[0] || byName(a[1], b[1])).slice(0, MOST_NODE_HITS)
    .map(([rank, at]) => ({ text: say(page.nodes[at].name), note: noteOf(at, rank, words), node: at, rank }));
}

/* Why a node is a hit: its kind where the name is meant, else the facts that hold the words. */
function noteOf(at, rank, words) {
  if (rank < 2) return say(page.nodes[at].type);
  const told = words.map((word) => knownFacts[at].find(([name, value]) => name !== null && foldText(value).includes(word)));
  return [...new Set(told.filter(Boolean).map(([name, value]) => `${say(name)}: ${say(value)}`))].join(" · ");
}

function listHits(match) {
  const nodes = listNodeHits(match), facts = listFactHits(match);
  return [...nodes.filter((hit) => hit.rank < 2), ...facts, ...nodes.filter((hit) => hit.rank === 2)];
}

function fillHits() {
  const match = findMatches(search.value.trim());
  if (!match.nodes) return closeHits();
  hits.options = listHits(match);
  const found = match.nodes.filter(Boolean).length, meant = found ? "" : suggest(match.words);
  if (meant) hits.options = [{ text: say(page.say["map.did-you-mean"], { word: meant }), note: "", take: () => search.value = meant }];
  hits.active = -1;
  hitList.replaceChildren(...hits.options.map(drawHit));
  hitList.hidden = !hits.options.length;
  search.setAttribute("aria-expanded", String(!hitList.hidden));
  search.removeAttribute("aria-activedescendant");
  const told = found ? count(page.count.hits, found) : say(page.say["map.hit-none"]);
  hitStatus.textContent = [told, match.near && found ? say(page.say["map.hit-near"]) : "", meant ? hits.options[0].text : ""]
    .filter(Boolean).join(" ");
}

function drawHit({ text, note, node }, at) {
  const option = make("li"), words = make("span");
  option.id = `hit-${at}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  words.append(make("span", text, "name"));
  if (node !== undefined) {
    option.append(drawSign(categoryOf(node)));
    words.append(make("small", note));
  }
  option.append(words);
  if (node === undefined && note) option.append(make("span", note, "size num"));
  option.addEventListener("pointerdown", (event) => event.preventDefault());
  option.addEventListener("click", () => takeHit(at));
  return option;
}

function closeHits() {
  hits.options = [];
  hits.active = -1;
  hitList.hidden = true;
  hitList.replaceChildren();
  if (!search.value.trim()) hitStatus.textContent = "";
  search.setAttribute("aria-expanded", "false");
  search.removeAttribute("aria-activedescendant");
}

function pointAtHit(by) {
  if (!hits.options.length) fillHits();
  const n = hits.options.length;
  if (!n) return;
  hits.active = hits.active < 0 ? (by > 0 ? 0 : n - 1) : (hits.active + by + n) % n;
  [...hitList.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === hits.active)));
  search.setAttribute("aria-activedescendant", `hit-${hits.active}`);
  hitList.children[hits.active].scrollIntoView({ block: "nearest" });
}

/* A node is chosen, with all of its ties to be seen; a fact or a word becomes the query. */
function takeHit(at) {
  const { node, take } = hits.options[at];
  if (node !== undefined) search.value = "";
  else take();
  writeControls();
  if (node !== undefined) {
    closeHits();
    return choose(node, { enter: true, opener: search });
  }
  draw();
  if (findMatches(search.value.trim()).nodes?.some(Boolean)) closeHits();
  hitStatus.textContent = count(page.count.hits, findMatches(search.value.trim()).nodes.filter(Boolean).length);
}

search.addEventListener("input", () => {
  writeControls();
  draw();
  fillHits();
});
search.addEventListener("blur", closeHits);
search.addEventListener("keydown", (event) => {
  const keys = { ArrowDown: () => pointAtHit(1), ArrowUp: () => pointAtHit(-1), Escape: () => closeHits(),
    Enter: () => { if (!hits.options.length) fillHits(); if (hits.options.length) takeHit(Math.max(0, hits.active)); } };
  if (!keys[event.key] || event.isComposing || (event.key === "Escape" && hitList.hidden)) return;
  event.preventDefault();
  keys[event.key]();
});
