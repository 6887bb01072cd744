"use strict";
/* The names on the picture: their sizes and places at every zoom. */
if (page.areas.length) {
  /* What holds others is named wherever there is room, also where the layout found none. */
  for (const labels of Object.values(labelElements)) for (const at of bridges) labels[at].classList.remove("crowded");
}

/* What stays the same at every zoom until the page is drawn anew: the room of the marks, and the order of the names. */
let kept = null;

function forgetNames() {
  kept = null;
}

function keepNames(labels, grow) {
  if (kept?.language === root.lang && kept.grow === grow) return kept;
  const marks = makeGrid(), has = (at, ...names) => names.some((name) => labels[at].classList.contains(name));
  nodeElements.forEach((element, at) => {
    if (!isSeen(element)) return;
    const { x, y, r } = page.nodes[at], reach = r * grow * 0.9;
    marks.add([x - reach, y - reach, x + reach, y + reach], at);
  });
  const order = namesByWeight(labels);
  kept = { language: root.lang, grow, marks, order, crowded: labels.some((_, at) => has(at, "crowded")),
    few: page.areas.length ? order.filter((at) => !has(at, "crowded") || has(at, "chosen", "near", "found")) : order,
    trayWide: trayText?.getComputedTextLength() ?? 0,
    fewNear: order.filter((at) => has(at, "near")).length <= MOST_NEAR };
  return kept;
}

/* Names keep a readable size at every zoom; where they grow past their places, they are placed anew. */
function placeNames(grow) {
  const scale = textScale(view.scale), roomy = view.scale >= ROOMY, labels = labelElements[root.lang];
  trayText?.setAttribute("transform", `translate(24,${trayTop}) scale(${scale.toFixed(3)})`);
  const { marks, order, few, fewNear, crowded, trayWide } = keepNames(labels, grow);
  const asDrawn = Math.abs(scale - 1) < 0.045 && !crowded;
  picture.classList.toggle("roomy", roomy);
  const taken = makeGrid(asDrawn && !page.areas.length ? null : marks), names = makeGrid();
  if (tray && isSeen(tray) && (!asDrawn || page.areas.length)) {
    taken.add([24, trayTop - 11 * scale, 24 + trayWide * scale, trayTop + 4], -1);
  }
  const place = (at) => placeName(labels[at], at, { taken, names, scale, asDrawn, fewNear, grow });
  const placed = roomy ? order : few;
  /* What the picture tells first is named first: what holds others, what keeps to itself, then the many. */
  placed.filter((at) => bridges.has(at)).forEach(place);
  placeAreaNames(taken, names, (area) => page.hulls.includes(area));
  placeAreaNames(taken, names, (area) => !page.hulls.includes(area));
  placed.filter((at) => !bridges.has(at)).forEach(place);
}

function placeName(label, at, { taken, names, scale, asDrawn, fewNear, grow }) {
  const { x, y, r } = page.nodes[at], has = (name) => label.classList.contains(name);
  label.classList.toggle("far", isFar(x, y));
  if (isFar(x, y)) return;
  const holds = page.areas.length && bridges.has(at);
  const places = asDrawn ? [originalPlace(at)] : [...placesOf(at, r * grow / scale), ...(holds ? placesRound(at, r * grow / scale) : [])];
  const must = has("chosen") || (has("near") && fewNear);
  const findPlace = (grid) => places.find((place) => {
    const box = shift(nameBox(at, place, scale), x, y);
    return !grid.hits(box, at) && !(view.fitted && leavesPane(box));
  });
  const free = asDrawn ? places[0] : findPlace(taken) ?? (holds ? findPlace(names) : undefined);
  label.classList.toggle("squeezed", !free && !must);
  if (!free && !must) return;
  setPlace(label, free ?? places[0], x, y, scale);
  if (asDrawn) return;
  const box = shift(nameBox(at, free ?? places[0], scale), x, y);
  for (const grid of [taken, names]) grid.add(box, at);
}

/* The names of bodies stand where they were placed, or else beside their bodies where that is free. */
function placeAreaNames(taken, names, wanted) {
  const bare = LEAST_AREA_TEXT / view.scale > 1.3, grow = Math.max(1, (bare ? LEAST_BARE_TEXT : LEAST_AREA_TEXT) / view.scale);
  const weight = (label) => page.areas[label.dataset.area].length;
  const labels = [...picture.querySelectorAll(`[data-labels=${root.lang}] .area-label:not(.ghost)`)]
    .filter((label) => wanted(Number(label.dataset.area)));
  for (const label of labels) label.classList.toggle("bare", bare);
  for (const label of labels.sort((a, b) => weight(b) - weight(a))) {
    const text = label.firstElementChild, owner = -2 - Number(label.dataset.area), size = areaNameSize(label, bare);
    const tried = areaNamePlaces(label, size, grow, bare).map(holdInPane);
    const inView = tried.filter((box) => !names.hits(box, owner));
    const box = inView.find((each) => !taken.hits(each, owner)) ?? (grow === 1 ? inView[0] : undefined);
    label.classList.toggle("squeezed", !box);
    if (!box) continue;
    text.setAttribute("transform",
      `translate(${(box[0] - size.x * grow).toFixed(1)},${(box[1] - size.y * grow).toFixed(1)}) scale(${grow.toFixed(3)})`);
    for (const grid of [taken, names]) grid.add(box, owner);
  }
}

/* The size of a body's name in its own units: measured once with and once without its facts. */
const areaSizes = new Map();

function areaNameSize(label, bare) {
  if (!areaSizes.has(label)) areaSizes.set(label, {});
  const sizes = areaSizes.get(label);
  if (!sizes[bare]?.width) sizes[bare] = label.firstElementChild.getBBox();
  return sizes[bare];
}

/* Where the marks of each body reach to. */
const areaReaches = page.areas.map((members) => [[Math.min, "x"], [Math.min, "y"], [Math.max, "x"], [Math.max, "y"]]
  .map(([most, axis]) => most(...members.map((at) => page.nodes[at][axis])) + (most === Math.min ? -18 : 18)));

/* The boxes that a body's name may fill: as it was placed, above, below, right and left. */
function areaNamePlaces(label, { x, y, width, height }, grow, bare) {
  const [left, top, right, bottom] = areaReaches[label.dataset.area], wide = width * grow, tall = height * grow;
  const [atX, atY] = label.firstElementChild.dataset.at.split(",").map(Number);
  const down = bare && atY < top ? AREA_LINE * (label.firstElementChild.children.length - 1) : 0;
  const across = (left + right) / 2 - wide / 2, middle = (top + bottom) / 2 - tall / 2;
  return [[atX + x * grow, atY + down + y * grow], [across, top - tall], [across, bottom], [right, middle], [left - wide, middle],
    ...[top - tall, bottom].flatMap((edge) => [[left, edge], [right - wide, edge], [right, edge], [left - wide, edge]])]
    .map(([l, t]) => [l, t, l + wide, t + tall]);
}

/* The box moved sideways into the pane, where all of the picture is seen. */
function holdInPane([left, top, right, bottom]) {
  if (!view.fitted) return [left, top, right, bottom];
  const half = paneSize()[0] / 2 / view.scale - 4 / view.scale;
  const shift = Math.max(0, view.x - half - left) - Math.max(0, right - view.x - half);
  return [left + shift, top, right + shift, bottom];
}

function shift([left, top, right, bottom], x, y) {
  return [x + left, y + top, x + right, y + bottom];
}

/* Names of nodes well outside the pane can wait until they come near. */
function isFar(x, y) {
  const [width, height] = paneSize();
  return Math.abs(x - view.x) * view.scale > width / 2 + 200
    || Math.abs(y - view.y) * view.scale > height / 2 + 60;
}

function leavesPane([left, , right]) {
  const half = paneSize()[0] / 2 / view.scale;
  return left < view.x - half || right > view.x + half;
}

function namesByWeight(labels) {
  const weight = (at) => (bridges.has(at) ? 5e5 : 0) + (labels[at].classList.contains("chosen") ? 2e6 : 0)
    + (labels[at].classList.contains("near") || labels[at].classList.contains("found") ? 1e6 : 0)
    - (labels[at].classList.contains("dim") ? 1e6 : 0) + page.nodes[at].r;
  return labels.map((_, at) => at).filter((at) => isSeen(labels[at]))
    .sort((a, b) => weight(b) - weight(a) || a - b);
}

/* Boxes by the cells that they reach into, on top of those of another grid. */
function makeGrid(below = null) {
  const cells = new Map(), size = 80;
  const visit = ([left, top, right, bottom], act) => {
    for (let i = Math.floor(left / size); i <= right / size; i += 1) {
      for (let j = Math.floor(top / size); j <= bottom / size; j += 1) if (act(i * 10_007 + j)) return true;
    }
    return false;
  };
  return {
    add(box, owner) {
      visit(box, (key) => {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push([box, owner]);
      });
    },
    hits(box, owner) {
      return visit(box, (key) => (cells.get(key) ?? []).some(([other, whose]) => whose !== owner
        && box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]))
        || (below?.hits(box, owner) ?? false);
    },
  };
}

/* Size and first place of every name in the language shown; measured once. */
function nameSizes() {
  const known = labelSizes[root.lang];
  if (known) return known;
  picture.classList.add("measuring");
  const sizes = labelElements[root.lang].map((label) => {
    const text = label.firstElementChild, spans = [...text.children];
    return {
      width: Math.max(...spans.map((span) => span.getComputedTextLength())) || 40,
      lines: spans.length,
      place: { anchor: text.getAttribute("text-anchor"), x: Number(spans[0].getAttribute("x")),
        y: Number(spans[0].getAttribute("y")) },
    };
  });
  picture.classList.remove("measuring");
  return (labelSizes[root.lang] = sizes);
}

function originalPlace(at) {
  return nameSizes()[at].place;
}

function placesOf(at, radius) {
  const { lines } = nameSizes()[at], middle = 4 - ((lines - 1) * LINE) / 2;
  return [originalPlace(at), { anchor: "start", x: radius + 4, y: middle },
    { anchor: "end", x: -radius - 4, y: middle }, { anchor: "middle", x: 0, y: radius + 13 },
    { anchor: "middle", x: 0, y: -radius - 5 - (lines - 1) * LINE },
    ...[1, -1].flatMap((side) => [radius + 14, -radius - 5 - (lines - 1) * LINE]
      .map((y) => ({ anchor: side > 0 ? "start" : "end", x: side * radius * 0.7, y })))];
}

/* Places further off on all sides: for a name that must be told, the nearest first. */
function placesRound(at, radius) {
  const { width, lines } = nameSizes()[at], down = ((lines - 1) * LINE) / 2, places = [];
  for (let away = 8; away <= MOST_AWAY; away += 8) {
    for (let turn = 0; turn < 16; turn += 1) {
      const across = Math.sin((turn * Math.PI) / 8), along = -Math.cos((turn * Math.PI) / 8);
      places.push({ anchor: "middle", x: across * (radius + away + width / 2), y: along * (radius + away + 8 + down) + 4 - down });
    }
  }
  return places;
}

function nameBox(at, place, scale) {
  const { width, lines } = nameSizes()[at];
  const left = place.x - { start: 0, middle: width / 2, end: width }[place.anchor];
  return [left - 1, place.y - 12, left + width + 1, place.y + (lines - 1) * LINE + 3]
    .map((value) => value * scale);
}

function setPlace(label, place, x, y, scale) {
  label.setAttribute("transform", `translate(${x},${y}) scale(${scale.toFixed(3)})`);
  const text = label.firstElementChild;
  text.setAttribute("text-anchor", place.anchor);
  [...text.children].forEach((span, line) => {
    span.setAttribute("x", place.x.toFixed(1));
    span.setAttribute("y", (place.y + line * LINE).toFixed(1));
  });
}
