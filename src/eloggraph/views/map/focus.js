"use strict";
/* Who is near the chosen node, and the shortest path from it to another. */

/* The nodes within so many steps, the node itself among them. */
function findAround(at, steps) {
  const found = new Set([at]);
  for (let step = 0, edge = [at]; step < steps; step += 1) {
    edge = edge.flatMap((one) => [...neighbours[one]]).filter((one) => !found.has(one));
    for (const one of edge) found.add(one);
  }
  return found;
}

/* The nodes of a shortest path, both ends among them; none where no tie on record leads there. */
function findPath(from, to) {
  const before = new Map([[from, -1]]);
  for (const at of before.keys()) {
    if (at === to) break;
    for (const next of [...neighbours[at]].sort((a, b) => a - b)) if (!before.has(next)) before.set(next, at);
  }
  const path = [];
  for (let at = before.has(to) ? to : -1; at >= 0; at = before.get(at)) path.unshift(at);
  return path;
}

/* What is looked at beside the chosen node: the path, or those near it. */
function findFocus() {
  if (state.chosen < 0) return new Set();
  if (state.goal >= 0) return new Set(state.path);
  return findAround(state.chosen, Math.max(1, state.near));
}

function isOnPath(from, to) {
  const at = state.path.indexOf(from);
  return at >= 0 && (state.path[at + 1] === to || (at > 0 && state.path[at - 1] === to));
}

function choosePath(to) {
  const from = state.chosen;
  state.picking = false;
  writeAddress({ node: "", near: "", path: to >= 0 && to !== from ? `${page.nodes[from].id},${page.nodes[to].id}` : "" }, { remember: true });
  if (to < 0 || to === from) writeAddress({ node: page.nodes[from].id });
  apply();
  byId("to-path").focus();
}

/* Where the address names two nodes, the first is the chosen one. */
function readPath(fields) {
  const ends = (fields.get("path") ?? "").split(",").map((id) => page.nodes.findIndex((node) => node.id === id));
  return ends.length === 2 && ends[0] !== ends[1] && ends.every((at) => at >= 0) ? ends : null;
}

/* ---- on the card ---- */

function makePath() {
  if (state.picking) return [makePicker()];
  if (state.goal < 0) return [];
  const box = make("section", undefined, "path"), goal = say(page.nodes[state.goal].name);
  box.append(make("h3", say(page.say["card.path-to"], { name: goal })));
  if (!state.path.length) box.append(make("p", say(page.say["card.no-path"])));
  else box.append(makeSteps());
  box.append(makeButton(say(page.say["card.leave-path"]), () => choosePath(-1)));
  return [box];
}

/* A – (referral) – B – (member) – C: each step with what the ties are called. */
function makeSteps() {
  const list = make("ol");
  state.path.forEach((at, step) => {
    const item = make("li"), before = state.path[step - 1];
    if (step) {
      const labels = page.ties.flatMap(([from, to, kind, label], tie) => {
        const joins = isHeld(tie) && ((from === before && to === at) || (from === at && to === before));
        return joins ? [say(label) || say(page.tieOut[kind])] : [];
      });
      item.append(make("small", `– (${[...new Set(labels)].join(", ")}) – `));
    }
    const button = makeButton(undefined, () => choose(at, { enter: true }), "tie-link");
    button.append(drawSign(categoryOf(at)), make("span", say(page.nodes[at].name), "name key"));
    item.append(button);
    list.append(item);
  });
  return list;
}

function makePicker() {
  const box = make("div", undefined, "picker"), label = make("label"), select = make("select");
  select.append(make("option", say(page.say["card.pick-one"])));
  const others = page.nodes.map((_, at) => at).filter((at) => at !== state.chosen && isThere(at));
  for (const at of others.sort(byName)) {
    const option = make("option", say(page.nodes[at].name));
    option.value = at;
    select.append(option);
  }
  select.id = "picker";
  label.append(make("span", say(page.say["card.pick"])), select);
  box.append(label, makeButton(say(page.say["card.show-path"]), () => { if (select.selectedIndex) choosePath(Number(select.value)); }));
  return box;
}

function pick(on) {
  state.picking = on;
  root.classList.toggle("picking", on);
  fillPanel();
  byId(on ? "picker" : "to-path").focus();
}
