"use strict";
/* The picture as a file of its own. */
/* Save what is seen as a file of its own: styles become attributes, the caption goes under it. */
const KEY_LINE = 24;
const KEPT_STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray",
  "stroke-linecap", "stroke-linejoin", "paint-order", "opacity", "font-family", "font-size",
  "font-weight"];

/* The groups, kinds and ties that are shown, with their signs, as the filters have them. */
function listKey(width) {
  const shown = [...document.querySelectorAll("#facets fieldset:not([hidden]) label")]
    .filter((label) => label.querySelector("svg") && label.querySelector("input").checked);
  let x = 20, row = 0;
  return shown.map((label) => {
    const sign = label.querySelector("svg"), text = label.querySelector("span").textContent.replaceAll("\u00ad", "");
    const wide = Number(sign.getAttribute("width")) + 8 + text.length * 7.5 + 18;
    if (x > 20 && x + wide > width - 20) [x, row] = [20, row + 1];
    x += wide;
    return { sign, text, x: x - wide, row };
  });
}

function drawKey(items, ink) {
  const group = document.createElementNS(SVG, "g");
  for (const { sign, text, x, row } of items) {
    const copy = sign.cloneNode(true), name = document.createElementNS(SVG, "text");
    const wide = Number(sign.getAttribute("width")), high = Number(sign.getAttribute("height"));
    const originals = [...sign.querySelectorAll("*")];
    [...copy.querySelectorAll("*")].forEach((part, at) => {
      for (const kept of KEPT_STYLES) part.setAttribute(kept, getComputedStyle(originals[at]).getPropertyValue(kept));
    });
    copy.setAttribute("x", x);
    copy.setAttribute("y", row * KEY_LINE - high / 2);
    for (const [key, value] of Object.entries({ x: x + wide + 8, y: row * KEY_LINE + 5, fill: ink.color,
      "font-family": ink.fontFamily, "font-size": 13 })) name.setAttribute(key, value);
    name.textContent = text;
    group.append(copy, name);
  }
  return group;
}

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
  const key = listKey(width), under = key.length ? (key.at(-1).row + 1) * KEY_LINE / view.scale : 0;
  const high = height / view.scale + line * (caption.length + 1) + under;
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
  const drawn = drawKey(key, style);
  drawn.setAttribute("transform", `translate(${left},${top + height / view.scale + line * (caption.length + 0.6)}) scale(${1 / view.scale})`);
  copy.append(drawn);
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

/* The same in pixels, twice as many as on the screen: for slides. */
function savePixels(name, text) {
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => saveFile(name, blob, "image/png"), "image/png");
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}
