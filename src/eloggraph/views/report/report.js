"use strict";
/* The switch works without this; the page's language, title and address follow it here. */
const root = document.documentElement;
const choices = [...document.querySelectorAll(".switch input")];

function follow(language) {
  root.lang = language;
  document.title = document.querySelector(`.edition[lang=${language}]`).dataset.title;
}

function readAddress() {
  const hash = location.hash.slice(1);
  const wanted = new URLSearchParams(hash).get("lang") ?? hash.split("-")[0];
  const choice = choices.find((input) => input.value === wanted);
  if (!choice) return;
  choice.checked = true;
  follow(choice.value);
  if (!hash.includes("=")) document.getElementById(hash)?.scrollIntoView();
}

for (const choice of choices) {
  choice.addEventListener("change", () => {
    history.replaceState(null, "", `#lang=${choice.value}`);
    follow(choice.value);
  });
}
addEventListener("hashchange", readAddress);
follow(choices.find((input) => input.checked).value);
readAddress();
