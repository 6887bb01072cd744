"use strict";
/* The search: what is known of each node, and which of them a query finds. */
function fold(text) {
  return text.toLocaleLowerCase(root.lang);
}

/* All that is known of each node in every language, folded once for the search. */
const known = page.nodes.map((node) => [node.name, node.type, ...node.facts.flatMap(([, values]) => values)]
  .flatMap((number) => page.texts[number]).join(" ").toLowerCase());

/* Whether a word is another but for one letter: left out, put in, or changed. */
function isNear(word, other) {
  if (Math.abs(word.length - other.length) > 1) return false;
  let at = 0;
  while (at < word.length && word[at] === other[at]) at += 1;
  const ends = [word.slice(at + 1), word.slice(at)].flatMap((a) => [[a, other.slice(at)], [a, other.slice(at + 1)]]);
  return ends.some(([a, b]) => a === b);
}

/* The nodes of which every word of the query is known; where there are none, of which nearly so. */
function findMatches(query) {
  const words = query.split(/\s+/).filter(Boolean);
  const exact = known.map((text) => words.every((word) => text.includes(word)));
  if (exact.some(Boolean)) return exact;
  const near = (text, word) => word.length > 3 && text.split(/[^\p{L}\p{N}]+/u)
    .some((other) => isNear(word, other) || isNear(word, other.slice(0, word.length)));
  return known.map((text) => words.every((word) => text.includes(word) || near(text, word)));
}
