"""The comments of a sheet with ours beside those of its author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eloggraph.tables.read.addresses import write_address
from eloggraph.tables.write.marked.spans import Edits, Element, escape, name_tag, parse, prefix_tags

AUTHOR = "eloggraph"
# How what we say begins in a comment that is somebody else's.
_BETWEEN = f"\n\n{AUTHOR}:\n"
# What of ours is known by where a program has saved comments without their authors.
_REMEDY = "\n→ "
# The author of a comment that stands for a thread of them.
_THREAD = "tc="
_FONT = '<rPr><sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/></rPr>'


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsEdit:
    """Comments as changed: which cells have a comment of ours alone, and had one before.

    ``joined`` are cells with ours after somebody else's, and all that is said there now;
    ``threads`` are cells with a thread of comments, which has no room for ours.
    """

    data: bytes
    own: tuple[str, ...]
    joined: Mapping[str, str]
    gone: frozenset[str]
    threads: tuple[str, ...]


def make_comments(namespace: str) -> bytes:
    """Return comments with nothing in them."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{namespace}"><authors></authors><commentList></commentList></comments>'
    ).encode("ascii")


def edit_comments(
    data: bytes, said: Mapping[tuple[int, int], str], *, is_marked: bool = False
) -> CommentsEdit:
    """Return the comments of a sheet with what is said of its cells.

    Ours of an earlier marking are gone; ``is_marked`` says that there was one. To a comment of
    somebody else ours is put at its end.

    >>> data = make_comments("http://example.org")
    >>> edit = edit_comments(data, {(2, 1): "a"})
    >>> edit.own, edit_comments(edit.data, {(2, 1): "a"}).data == edit.data
    (('B2',), True)
    """
    root, edits = parse(data), Edits()
    authors, listed = root.find("authors"), root.find("commentList")
    names = [author.text for author in authors.children] if authors else []
    gone, others = set[str](), dict[str, Element]()
    for comment in listed.children if listed else ():
        address, author = comment.attributes.get("ref", ""), _author_of(comment, names)
        if author == AUTHOR or (is_marked and not author.strip() and _is_ours(comment)):
            gone.add(address)
            edits.remove(comment)
        else:
            others[address] = comment
    wanted = {write_address(*cell): text for cell, text in sorted(said.items())}
    threads = tuple(a for a in wanted if a in others and _is_thread(others[a], names))
    joined = dict[str, str]()
    for address, comment in others.items():
        text = wanted.get(address) if address not in threads else None
        kept = _add_text(data, edits, root.prefix, comment, text)
        if text is not None:
            joined[address] = kept + _BETWEEN + text
    own = tuple(address for address in wanted if address not in others)
    number = names.index(AUTHOR) if AUTHOR in names else len(names)
    new = "".join(_write_comment(root.prefix, each, number, wanted[each]) for each in own)
    tag = name_tag(root.prefix, "author")
    if own and number == len(names):
        added = f"<{tag}>{AUTHOR}</{tag}>".encode("ascii")
        _append(data, edits, root, authors, "authors", added)
    _append(data, edits, root, listed, "commentList", new.encode("ascii"))
    return CommentsEdit(
        data=edits.apply(data), own=own, joined=joined, gone=frozenset(gone), threads=threads
    )


def _author_of(comment: Element, names: list[str]) -> str:
    number = comment.attributes.get("authorId", "")
    return names[int(number)] if number.isdecimal() and int(number) < len(names) else ""


def _is_ours(comment: Element) -> bool:
    text = "".join(each.text for each in comment.walk() if each.name == "t")
    return _REMEDY in text and _BETWEEN not in text


def _is_thread(comment: Element, names: list[str]) -> bool:
    return _author_of(comment, names).startswith(_THREAD)


def _append(
    data: bytes, edits: Edits, root: Element, found: Element | None, name: str, new: bytes
) -> None:
    if found is not None and new:
        edits.append(data, found, new)
    elif new:
        tag = name_tag(root.prefix, name).encode("ascii")
        edits.append(data, root, b"<%b>%b</%b>" % (tag, new, tag))


def _add_text(data: bytes, edits: Edits, prefix: str, comment: Element, said: str | None) -> str:
    """Put what is said now into somebody's comment, in place of ours of an earlier marking.

    Return what is hers.
    """
    text = comment.find("text")
    if text is None:
        return ""
    runs = [each for each in text.children if each.name in ("r", "t")]
    ours = next((n for n, run in enumerate(runs) if _BETWEEN in _text_of(run).text), len(runs))
    if ours < len(runs):
        held = _text_of(runs[ours])
        if kept := held.text[: held.text.index(_BETWEEN)]:
            edits.replace(held.inside, held.close, escape(kept).encode("ascii"))
            ours += 1
        for run in runs[ours:]:
            edits.remove(run)
        del runs[ours:]
    if said is None:
        return ""
    r = name_tag(prefix, "r")
    inner = f'<r><t xml:space="preserve">{escape(_BETWEEN + said)}</t></r>'
    new = prefix_tags(inner, prefix).encode("ascii")
    for run in runs:
        if run.name == "t":  # beside a run, text stands in a run too
            edits.insert(run.start, f"<{r}>".encode("ascii"))
            edits.insert(run.end, f"</{r}>".encode("ascii"))
    if runs:
        edits.insert(runs[-1].end, new)
    else:
        edits.append(data, text, new)
    return "".join(_text_of(run).text for run in runs).partition(_BETWEEN)[0]


def _text_of(run: Element) -> Element:
    return run.find("t") or run


def _write_comment(prefix: str, address: str, author: int, said: str) -> str:
    return prefix_tags(
        f'<comment ref="{address}" authorId="{author}"><text><r>{_FONT}'
        f'<t xml:space="preserve">{escape(said)}</t></r></text></comment>',
        prefix,
    )
