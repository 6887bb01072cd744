"""What every view of a network has round its picture: the answer, the other views, the same rows.

A view is a page of its own beside the map. It says one thing in a sentence, shows it, and gives the
rows that it was drawn from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eloggraph.analysis.outcome import Listing
from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.page.edition import Edition
from eloggraph.views.page.render import render_page

# In the order of the tabs; the map is the first of them.
VIEWS = ("map", "services", "goals", "chain", "matrix", "areas")


Draw = Callable[["Frame", Language], str]


@dataclass(frozen=True, slots=True)
class View:
    """A view that has something to show: its claim, told on the front page too, and its page."""

    claim: Text
    draw: Draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the views of one network share.

    Parameters
    ----------
    title, as_of
        The network's name, and which day the data describe.
    notices
        What a reader must know before anything else, such as that the data are invented.
    addresses
        The pages that lie beside this one, by view (and ``report``); a view that is not there has
        nothing to show, or the page stands alone.

    """

    title: Text
    as_of: Text
    notices: tuple[Text, ...] = ()
    addresses: Mapping[str, str]


def list_tabs(addresses: Mapping[str, str]) -> tuple[tuple[str, str, Text], ...]:
    """Return view, address and name of the pages to go to; none where there is but one.

    >>> [name.en for _, _, name in list_tabs({"goals": "goals.html", "map": "map.html"})]
    ['Actors', 'Goals']
    """
    there = [view for view in (*VIEWS, "report") if view in addresses]
    if len(there) < 2:
        return ()
    return tuple((view, addresses[view], say(f"pages.view.{view}")) for view in there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The head and the foot of a view.

    ``claim`` is one sentence, what is true; ``basis`` how many things it rests on, of which day,
    and what is left out; ``source`` the files and rows that it was drawn from.
    """

    claim: Text
    basis: Text
    source: Text


def render_view(
    view: str,
    frame: Frame,
    answer: Answer,
    language: Language,
    *,
    twins: Sequence[Listing],
    **context: object,
) -> str:
    """Return the page of a view: its template is ``<view>/<view>-picture.html``.

    Parameters
    ----------
    view
        The name of the view and of its room.
    frame, answer
        What is round the picture.
    language
        The one that the page opens in.
    twins
        The same as the picture, as tables: paged, sortable, to save.
    context
        What the template names.

    """
    title = say("pages.view.page-title", view=say(f"pages.view.{view}"), title=frame.title)
    return render_page(
        f"{view}/{view}",
        template_of_page="page/view",
        title=title.say(language),
        language=language,
        vendored=None,
        shared_styles=("report/report.css", "page/view.css"),
        shared_scripts=("report/report.js", "page/twin.js"),
        page_title=title,
        editions=tuple(Edition(code) for code in LANGUAGES),
        view=view,
        frame=frame,
        tabs=list_tabs(frame.addresses),
        answer=answer,
        picture=f"{view}/{view}-picture.html",
        twins=tuple(twins),
        **context,
    )
