"use strict";
/* The picture: what part of it is seen, and how large its signs are. */
const SVG = "http://www.w3.org/2000/svg";
const LEAST_TEXT = 11.5, MOST_TEXT = 15, TEXT = 12, LINE = 14, LEAST_RADIUS = 5, REACH_STEP = 5, LEAST_SCALE = 0.15, LARGEST_SCALE = 6, ROOMY = 1.9, MOST_NEAR = 14, LEAST_AREA_TEXT = 0.82, LEAST_BARE_TEXT = 0.76, AREA_LINE = 17, MOST_AWAY = 120;
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

/* Whether it is what the filters and the search mean, not only seen beside it. */
function isMeant(element) {
  return isSeen(element) && !element.classList.contains("dim");
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
  keepPlace();
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
    const reach = Math.max(r + 5, Math.ceil(12.5 / (view.scale * grow) / REACH_STEP) * REACH_STEP), drawn = `${grow.toFixed(3)} ${reach}`;
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
  keepPlace();
}

/* Zoom so that the point under the pointer stays where it is; without a point, round the middle. */
function zoom(factor, point) {
  const [width, height] = paneSize();
  const [px, py] = point ?? [width / 2, height / 2];
  const before = view.scale;
  view.scale = Math.min(LARGEST_SCALE, Math.max(LEAST_SCALE, before * factor));
  view.x += (px - width / 2) * (1 / before - 1 / view.scale);
  view.y += (py - height / 2) * (1 / before - 1 / view.scale);
  view.fitted = false;
  show();
  keepPlace();
}

/* How much of the pane stands above the card, which a narrow screen lays over it from below. */
function clearHeight() {
  const card = byId("panel"), box = picture.getBoundingClientRect();
  if (card.hidden || getComputedStyle(card).position !== "fixed") return box.height;
  const top = card.getBoundingClientRect().top;
  return Math.max(0, Math.min(box.height, top - box.top));
}

/* Bring nodes with their names into the pane, smaller where they need it; what is seen stays. */
function revealAll(nodes) {
  measurePane();
  const [width, whole] = paneSize();
  if (!width) return;
  if (clearHeight() < Math.min(whole, 240)) scrollBy({ top: picture.getBoundingClientRect().top, behavior: "instant" });
  const height = clearHeight() || whole, above = (whole - height) / 2;
  const [across, down] = [Math.min(150, width / 4), Math.min(48, height / 5)];
  const xs = nodes.map((at) => page.nodes[at].x), ys = nodes.map((at) => page.nodes[at].y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)], [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const outside = (low, high, middle, size, margin) => (low - middle) * view.scale < margin - size / 2
    || (high - middle) * view.scale > size / 2 - margin;
  const middle = view.y - above / view.scale;
  if (!outside(left, right, view.x, width, across) && !outside(top, bottom, middle, height, down)) return holdName();
  view.scale = Math.min(view.scale, (width - 2 * across) / (right - left || 1), (height - 2 * down) / (bottom - top || 1));
  const hold = (low, high, middle, size, margin) => {
    const room = (size / 2 - margin) / view.scale;
    return Math.min(Math.max(middle, high - room), low + room);
  };
  view.x = hold(left, right, view.x, width, across);
  view.y = hold(top, bottom, middle, height, down) + above / view.scale;
  show();
  holdName();
}

/* A long name of what is chosen may still stand over an edge of the pane. */
function holdName() {
  const name = labelElements[root.lang][state.chosen]?.getBoundingClientRect(), box = picture.getBoundingClientRect();
  if (!name?.width) return;
  const over = Math.max(0, name.right + 4 - box.right) - Math.max(0, box.left + 4 - name.left);
  if (!over) return;
  view.x += over / view.scale;
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
