#!/bin/sh
# Put the program of this folder among the applications of this user: sh install.sh
# Undone by removing the two files that it names.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
mkdir -p "$share/applications" "$share/icons/hicolor/256x256/apps"
cp "$here/_internal/eloggraph.png" "$share/icons/hicolor/256x256/apps/eloggraph.png"
sed "s|^Exec=eloggraph-page|Exec=\"$here/eloggraph-page\"|" "$here/eloggraph.desktop" \
  >"$share/applications/eloggraph.desktop"
echo "$share/applications/eloggraph.desktop"
echo "$share/icons/hicolor/256x256/apps/eloggraph.png"
