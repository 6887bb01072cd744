"use strict";
/* The picture: what part of it is seen, how large its signs and names are, and saving it. */
const SVG = "http://www.w3.org/2000/svg";
const LEAST_TEXT = 11.5, MOST_TEXT = 15, TEXT = 12, LINE = 14, LEAST_RADIUS = 5, LARGEST_SCALE = 6, ROOMY = 1.9, MOST_NEAR = 14, LEAST_AREA_TEXT = 0.82, LEAST_BARE_TEXT = 0.76, AREA_LINE = 17;
const picture = document.getElementById("picture");
const nodeElements = [...picture.querySelectorAll(".node")];
const tieElements = [...picture.querySelectorAll("#ties .tie")];
const labelElements = Object.fromEntries(page.languages.map((language) =>
  [language, [...picture.querySelectorAll(`[data-labels=${language}] .label`)]]));
const bridges = new Set(page.bridges);
const view = { x: page.size[0] / 2, y: page.size[1] / 2, scale: 1, fitted: true };
const labelSizes = {};

function scaleOutline(path, factor) {
  return path.replace(/-?\d+(\.\d+)?/g, (length) => (length * factor).toFixed(2));
}

function drawSign(category) {
  const sign = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ class: `sign ${page.classes[category]}`,
    viewBox: "-10 -10 20 20", width: 18, height: 18, "aria-hidden": "true", focusable: "false" })) {
    sign.setAttribute(name, value);
  }
  const outline = document.createElementNS(SVG, "path");
  outline.setAttribute("class", "glyph");
  outline.setAttribute("d", scaleOutline(page.shapes[category], 7));
  sign.append(outline);
  return sign;
}

let pane = [0, 0];

function measurePane() {
  const box = picture.getBoundingClientRect();
  pane = [box.width, box.height];
}

function paneSize() {
  return pane;
}

function isSeen(element) {
  return !element.classList.contains("ghost");
}

const tray = document.getElementById("tray");
const trayText = tray?.querySelector("text");
const trayTop = page.trayTop - 8;

/* How much names are scaled so that they are neither too small to read nor out of proportion. */
function textScale(scale) {
  return Math.min(MOST_TEXT, Math.max(LEAST_TEXT, TEXT * scale)) / (TEXT * scale);
}

/* The box round everything that is not filtered out, names included. */
function contentBox(scale) {
  if (page.areas.length) return [0, 0, ...page.size];
  const boxes = [], roomy = textScale(scale) < 1.3, aside = roomy ? 0 : 44 / scale;
  nodeElements.forEach((element, at) => {
    if (!isSeen(element)) return;
    const { x, y, r } = page.nodes[at];
    boxes.push([x - r - 4 - aside, y - r - 4, x + r + 4 + aside, y + r + 4]);
    if (!roomy) return;
    const [left, top, right, bottom] = nameBox(at, originalPlace(at), textScale(scale));
    boxes.push([x + left, y + top, x + right, y + bottom]);
  });
  if (roomy && tray && isSeen(tray)) boxes.push([24, trayTop - 14, 24 + 160 * textScale(scale), trayTop]);
  if (!boxes.length) return [0, 0, ...page.size];
  return [0, 1, 2, 3].map((side) =>
    boxes.reduce((edge, box) => (side < 2 ? Math.min : Math.max)(edge, box[side]), boxes[0][side]));
}

function fit() {
  measurePane();
  const [width, height] = paneSize(), margin = 12;
  if (!width) return;
  for (let round = 0; round < 3; round += 1) {
    const [left, top, right, bottom] = contentBox(round ? view.scale : 1);
    view.scale = Math.min((width - 2 * margin) / (right - left),
      (height - 2 * margin) / (bottom - top), 2);
    view.x = (left + right) / 2;
    view.y = (top + bottom) / 2;
  }
  view.fitted = true;
  show();
}

function show() {
  measurePane();
  const [width, height] = paneSize();
  if (!width) return;
  const w = width / view.scale, h = height / view.scale;
  picture.setAttribute("viewBox",
    [view.x - w / 2, view.y - h / 2, w, h].map((value) => value.toFixed(2)).join(" "));
  const grow = page.areas.length ? 1 : Math.max(1, LEAST_RADIUS / (7 * view.scale));
  if (view.drawn !== view.scale) nodeElements.forEach((element, at) => {
    const { x, y, r } = page.nodes[at];
    const reach = Math.max(r + 5, Math.ceil(12.5 / (view.scale * grow))), drawn = `${grow.toFixed(3)} ${reach}`;
    if (element.drawn === drawn) return;
    element.drawn = drawn;
    element.setAttribute("transform", `translate(${x},${y}) scale(${grow.toFixed(3)})`);
    element.firstElementChild.setAttribute("r", reach);
  });
  view.drawn = view.scale;
  placeNames(grow);
}

function move(dx, dy) {
  view.x += dx / view.scale;
  view.y += dy / view.scale;
  view.fitted = false;
  show();
}

/* Zoom so that the point under the pointer stays where it is; without a point, round the middle. */
function zoom(factor, point) {
  const [width, height] = paneSize();
  const [px, py] = point ?? [width / 2, height / 2];
  const before = view.scale;
  view.scale = Math.min(LARGEST_SCALE, Math.max(0.15, before * factor));
  view.x += (px - width / 2) * (1 / before - 1 / view.scale);
  view.y += (py - height / 2) * (1 / before - 1 / view.scale);
  view.fitted = false;
  show();
}

/* Bring nodes with their names into the pane, smaller where they need it; what is seen stays. */
function revealAll(nodes) {
  measurePane();
  const [width, height] = paneSize();
  if (!width) return;
  const [across, down] = [Math.min(150, width / 4), Math.min(48, height / 5)];
  const xs = nodes.map((at) => page.nodes[at].x), ys = nodes.map((at) => page.nodes[at].y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)], [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const outside = (low, high, middle, size, margin) => (low - middle) * view.scale < margin - size / 2
    || (high - middle) * view.scale > size / 2 - margin;
  if (!outside(left, right, view.x, width, across) && !outside(top, bottom, view.y, height, down)) return;
  view.scale = Math.min(view.scale, (width - 2 * across) / (right - left || 1), (height - 2 * down) / (bottom - top || 1));
  const hold = (low, high, middle, size, margin) => {
    const room = (size / 2 - margin) / view.scale;
    return Math.min(Math.max(middle, high - room), low + room);
  };
  view.x = hold(left, right, view.x, width, across);
  view.y = hold(top, bottom, view.y, height, down);
  show();
}

/* Bring a node into the pane when it stands outside, or close to the edge. */
function reveal(at) {
  const [width, height] = paneSize();
  if (!width) return;
  const { x, y } = page.nodes[at];
  const margin = Math.min(70, width / 5);
  const px = (x - view.x) * view.scale, py = (y - view.y) * view.scale;
  const over = (value, half) => Math.sign(value) * Math.max(0, Math.abs(value) - half + margin);
  const dx = over(px, width / 2), dy = over(py, height / 2);
  if (!dx && !dy) return;
  view.x += dx / view.scale;
  view.y += dy / view.scale;
  show();
}

/* Names keep a readable size at every zoom; where they grow past their places, they are placed anew. */
function placeNames(grow) {
  const scale = textScale(view.scale);
  trayText?.setAttribute("transform", `translate(24,${trayTop}) scale(${scale.toFixed(3)})`);
  const labels = labelElements[root.lang];
  const asDrawn = Math.abs(scale - 1) < 0.045 && !labels.some((label) => label.classList.contains("crowded"));
  const taken = makeGrid(), roomy = view.scale >= ROOMY;
  picture.classList.toggle("roomy", roomy);
  if (!asDrawn || page.areas.length) {
    nodeElements.forEach((element, at) => {
      if (!isSeen(element)) return;
      const { x, y, r } = page.nodes[at], reach = r * grow * 0.9;
      taken.add([x - reach, y - reach, x + reach, y + reach].map((value) => value * view.scale), at);
    });
    if (tray && isSeen(tray)) {
      const wide = trayText.getComputedTextLength() * scale;
      taken.add([24, trayTop - 11 * scale, 24 + wide, trayTop + 4].map((value) => value * view.scale), -1);
    }
  }
  if (page.areas.length) placeAreaNames(taken, makeGrid());
  const fewNear = labels.filter((label) => label.classList.contains("near")).length <= MOST_NEAR;
  for (const at of namesByWeight(labels)) {
    const label = labels[at], { x, y, r } = page.nodes[at];
    label.classList.toggle("far", isFar(x, y));
    if (isFar(x, y)) continue;
    const places = asDrawn ? [originalPlace(at)] : placesOf(at, r * grow / scale);
    const must = label.classList.contains("chosen") || (label.classList.contains("near") && fewNear);
    const asked = must || label.classList.contains("near");
    if (page.areas.length && !asked && !roomy && label.classList.contains("crowded")) continue;
    const free = asDrawn ? places[0] : places.find((place) => {
      const box = toPixels(nameBox(at, place, scale), x, y);
      return !taken.hits(box, at) && !(view.fitted && leavesPane(box));
    });
    label.classList.toggle("squeezed", !free && !must);
    if (!free && !must) continue;
    setPlace(label, free ?? places[0], x, y, scale);
    if (!asDrawn) taken.add(toPixels(nameBox(at, free ?? places[0], scale), x, y), at);
  }
}

/* The names of bodies stand where they were placed, or else beside their bodies where that is free:
   the opened ones' first, then those of the many. */
function placeAreaNames(taken, names) {
  const bare = LEAST_AREA_TEXT / view.scale > 1.3, grow = Math.max(1, (bare ? LEAST_BARE_TEXT : LEAST_AREA_TEXT) / view.scale);
  const weight = (label) => (page.hulls.includes(Number(label.dataset.area)) ? 1e4 : 0) + page.areas[label.dataset.area].length;
  const labels = [...picture.querySelectorAll(`[data-labels=${root.lang}] .area-label:not(.ghost)`)];
  for (const label of labels) label.classList.toggle("bare", bare);
  for (const label of labels.sort((a, b) => weight(b) - weight(a))) {
    const text = label.firstElementChild, owner = -2 - Number(label.dataset.area), size = areaNameSize(label, bare);
    const tried = areaNamePlaces(label, size, grow, bare).map(holdInPane);
    const inView = tried.filter((box) => !names.hits(toPixels(box, 0, 0), owner));
    const box = inView.find((each) => !taken.hits(toPixels(each, 0, 0), owner)) ?? (grow === 1 ? inView[0] : undefined);
    label.classList.toggle("squeezed", !box);
    if (!box) continue;
    text.setAttribute("transform",
      `translate(${(box[0] - size.x * grow).toFixed(1)},${(box[1] - size.y * grow).toFixed(1)}) scale(${grow.toFixed(3)})`);
    for (const grid of [taken, names]) grid.add(toPixels(box, 0, 0), owner);
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

function toPixels([left, top, right, bottom], x, y) {
  return [x + left, y + top, x + right, y + bottom].map((value) => value * view.scale);
}

/* Names of nodes well outside the pane can wait until they come near. */
function isFar(x, y) {
  const [width, height] = paneSize();
  return Math.abs(x - view.x) * view.scale > width / 2 + 200
    || Math.abs(y - view.y) * view.scale > height / 2 + 60;
}

function leavesPane([left, , right]) {
  const half = paneSize()[0] / 2, middle = view.x * view.scale;
  return left < middle - half || right > middle + half;
}

function namesByWeight(labels) {
  const weight = (at) => (bridges.has(at) ? 5e5 : 0) + (labels[at].classList.contains("chosen") ? 2e6 : 0)
    + (labels[at].classList.contains("near") ? 1e6 : 0) + page.nodes[at].r;
  return labels.map((_, at) => at).filter((at) => isSeen(labels[at]))
    .sort((a, b) => weight(b) - weight(a) || a - b);
}

function makeGrid() {
  const cells = new Map(), size = 80;
  const over = function* ([left, top, right, bottom]) {
    for (let i = Math.floor(left / size); i <= right / size; i += 1) {
      for (let j = Math.floor(top / size); j <= bottom / size; j += 1) yield i * 10_007 + j;
    }
  };
  return {
    add(box, owner) {
      for (const key of over(box)) {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push([box, owner]);
      }
    },
    hits(box, owner) {
      for (const key of over(box)) {
        for (const [other, whose] of cells.get(key) ?? []) {
          if (whose !== owner && box[0] < other[2] && other[0] < box[2]
            && box[1] < other[3] && other[1] < box[3]) return true;
        }
      }
      return false;
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

function nameBox(at, place, scale) {
  const { width, lines } = nameSizes()[at];
  const left = place.x - { start: 0, middle: width / 2, end: width }[place.anchor];
  return [left - 1, place.y - 10, left + width + 1, place.y + (lines - 1) * LINE + 3]
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

/* Save what is seen as a file of its own: styles become attributes, the caption goes under it. */
const KEPT_STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray",
  "stroke-linecap", "stroke-linejoin", "paint-order", "opacity", "font-family", "font-size",
  "font-weight"];

function pictureFile(caption) {
  const copy = picture.cloneNode(true);
  const originals = [...picture.querySelectorAll("*")];
  [...copy.querySelectorAll("*")].forEach((element, at) => {
    const style = getComputedStyle(originals[at]);
    if (style.display === "none" || style.visibility === "hidden") element.setAttribute("data-gone", "");
    for (const name of KEPT_STYLES) element.setAttribute(name, style.getPropertyValue(name));
  });
  for (const gone of copy.querySelectorAll("[data-gone], .reach")) gone.remove();
  const [width, height] = paneSize(), w = width / view.scale, line = 20 / view.scale;
  const [left, top] = copy.getAttribute("viewBox").split(" ").map(Number);
  const high = height / view.scale + line * (caption.length + 1);
  const style = getComputedStyle(document.body);
  const ground = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: left, y: top, width: w, height: high,
    fill: getComputedStyle(root).backgroundColor })) ground.setAttribute(name, value);
  copy.prepend(ground);
  caption.forEach((text, at) => {
    const element = document.createElementNS(SVG, "text");
    for (const [name, value] of Object.entries({ x: left + line, "font-size": line * 0.65,
      y: top + height / view.scale + line * (at + 0.6), fill: style.color,
      "font-family": style.fontFamily, "font-weight": at ? 400 : 650 })) {
      element.setAttribute(name, value);
    }
    element.textContent = text;
    copy.append(element);
  });
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const { name } of [...element.attributes]) {
      if (/^(data-|aria-|class$|role$|tabindex$|id$)/.test(name)) element.removeAttribute(name);
    }
  }
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("viewBox", [left, top, w, high].join(" "));
  copy.setAttribute("width", width);
  copy.setAttribute("height", high * view.scale);
  return new XMLSerializer().serializeToString(copy);
}

function saveFile(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/* Wheel, drag and pinch; everything they do the buttons and keys do as well. */
const pointers = new Map();
let dragged = false;

picture.addEventListener("wheel", (event) => {
  if (matchMedia("screen and (max-width:760px)").matches && !event.ctrlKey) return;
  event.preventDefault();
  const box = picture.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)),
    [event.clientX - box.left, event.clientY - box.top]);
}, { passive: false });

picture.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  if (!pointers.size) dragged = false;
  pointers.set(event.pointerId, [event.clientX, event.clientY]);
});

addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const now = [event.clientX, event.clientY];
  if (!dragged && Math.hypot(now[0] - before[0], now[1] - before[1]) < 5) return;
  dragged = true;
  if (pointers.size === 2) {
    const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
    const far = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
    const box = picture.getBoundingClientRect();
    zoom(far(now) / far(before), [(now[0] + other[0]) / 2 - box.left, (now[1] + other[1]) / 2 - box.top]);
  } else {
    move(before[0] - now[0], before[1] - now[1]);
  }
  pointers.set(event.pointerId, now);
});

for (const ending of ["pointerup", "pointercancel"]) {
  addEventListener(ending, (event) => pointers.delete(event.pointerId));
}
