"""``eloggraph check --watch``: check again on every save, and tell what changed."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click

from eloggraph.api.named import list_inputs
from eloggraph.cli.options import COULD_NOT_RUN, exit_code, help_text
from eloggraph.errors import EloggraphError, InputError
from eloggraph.finding import Report, Severity, order_findings, tell
from eloggraph.text import Language, say

# Files that programs keep beside the one that is being edited.
_TEMPORARY = re.compile(
    r"^(\.|~\$|#)|(~|#|\.tmp|\.temp|\.bak|\.swp|\.swx|\.crdownload|\.part)$", re.I
)
# A save comes as several changes within so many milliseconds.
_SETTLED = 300
# Changes that no notice is given of (network drives, a lock let go) are looked for this often.
_LOOK_AGAIN = 1000

Stamp = dict[Path, tuple[int, int]]

watch_option = click.option("--watch", is_flag=True, help=help_text("watch", "watch"))


def refuse_options(options: Iterable[object]) -> None:
    """Refuse options that have no meaning on a watch.

    Raises
    ------
    InputError
        When any of them is given.
    """
    if any(options):
        raise InputError(tell("watch-only-text", "violation", chapter="watch"))


def follow(
    paths: Sequence[str],
    check: Callable[[], Report],
    *,
    fail_on: Severity,
    language: Language,
    then: Callable[[Report], None] | None = None,
    ignored: Iterable[str | None] = (),
) -> int:
    """Check, and check again whenever a file is saved, until Ctrl+C; return the exit code.

    What is not there is told, and not watched for.

    Parameters
    ----------
    paths
        What is checked: files, or folders together with the folders that they use.
    check
        Makes the report. An error of it is told and does not end the watch.
    then
        What else is done with every report. An error of it is told on stderr, no more.
    ignored
        Files that are written meanwhile by the above.
    """
    from eloggraph.views.findings.progress import render_progress
    from eloggraph.views.findings.text import render_text

    if not all(map(os.path.exists, paths)):
        report = _check_safely(check)
        click.echo(render_text(report, language), nl=False)
        return exit_code(report, fail_on)
    shown: Report | None = None
    complete = Report(())
    watched = [Path(path) for path in paths]
    skipped = frozenset(Path(path).resolve() for path in ignored if path)
    try:
        for report in _list_reports(watched, check, skipped):
            before, shown = shown, report
            if before is None:
                click.echo(render_text(report, language), nl=False)
                where = ", ".join(paths)
                click.echo(say("watch.following", value=where).say(language), err=True)
            else:
                # What stood in the way of reading is mended when all can be read again.
                known = (
                    (*complete.findings, *before.findings) if report.complete else before.findings
                )
                text = render_progress(Report(order_findings(known)), report, language)
                click.echo("\n" + text, nl=False)
            complete = report if report.complete else complete
            if then is not None:
                _do_safely(then, report, language)
    except KeyboardInterrupt:
        click.echo(err=True)
    return exit_code(shown, fail_on) if shown else COULD_NOT_RUN


def _list_reports(
    paths: Sequence[Path], check: Callable[[], Report], skipped: frozenset[Path]
) -> Iterator[Report]:
    """Yield a report at once, then one for every save, and when a locked file opens."""
    last: Report | None = None
    stamp: Stamp = {}
    for _ in _list_moments(paths):
        now = _take_stamp(paths, skipped)
        is_saved = last is None or now != stamp
        if last is not None and is_saved:
            now = _wait_until_settled(paths, skipped, now)
        stamp = now
        if not is_saved and last is not None and not _may_be_locked(last):
            continue
        report = _check_safely(check)
        if is_saved or report != last:
            yield report
        last = report


def _do_safely(then: Callable[[Report], None], report: Report, language: Language) -> None:
    from eloggraph.views.findings.text import render_text

    try:
        then(report)
    except EloggraphError as error:
        told = render_text(Report(error.findings, complete=False), language)
        click.echo(told, nl=False, err=True)


def _check_safely(check: Callable[[], Report]) -> Report:
    try:
        return check()
    except EloggraphError as error:
        return Report(order_findings(error.findings), complete=False)


def _may_be_locked(report: Report) -> bool:
    """Tell whether a file could not be opened: that may pass without any file being saved."""
    return any(
        finding.code in {"file-unreadable", "workbook-refused"} for finding in report.findings
    )


def _list_moments(paths: Sequence[Path]) -> Iterator[None]:
    """Yield at once, whenever something changes, and every now and then."""
    from watchfiles import watch as watch_files

    yield
    watched = [path if path.is_dir() else path.parent for path in list_inputs(paths)]
    try:
        for _ in watch_files(
            *watched,
            debounce=_SETTLED,
            rust_timeout=_LOOK_AGAIN,
            yield_on_timeout=True,
            recursive=False,
        ):
            yield
    except (OSError, RuntimeError):  # the system gives no notice of changes here
        while True:
            time.sleep(_LOOK_AGAIN / 1000)
            yield


def _take_stamp(paths: Sequence[Path], skipped: frozenset[Path]) -> Stamp:
    """Return when each file was written last and how long it is, temporary files left out."""
    stamp: Stamp = {}
    for path in list_inputs(paths):
        try:
            for file in sorted(path.iterdir()) if path.is_dir() else [path]:
                if _TEMPORARY.search(file.name) or file.resolve() in skipped:
                    continue
                status = file.stat()
                stamp[file] = (status.st_mtime_ns, status.st_size)
        except OSError:  # gone or not to be entered for a moment
            continue
    return stamp


def _wait_until_settled(paths: Sequence[Path], skipped: frozenset[Path], now: Stamp) -> Stamp:
    """Wait, two seconds at most, until a save in several steps is over; return the stamp."""
    for _ in range(20):
        time.sleep(0.1)
        before, now = now, _take_stamp(paths, skipped)
        if now == before:
            break
    return now
