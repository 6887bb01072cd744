"use strict";
/* The search: all that is known of each node in every language, and which nodes a query finds. */

/* Letters without their marks, and none that only breaks words: "aanekoski" finds Äänekoski. */
function fold(text) {
  return text.normalize("NFKD").replace(/[\p{M}\u00ad]+/gu, "").toLowerCase();
}

const foldedTexts = new Map();

function foldText(number) {
  if (!foldedTexts.has(number)) foldedTexts.set(number, fold([page.texts[number]].flat().join("\n")));
  return foldedTexts.get(number);
}

/* What is known of each node: the name of the fact, none for what it is called and is, and the value.
   What is told twice is known once. */
const knownFacts = page.nodes.map((node) => keepFirst([[null, node.name], [null, node.type],
  ...node.facts.flatMap(([name, values]) => values.map((value) => [name, value])),
  ...(node.chapters ?? []).flatMap(([title, entries]) => entries.flatMap(([labels, lines]) =>
    [...labels, ...lines].map((value) => [title, value]))),
  ...tellGroups(node)]));

/* The groups of a node that its own row does not name. */
function tellGroups(node) {
  const told = new Set(node.facts.flatMap(([, values]) => values));
  return node.groups.filter(([, group]) => !told.has(group)).map(([at, group]) => [page.groupingNames[at], group]);
}

function keepFirst(facts) {
  const seen = new Set();
  return facts.filter((fact) => {
    const key = fact.map((number) => (number === null ? "" : foldText(number))).join(": ");
    return !seen.has(key) && seen.add(key);
  });
}

const knownTexts = [...new Set(knownFacts.flat().map(([, value]) => value))];

/* Whether a word is another but for one letter: left out, put in, changed, or two in each other's place. */
function isNear(word, other) {
  if (Math.abs(word.length - other.length) > 1) return false;
  let at = 0;
  while (at < word.length && word[at] === other[at]) at += 1;
  const ends = [word.slice(at + 1), word.slice(at)].flatMap((a) => [[a, other.slice(at)], [a, other.slice(at + 1)]]);
  return ends.some(([a, b]) => a === b)
    || (word[at] === other[at + 1] && word[at + 1] === other[at] && word.slice(at + 2) === other.slice(at + 2));
}

function hasNear(text, word) {
  return word.length > 3 && text.split(/[^\p{L}\p{N}]+/u)
    .some((other) => isNear(word, other) || isNear(word, other.slice(0, word.length)));
}

function splitWords(text) {
  return fold(text).split(/\s+/).filter(Boolean);
}

/* The nodes of which each word is known in some text that the test lets through. */
function matchWords(words, test) {
  const texts = words.map((word) => new Set(knownTexts.filter((number) => test(foldText(number), word))));
  return knownFacts.map((facts) => texts.every((found) => facts.some(([, value]) => found.has(value))));
}

/* A query that a hit has written, "service: Career guidance", means the nodes with just that fact. */
function matchFact(query) {
  const [name, ...rest] = fold(query).split(": "), value = rest.join(": ");
  if (!value) return null;
  const says = (number, text) => foldText(number).split("\n").includes(text);
  const found = knownFacts.map((facts) => facts.some(([n, v]) => n !== null && says(n, name) && says(v, value)));
  return found.some(Boolean) ? found : null;
}

/* What a query finds: exactly, or where that is nothing, but for a letter. */
const noMatch = { query: "", nodes: null, near: false, words: [] };
let lastMatch = noMatch;

function findMatches(query) {
  if (query === lastMatch.query) return lastMatch;
  const words = splitWords(query);
  if (!words.length) return (lastMatch = noMatch);
  const exact = matchFact(query) ?? matchWords(words, (text, word) => text.includes(word));
  const near = !exact.some(Boolean);
  const nodes = near ? matchWords(words, (text, word) => text.includes(word) || hasNear(text, word)) : exact;
  return (lastMatch = { query, nodes, near, words });
}

/* How many letters must change, at most a limit, to make one word another. */
function distance(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] <= limit ? row[b.length] : Infinity;
}

/* The query with each unknown word changed to the nearest known one; nothing where none is near. */
function suggest(words) {
  const known = new Map();
  for (const number of knownTexts) {
    for (const word of say(number).split(/[^\p{L}\p{N}-]+/u)) if (word.length > 3) known.set(fold(word), word);
  }
  const nearest = (word) => {
    if (knownTexts.some((number) => foldText(number).includes(word))) return word;
    const limit = Math.max(2, Math.floor(word.length / 3));
    let best = [Infinity, ""];
    for (const [folded, shown] of known) {
      const far = Math.min(distance(word, folded, limit), distance(word, folded.slice(0, word.length), limit) + 0.5);
      if (far < best[0]) best = [far, shown];
    }
    return best[1];
  };
  const found = words.filter((word) => word.length > 2).length === words.length ? words.map(nearest) : [];
  const query = found.every(Boolean) ? found.join(" ") : "";
  return query && matchWords(splitWords(query), (text, word) => text.includes(word)).some(Boolean) ? query : "";
}
