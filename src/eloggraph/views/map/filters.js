"use strict";
/* What the filters, "show only" and the search leave to be seen, and the sentence that tells it. */
function uncheckedValues(name) {
  return new Set([...document.querySelectorAll(`fieldset:not([hidden]) input[data-${name}]:not(:checked)`)]
    .map((box) => box.getAttribute(`data-${name}`)));
}

/* What "show only" keeps: the union of what is ticked, or null where nothing is. */
function findOnly() {
  const wanted = new Set([...document.querySelectorAll("[data-only]:checked:not(:disabled)")].map((box) => box.dataset.only));
  if (!wanted.size) return null;
  const nodes = new Set(), ties = new Set();
  page.ties.forEach(([from, to], at) => {
    const ends = wanted.has("ending") && ending.has(at);
    const sided = wanted.has("sided") && oneSided.has(at);
    const gap = wanted.has("uncovered") && uncovered.has(from) && uncovered.has(to);
    const bridge = wanted.has("bridges") && (bridges.has(from) || bridges.has(to));
    if (!ends && !bridge && !sided && !gap) return;
    ties.add(at);
    nodes.add(from).add(to);
  });
  if (wanted.has("alone")) page.nodes.forEach((node, at) => { if (isThere(at) && node.actor && !neighbours[at].size) nodes.add(at); });
  if (wanted.has("uncovered")) for (const at of uncovered) nodes.add(at);
  return { nodes, ties };
}

/* Of a change all is drawn, but for what the filter leaves out; of a day what is there on it. */
function isDrawn(spans, unchecked) {
  return page.change ? !unchecked.has(changeOf(spans)) : holds(spans);
}

function changeOf(spans) {
  return !spans ? "kept" : holds(spans) ? "new" : "gone";
}

/* What is here on the picture, and what of it is meant: the rest stays, dimmed, to show where that lies. */
function findSeen() {
  const only = findOnly(), found = findMatches(byId("search").value.trim()).nodes;
  const kinds = uncheckedValues("kind"), categories = uncheckedValues("category");
  const tieKinds = uncheckedValues("tie-kind");
  const around = state.near && state.chosen >= 0 ? findAround(state.chosen, state.near) : null;
  const onPath = new Set(state.path);
  const changes = uncheckedValues("change");
  const here = page.nodes.map((node, at) => isDrawn(page.nodeDays?.[at], changes)
    && (onPath.has(at) || (!kinds.has(node.kind) && (!around || around.has(at)))));
  const nodes = page.nodes.map((node, at) => onPath.has(at) || (here[at] && (!only || only.nodes.has(at)) && (!found || found[at])
    && !(node.actor && page.groupings && node.in[state.grouping].every((c) => categories.has(String(c))))));
  const tiesHere = page.ties.map(([from, to, kind], at) => isDrawn(page.tieDays?.[at], changes) && here[from] && here[to] && !tieKinds.has(kind));
  const ties = page.ties.map(([from, to], at) => tiesHere[at] && nodes[from] && nodes[to] && (!only || only.ties.has(at)));
  picture.classList.toggle("only", only !== null);
  return { here, nodes, tiesHere, ties, searched: found !== null };
}

function tell(seen) {
  const words = (actors, collectives, ties) => [count(page.count.actors, actors), count(page.count.collectives, collectives),
    count(page.count.lines, ties)];
  const tally = (flags, test) => flags.reduce((sum, flag, at) => sum + (test(flag, at) ? 1 : 0), 0);
  const numbers = [tally(seen.nodes, (flag, at) => flag && isThere(at) && page.nodes[at].actor),
    tally(seen.nodes, (flag, at) => flag && isThere(at) && page.nodes[at].kind === "collective"), tally(seen.ties, (flag, at) => flag && isHeld(at))];
  const every = [tally(seen.nodes, (_, at) => isThere(at) && page.nodes[at].actor),
    tally(seen.nodes, (_, at) => isThere(at) && page.nodes[at].kind === "collective"), tally(seen.ties, (_, at) => isHeld(at))];
  const isolates = tally(seen.nodes, (flag, at) => flag && isThere(at) && page.nodes[at].actor && !neighbours[at].size);
  const away = every.map((n, at) => n - numbers[at]), things = words(...away).filter((_, at) => away[at]).join(", ");
  const [actors, collectives, ties] = words(...numbers), [head, rest] = byId("sentence").children;
  const told = say(page.say["map.counts"], { actors, collectives, ties });
  const texts = [isOtherDay() ? say(page.say["map.on-day"], { when: say(page.days[state.day][1]), told }) : told,
    [isolates ? say(page.say["map.isolates"], { n: formatNumber(isolates) }) : "",
      things ? say(page.say["map.hidden"], { things }) : say(page.say["map.nothing-hidden"])].filter(Boolean).join(" ")];
  if (head.textContent !== texts[0]) head.textContent = texts[0];
  if (rest.textContent !== texts[1]) rest.textContent = texts[1];
  byId("nobody").hidden = seen.nodes.some((flag) => flag);
}
