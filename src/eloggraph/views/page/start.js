/* Before anything is drawn: scripts run, so what only they can use may be shown. */
document.documentElement.classList.add("scripted");
