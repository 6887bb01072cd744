"use strict";
/* Three languages on one page: texts by number, and the choice kept in the address. */
const page = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;

function languageAt() {
  return page.languages.indexOf(root.lang);
}

function say(number, values) {
  const entry = page.texts[number];
  const text = typeof entry === "string" ? entry : entry[languageAt()];
  return values ? text.replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot) : text;
}

function formatNumber(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, GROUP_MARK);
}

/* One form for one, another for more: the page carries both. */
function count(forms, n) {
  return n === 1 ? say(forms[0]) : say(forms[1], { n: formatNumber(n) });
}

function readAddress() {
  const hash = location.hash.slice(1);
  const fields = new URLSearchParams(hash.includes("=") ? hash : "");
  if (hash && !hash.includes("=")) {
    try {
      fields.set("node", decodeURIComponent(hash));
    } catch {
      // An address cut short within a letter names nobody.
    }
  }
  return fields;
}

function writeAddress(changes, { remember = false } = {}) {
  const fields = readAddress();
  for (const [name, value] of Object.entries(changes)) {
    if (value) fields.set(name, value);
    else fields.delete(name);
  }
  const hash = "#" + fields.toString();
  if (hash === location.hash) return;
  if (remember) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}

function translate(language) {
  root.lang = language;
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = say(element.dataset.t);
  }
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", say(element.dataset.tLabel));
  }
  for (const element of document.querySelectorAll("[data-t-placeholder]")) {
    element.setAttribute("placeholder", say(element.dataset.tPlaceholder));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  document.title = say(page.pageTitle);
}

function chosenLanguage() {
  const wanted = readAddress().get("lang");
  return page.languages.includes(wanted) ? wanted : page.opensIn;
}
