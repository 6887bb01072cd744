"use strict";
/* What the filters, "show only" and the search leave to be seen, and the sentence that tells it. */
function uncheckedValues(name) {
  return new Set([...document.querySelectorAll(`fieldset:not([hidden]) input[data-${name}]:not(:checked)`)]
    .map((box) => box.getAttribute(`data-${name}`)));
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
