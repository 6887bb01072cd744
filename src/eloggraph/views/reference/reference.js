"use strict";
/* Search, copying, and the switch of language; everything else works without this. */
const data = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;
root.classList.add("scripted");

const form = document.querySelector("form[role=search]");
const field = form.querySelector("input");
const results = document.getElementById("results");

/* The page of a term, when the front page is opened with its name: index.html#Actor. */
function readTerm() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ""; // An address cut short within a letter names nothing.
  }
}
const term = readTerm();
if (Object.hasOwn(data.terms, term)) location.replace(data.terms[term]);

/* The same place in the other language. */
function carryPlace() {
  for (const link of document.querySelectorAll("[data-language]")) link.hash = location.hash;
}
addEventListener("hashchange", carryPlace);
carryPlace();

/* How well a word fits: the beginning of the name, of another word, inside one, the meaning. */
function rate([, names, meaning, about], word) {
  const at = (" " + names).indexOf(" " + word);
  if (at === 0) return 4;
  if (at > 0) return 3;
  if (names.includes(word)) return 2;
  return meaning.includes(word) || about.toLowerCase().includes(word) ? 1 : 0;
}

function find(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const whole = words.join(" ");
  return data.index
    .map((entry, at) => ({ at, rank: entry[0], whole: rate(entry, whole), worst: Math.min(...words.map((word) => rate(entry, word))) }))
    .filter((hit) => words.length && hit.worst)
    .sort((a, b) => b.whole - a.whole || b.worst - a.worst || a.rank - b.rank || a.at - b.at);
}

function showFound(text) {
  const asked = Boolean(text.trim());
  const lines = document.querySelectorAll("#index li");
  const hits = find(text);
  results.replaceChildren(...hits.map(({ at }) => {
    const line = lines[at].cloneNode(true);
    const about = document.createElement("p");
    about.textContent = data.index[at][3];
    line.append(about);
    return line;
  }));
  results.hidden = !asked;
  for (const part of [document.getElementById("index"), document.querySelector(".letters")]) part.hidden = asked;
  const status = document.getElementById("found");
  const count = hits.length === 1 ? data.found.one : data.found.other.replace("{n}", hits.length);
  status.textContent = !asked ? "" : hits.length ? count : status.dataset.none;
}

if (results) {
  const readAddress = () => {
    const wanted = new URLSearchParams(location.hash.slice(1)).get("q") ?? "";
    if (wanted !== field.value) field.value = wanted;
    showFound(wanted);
  };
  field.addEventListener("input", () => {
    history.replaceState(null, "", "#" + (field.value ? new URLSearchParams({ q: field.value }) : ""));
    carryPlace();
    showFound(field.value);
  });
  addEventListener("hashchange", readAddress);
  readAddress();
  if (location.hash.startsWith("#q=")) field.focus({ preventScroll: true });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (results) results.querySelector("a")?.focus();
  else if (field.value.trim()) location.href = `${form.dataset.page}#${new URLSearchParams({ q: field.value.trim() })}`;
});
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  event.preventDefault();
  field.focus();
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const status = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      status.textContent = status.dataset.done;
    } catch {
      getSelection().selectAllChildren(document.getElementById("header-row"));
      status.textContent = status.dataset.failed;
    }
  });
}

addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details")) part.open = true;
});
