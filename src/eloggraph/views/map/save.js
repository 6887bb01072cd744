"use strict";
/* The picture as a file of its own. */
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
