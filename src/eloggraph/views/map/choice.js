"use strict";
/* Choosing a node and leaving it. */
function choose(at, { enter = false, near = state.near, opener = null } = {}) {
  if (opener) state.opener = opener;
  if (at >= 0) state.roving = at;
  writeAddress({ node: at >= 0 ? page.nodes[at].id : "", near: at >= 0 && near ? "1" : "" },
    { remember: at !== state.chosen });
  const before = document.activeElement?.id;
  apply();
  if (enter) byId("panel").focus();
  else if (before === "near") byId("near")?.focus();
}

function leavePanel() {
  const at = state.chosen, opener = state.opener;
  choose(-1);
  state.opener = null;
  if (opener?.isConnected && !opener.closest("[hidden]")) opener.focus();
  else if (at >= 0) (root.dataset.view === "map" ? nodeElements[at] : nodeRows[at].querySelector("button")).focus();
}
