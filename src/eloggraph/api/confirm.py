"""Cards for the actors to confirm, and the cards that come back taken in."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.day import Day, look, read_day
from eloggraph.api.ids import keep_ids
from eloggraph.api.language import choose_page_language
from eloggraph.api.network import Network
from eloggraph.api.opening import open_network
from eloggraph.errors import OptionError
from eloggraph.finding import Finding, order_findings
from eloggraph.text import Language

if TYPE_CHECKING:
    from eloggraph.cards.collect import Cards
    from eloggraph.cards.model import Taken
    from eloggraph.cards.values import Values
    from eloggraph.tables.cards import ReturnedCard

KIND_OF_CARDS, KIND_OF_ANSWERS = "cards", "answers"
_PAGES, _BOOKS, _NETWORK, _RECORD = "pages", "workbooks", "network", "confirmations.csv"
_USES = re.compile(r"^uses\s*=\s*\[[^\]]*\]", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Confirmation:
    """What was written: ``opened`` is the file to open first, ``cards`` how many actors have one.

    ``left_out`` counts the actors that have none, because their id is private.

    ``taken`` is what came back, where cards were taken in; ``findings`` tell of what in them could
    not be understood, each at its cell.

    Examples
    --------
    >>> Confirmation(opened=Path("out/index.html"), cards=2)
    <Confirmation out/index.html, 2 cards>
    """

    opened: Path
    cards: int
    taken: Taken | None = None
    findings: tuple[Finding, ...] = ()
    left_out: int = 0

    def __repr__(self) -> str:
        """Return what was written on one line."""
        return f"<Confirmation {self.opened}, {self.cards} cards>"


def confirm(
    folder: str | Path,
    to: str | Path,
    *,
    take: Sequence[str | Path] = (),
    by: Day | None = None,
    return_to: str | None = None,
    at: Day | None = None,
    replace: bool = False,
    untrusted: bool = False,
    lang: Language | None = None,
    today: date | None = None,
) -> Confirmation:
    """Write a card for every actor to confirm, or take in the cards that came back.

    A card is a small workbook and a page to print with what is on record of one actor: itself, its
    services, ties and memberships. Columns about persons are left out. What comes back is written
    into a copy of the tables, with the answer as source; the network's own tables stay as they are.

    Parameters
    ----------
    folder
        The network folder.
    to
        The folder to write; an earlier output of ours there is replaced.
    take
        Workbooks that came back, and folders of such. Without any, cards are written.
    by, return_to
        When and to whom the cards are to be returned: a day, and a text.
    at
        The day of the cards, or of the answers. By default cards are of the day of the settings,
        else today, and answers of today.
    replace
        Write over output files that somebody has changed, and beside files that are not ours.
    untrusted
        As that of :func:`eloggraph.open`.
    lang
        The language of the workbooks, and that in which the pages open.
    today
        The day of the answers where ``at`` names none.

    Raises
    ------
    OptionError
        When ``at`` or ``by`` is no day.
    InputError
        When the network cannot be read, or none of what came back can be.
    OutputError
        When the output cannot be written or would replace what is not ours.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as out:
    ...     confirm("datasets/osaajaks", out).cards
    13
    """
    from eloggraph.api.unread import refuse_unread
    from eloggraph.output import refuse_inputs

    until = read_day(by) if by is not None else None
    network = open_network(folder, untrusted=untrusted)
    refuse_inputs(to, [*network.sources, *take])
    refuse_unread(network)
    language = choose_page_language(lang, network.config)
    if not take:
        values, cards = _collect(network, at, today, by=until, return_to=return_to)
        written = _write_cards(cards, Path(to), language, replace)
        # What comes back names its actor by id, also where the name was mended in the meantime.
        kept = keep_ids(network)
        return dataclasses.replace(written, findings=(kept,)) if kept else written
    if by is not None or return_to is not None:
        raise OptionError.about("confirm.usage.sent")
    values, cards = _collect(network, None, today)
    day = read_day(at) if at is not None else (today or date.today()).isoformat()
    return _take(network, values, cards, Path(to), list(map(Path, take)), day, language, replace)


def _collect(
    network: Network,
    at: Day | None,
    today: date | None,
    *,
    by: str | None = None,
    return_to: str | None = None,
) -> tuple[Values, Cards]:
    from eloggraph.cards.collect import collect_cards
    from eloggraph.cards.values import Values

    looked = look(network, at, today)
    values = Values(network.schema, network.graphs, looked.records, network.labels)
    config = network.config
    cards = collect_cards(
        values,
        network=config.base,
        title=config.title,
        languages=config.languages,
        on=looked.on,
        by=by,
        return_to=return_to,
    )
    return values, cards


def _write_cards(cards: Cards, to: Path, language: Language, replace: bool) -> Confirmation:
    from eloggraph.filenames import make_stems
    from eloggraph.output import write_folder
    from eloggraph.tables.write.cards import render_card
    from eloggraph.views.cards.page import render_card_page, render_index

    ordered = sorted(cards.cards.values(), key=lambda card: (card.label.say(language), card.key))
    stems = make_stems([card.id for card in ordered])
    files: dict[str, str | bytes] = {}
    listed = []
    for card, stem in zip(ordered, stems, strict=True):
        page, book = f"{_PAGES}/{stem}.html", f"{_BOOKS}/{stem}.xlsx"
        files |= {page: render_card_page(card, language), book: render_card(card, language)}
        listed.append((card, page, book))
    files["index.html"] = render_index(listed, language)
    write_folder(to, files, kind=KIND_OF_CARDS, replace=replace)
    return Confirmation(opened=to / "index.html", cards=len(ordered), left_out=cards.left_out)


def _take(
    network: Network,
    values: Values,
    cards: Cards,
    to: Path,
    paths: Sequence[Path],
    day: str,
    language: Language,
    replace: bool,
) -> Confirmation:
    from eloggraph.cards.answers import take_answers
    from eloggraph.cards.changes import list_record, write_tables
    from eloggraph.config import FILE
    from eloggraph.filenames import IDS
    from eloggraph.output import write_folder
    from eloggraph.tables.ids.kept import render_kept_ids
    from eloggraph.tables.write.carried import read_text_tables

    returned, findings = _read_returned(paths, cards)
    taken = take_answers(values, cards, returned)
    carried, _ = read_text_tables(
        network.tables.folder, network.schema, untrusted=network.tables.untrusted
    )
    tables = write_tables(taken, values, carried, day)
    files: dict[str, str | bytes] = {f"{_NETWORK}/{name}": data for name, data in tables.items()}
    settings = network.tables.folder / FILE
    if settings.is_file():
        target = to / _NETWORK
        files[f"{_NETWORK}/{FILE}"] = _move_uses(settings, network.config.uses, target)
    if (lines := network.tables.ids.list_lines()) and network.tables.ids.kept.sound:
        files[f"{_NETWORK}/{IDS}"] = render_kept_ids(lines)
    files[_RECORD] = list_record(taken, language)
    write_folder(to, files, kind=KIND_OF_ANSWERS, replace=replace)
    told = order_findings([*findings, *taken.findings])
    return Confirmation(
        opened=to / _RECORD, cards=len(taken.answered), taken=taken, findings=tuple(told)
    )


def _read_returned(paths: Sequence[Path], cards: Cards) -> tuple[list[ReturnedCard], list[Finding]]:
    """Read every workbook that came back; where none can be, tell why and do nothing."""
    from eloggraph.errors import InputError
    from eloggraph.tables.read.cards import read_card

    returned: list[ReturnedCard] = []
    findings: list[Finding] = []
    for path in _list_workbooks(paths):
        card, told = read_card(path, path.name, cards.cards)
        returned += [card] if card else []
        findings += told
    if not returned:
        raise InputError(*findings or InputError.tell("none", chapter="confirm").findings)
    return returned, findings


def _list_workbooks(paths: Iterable[Path]) -> list[Path]:
    from eloggraph.filenames import is_workbook

    found: list[Path] = []
    for path in paths:
        inside = (
            sorted(each for each in path.iterdir() if is_workbook(each)) if path.is_dir() else []
        )
        found += inside if path.is_dir() else [path]
    return found


def _move_uses(settings: Path, uses: Sequence[str], target: Path) -> bytes:
    """Return the settings with the folders that are used as they are called from the copy."""
    text = settings.read_text(encoding="utf-8-sig")
    moved = [
        Path(os.path.relpath(settings.parent / use, target)).as_posix()
        if (settings.parent / use).is_dir()
        else use
        for use in uses
    ]
    said = f"uses = {json.dumps(moved, ensure_ascii=False)}"
    return _USES.sub(lambda _: said, text, count=1).encode()
