"use strict";
/* Choosing a node and leaving it. */
function choose(at, { enter = false, near = state.near, opener = null } = {}) {
  if (state.picking && at >= 0 && at !== state.chosen) return choosePath(at);
  if (opener) state.opener = opener;
  if (at >= 0) state.roving = at;
  state.picking = false;
  writeAddress({ node: at >= 0 ? page.nodes[at].id : "", near: at >= 0 && near ? String(near) : "", path: "" },
    { remember: at !== state.chosen });
  const before = document.activeElement?.id;
  apply();
  if (enter) byId("panel").focus();
  else if (before?.startsWith("near")) byId(before)?.focus();
}

function leavePanel() {
  if (state.picking) return pick(false);
  const at = state.chosen, opener = state.opener;
  choose(-1);
  state.opener = null;
  if (opener?.isConnected && !opener.closest("[hidden]")) opener.focus();
  else if (at >= 0) (root.dataset.view === "map" ? nodeElements[at] : openRow(at)).focus();
}

function openRow(at) {
  turnTo(nodeRows[at]);
  return nodeRows[at].querySelector("button");
}
