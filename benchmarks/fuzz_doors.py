"""Hostile files by the thousand, each through the command that takes such a file.

    python benchmarks/fuzz_doors.py --count 1000 --seed 0

Tables, workbooks, settings, RDF, queries and shapes are cut, changed, blown up, nested, packed and
put in other encodings, or a pipe, a device, a folder or a link stands in their place. Every file
is met by a process of its own: a fork of this one, in which the libraries are loaded and no
thread has been started. A file fails that ends it by a signal, a traceback or an error of the
program, that has no sentence, or that takes more than five seconds or 500 MB.
"""

import argparse
import gzip
import io
import os
import random
import resource
import shutil
import signal
import socket
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
SECONDS, MEGABYTES = 5, 500
SETTINGS = 'id = "verkko"\nbase = "https://example.org/verkko/"\ntitle = "Verkko"\n'
Random = random.Random


@dataclass(frozen=True)
class Seed:
    """A good file: its name in a folder, its bytes, and the commands that take it."""

    name: str
    data: bytes
    commands: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Outcome:
    """What came of one file."""

    name: str
    kind: str
    command: tuple[str, ...]
    code: int
    seconds: float
    megabytes: int
    told: str

    def find_fault(self) -> str | None:
        """Return in a word what is wrong with it, if anything is."""
        if self.code < 0:
            return f"signal {-self.code}"
        if self.code not in (0, 1, 2):
            return f"exit code {self.code}"
        if "Traceback" in self.told or "The program has an error" in self.told:
            return "crash"
        if self.code and not self.told.strip():
            return "no word"
        if self.seconds > SECONDS:
            return f"{self.seconds:.1f} s"
        if self.megabytes > MEGABYTES:
            return f"{self.megabytes} MB"
        return None


# -- good files -------------------------------------------------------------------------------

TABLES = (("check", "net"), ("build", "net"), ("inspect", "net/{}"), ("convert", "net", "out.xlsx"))
WORKBOOKS = (("check", "net"), ("inspect", "net/{}"), ("convert", "net", "out"))
RDF = (("check", "net/{}"), ("check", "net/{}", "--shapes", "shapes"), ("reason", "net/{}"))
SHAPES = (("check", "osaajaks", "--shapes", "net/{}"), ("check", "d.nt", "--shapes", "net/{}"))
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
<urn:S> a sh:NodeShape ; sh:targetSubjectsOf <http://www.w3.org/2004/02/skos/core#prefLabel> ;
  sh:property [ sh:path ( <urn:p> [ sh:inversePath <urn:q> ] ) ; sh:minCount 1 ; sh:in ( "a" 1 ) ] ,
    [ sh:path <http://www.w3.org/2004/02/skos/core#prefLabel> ; sh:pattern "^[A-Ö].*" ] ;
  sh:sparql [ sh:message "m" ; sh:select "SELECT $this WHERE { $this <urn:p> ?o }" ] .
"""
QUERY = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?s (COUNT(?l) AS ?n) WHERE { ?s skos:prefLabel ?l . OPTIONAL { ?s ?p ?o } } GROUP BY ?s
"""
JSONLD = '{"@context": {"name": "urn:name"}, "@id": "urn:a", "name": ["x", {"@id": "urn:b"}]}'
RDF_XML = (
    '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:e="urn:e:"><rdf:Description rdf:about="urn:x"><e:p>A</e:p></rdf:Description></rdf:RDF>'
)
CONTENT = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="actors"><table:table-row><table:table-cell>'
    "<text:p>id</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"
    "</office:body></office:document-content>"
)


def pack(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP file of parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def make_seeds() -> list[Seed]:
    """Return good files of every kind, made with the toolkit in a process of its own."""
    made = Path(tempfile.mkdtemp(prefix="seeds-"))
    try:
        for command in (
            ["convert", "datasets/osaajaks", str(made / "network.xlsx")],
            ["build", "datasets/osaajaks", "-o", str(made / "g.ttl")],
            ["build", "datasets/osaajaks", "--format", "ntriples", "-o", str(made / "g.nt")],
        ):
            run_child(["eloggraph", *command], CHECKOUT)
        workbook, turtle, ntriples = (
            (made / name).read_bytes() for name in ("network.xlsx", "g.ttl", "g.nt")
        )
    finally:
        shutil.rmtree(made)
    csv = (CHECKOUT / "datasets/osaajaks/actors.csv").read_bytes()
    ods = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": CONTENT.encode(),
    }
    return [
        Seed("actors.csv", csv, TABLES),
        Seed("memberships.csv", b"actor,organization,role\na,b,c\n" * 40, TABLES),
        Seed("network.xlsx", workbook, WORKBOOKS),
        Seed("network.ods", pack(ods), WORKBOOKS),
        Seed(
            "network.toml",
            SETTINGS.encode(),
            (("check", "net"), ("map", "net"), ("query", "net", "actors")),
        ),
        Seed("g.ttl", turtle, RDF),
        Seed("g.trig", b"<urn:g> {\n" + turtle.partition(b"\n\n")[2][:900] + b"}\n", RDF),
        Seed("g.nt", ntriples, RDF),
        Seed("g.nq", ntriples.replace(b" .\n", b" <urn:g> .\n"), RDF),
        Seed("g.jsonld", JSONLD.encode(), RDF),
        Seed("g.rdf", RDF_XML.encode(), RDF),
        Seed("g.nt.gz", gzip.compress(ntriples, mtime=0), RDF),
        Seed("g.ttl.gz", gzip.compress(turtle, mtime=0), RDF),
        Seed("q.rq", QUERY.encode(), (("query", "osaajaks", "net/{}"),)),
        Seed("s.ttl", SHAPE.encode(), SHAPES),
        Seed(
            "o.ttl",
            (CHECKOUT / "ontology/elo.ttl").read_bytes(),
            (("check", "net/{}"), ("diff", "net/{}", "o.ttl")),
        ),
    ]


# -- what is done to them ---------------------------------------------------------------------


def cut(data: bytes, by: Random) -> bytes:
    return data[: by.randrange(len(data) + 1)]


def flip(data: bytes, by: Random) -> bytes:
    changed = bytearray(data or b"\0")
    for _ in range(by.choice((1, 1, 3, 20, 200))):
        changed[by.randrange(len(changed))] ^= 1 << by.randrange(8)
    return bytes(changed)


def insert(data: bytes, piece: bytes, by: Random) -> bytes:
    at = by.randrange(len(data) + 1)
    return data[:at] + piece + data[at:]


def insert_odd(data: bytes, by: Random) -> bytes:
    odd = [
        b"\0",
        b"\0" * 5000,
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\r",
        b"\x1a",
        b"\x1b[2J",
    ]
    odd += ["\u202e", "\u2028", "\ufffe", "\U0010ffff", "e\u0301" * 500, "İ" * 400, "\u200b" * 99]
    piece = by.choice(odd)
    return insert(data, piece if isinstance(piece, bytes) else piece.encode(), by)


def insert_deep(data: bytes, by: Random) -> bytes:
    marks = [
        b"(",
        b"[",
        b"{",
        b"<<( ",
        b'"',
        b"'''",
        b"<a>",
        b"a.",
        b"[[",
        b'{"a":',
        b"!",
        b"^",
        b"/*",
        b"@prefix ",
    ]
    return insert(data, by.choice(marks) * by.choice((60, 300, 5000, 100_000)), by)


def insert_long(data: bytes, by: Random) -> bytes:
    piece = by.choice(
        (b"a", b"1", b",", b";", b"\t", b"\n", b" ", b'"', b"a,", b"x\n", b"%41", b"\\u0041")
    )
    return insert(data, piece * by.choice((1000, 100_000, 2_000_000)), by)


def repeat(data: bytes, by: Random) -> bytes:
    start = by.randrange(len(data) + 1)
    piece = data[start : start + by.choice((3, 40, 1000))]
    return insert(data, piece * by.choice((2, 50, 3000)), by)


def shuffle(data: bytes, by: Random) -> bytes:
    lines = data.split(b"\n")
    by.shuffle(lines)
    return b"\n".join(lines)


def splice(data: bytes, by: Random) -> bytes:
    """Put pieces of the grammar of every kind in the place of others."""
    words = b'; | , . sh:not sh:node sh:path rdf:rest rdf:first <urn:S> [] () a "x"^^<urn:d> @en '
    words += b"1e999999 SERVICE LOAD UNION MINUS FILTER BIND VALUES * + ^ | / {} id 1.1.2020 =1+1 "
    words += b"<!DOCTYPE> &x; _:b"
    changed, choice = data, words.split(b" ")
    for _ in range(by.choice((1, 3, 10))):
        at = by.randrange(len(changed) + 1)
        changed = changed[:at] + by.choice(choice) + changed[at + by.choice((0, 1, 5, 30)) :]
    return changed


def encode(data: bytes, by: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    name = by.choice(
        ("utf-16", "utf-16-le", "utf-32", "utf-7", "cp1252", "cp850", "cp037", "cp1251")
    )
    return text.encode(name, "replace")


def noise(data: bytes, by: Random) -> bytes:
    return by.choice(
        (b"", b"\xef\xbb\xbf", b"\n" * 9, b"PK\x03\x04", b"\x1f\x8b\x08", by.randbytes(3000))
    )


def inside(change: Callable[[bytes, Random], bytes]) -> Callable[[bytes, Random], bytes]:
    """Return what changes a part of a packed file, and packs it again."""

    def within(data: bytes, by: Random) -> bytes:
        if data[:2] == b"\x1f\x8b":
            return gzip.compress(change(gzip.decompress(data), by), mtime=0)
        if data[:2] != b"PK":
            return change(data, by)
        parts = unpack(data)
        name = by.choice(sorted(parts))
        return pack(parts | {name: change(parts[name], by)})

    return within


def bomb(data: bytes, by: Random) -> bytes:
    """Return a file that grows when it is unpacked."""
    size = by.choice((30_000_000, 300_000_000))
    if data[:2] == b"PK" and is_packed(data):
        name = by.choice(sorted(unpack(data)))
        return pack(unpack(data) | {name: b" " * size})
    packed = gzip.compress(b"#" * size, compresslevel=1, mtime=0)
    return packed if data[:2] == b"\x1f\x8b" else data[:200] + packed[:100_000]


CHANGES = {
    change.__name__: change
    for change in (
        cut,
        flip,
        insert_odd,
        insert_deep,
        insert_long,
        repeat,
        shuffle,
        splice,
        encode,
        noise,
        bomb,
    )
}


def make_place(path: Path, by: Random) -> str:
    """Put something in the place of a file that is none."""
    kind = by.choice(
        ("pipe", "folder", "zero", "full", "circle", "nowhere", "socket", "unreadable", "tty")
    )
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "unreadable":
        path.touch(0)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(path))
    else:
        links = {
            "zero": "/dev/zero",
            "full": "/dev/full",
            "circle": path.name,
            "tty": "/dev/random",
        }
        path.symlink_to(links.get(kind, "no-such-file"))
    return kind


def make_case(
    number: int, seed: int, seeds: list[Seed], folder: Path
) -> tuple[str, str, tuple[str, ...]]:
    """Write the file of a number, and return its name, what was done, and the command for it."""
    by = Random(f"{seed}-{number}")
    good = seeds[number % len(seeds)]
    net = folder / "net"
    net.mkdir()
    (net / "network.toml").write_text(SETTINGS, encoding="utf-8")
    path = net / good.name
    path.unlink(missing_ok=True)
    if by.random() < 0.08:
        kind = make_place(path, by)
    else:
        kinds = by.choices(sorted(CHANGES), k=by.choice((1, 1, 1, 2)))
        data = good.data
        for kind in kinds:
            change = CHANGES[kind]
            if kind != "bomb" and by.random() < 0.5 and is_packed(data):
                change = inside(change)
            data = change(data, by)
        path.write_bytes(data)
        kind = "+".join(kinds)
    words = tuple(word.format(good.name) for word in by.choice(good.commands))
    return good.name, kind, words


def is_packed(data: bytes) -> bool:
    """Tell whether a file is packed and can still be unpacked."""
    damaged = OSError, EOFError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile
    try:
        if data[:2] == b"PK":
            unpack(data)
        else:
            gzip.decompress(data)
    except damaged:
        return False
    return True


# -- processes --------------------------------------------------------------------------------


def warm_up() -> None:
    """Load what commands load, and start no thread."""
    import fastexcel  # noqa: F401
    import networkx  # noqa: F401
    import polars  # noqa: F401
    import pyoxigraph  # noqa: F401

    from eloggraph.cli import main, process  # noqa: F401
    from eloggraph.schema.packaged import packaged_schema

    for command in main.COMMANDS:
        main.main.get_command(None, command)
    packaged_schema()


def run_child(words: list[str], place: Path, most: float = 40) -> tuple[int, float, int, str]:
    """Run a command in a fork; return exit code, seconds of the processor, MB and what it said."""
    with tempfile.TemporaryFile() as out:
        child = os.fork()
        if not child:
            try:
                os.chdir(place)
                # What no bound of the toolkit stops does not take the machine along.
                resource.setrlimit(resource.RLIMIT_DATA, (4 << 30, 4 << 30))
                resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                os.dup2(out.fileno(), 1)
                os.dup2(out.fileno(), 2)
                sys.argv = words
                from eloggraph.cli.process import run_process

                run_process()
            finally:
                os._exit(70)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, most)
        _, status, used = os.wait4(child, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        out.seek(0)
        told = out.read().decode("utf-8", "replace")
    code = os.waitstatus_to_exitcode(status)
    return code, used.ru_utime + used.ru_stime, used.ru_maxrss // 1000, told


def meet(number: int, seed: int, seeds: list[Seed], keep: Path | None) -> Outcome:
    """Let the command for a file meet it, in a folder that is cleared away."""
    folder = Path(tempfile.mkdtemp(prefix="doors-"))
    try:
        for name, target in (
            ("osaajaks", "datasets/osaajaks"),
            ("suomi", "datasets/suomi"),
            ("shapes", "shapes"),
        ):
            (folder / name).symlink_to(CHECKOUT / target)
        (folder / "o.ttl").symlink_to(CHECKOUT / "ontology/elo.ttl")
        (folder / "d.nt").write_text(
            '<urn:a> <http://www.w3.org/2004/02/skos/core#prefLabel> "a" .\n'
        )
        name, kind, words = make_case(number, seed, seeds, folder)
        done = Outcome(name, kind, words, *run_child(["eloggraph", *words, "--lang", "en"], folder))
        kept = folder / "net" / name
        if keep is not None and done.find_fault() and kept.is_file() and not kept.is_symlink():
            keep.mkdir(exist_ok=True)
            shutil.copyfile(kept, keep / f"{number}-{name}")
        return done
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--first", type=int, default=0, help="the number of the first file")
    options.add_argument("--keep", type=Path, help="a folder for the files that fail")
    asked = options.parse_args()
    os.environ |= {"ELOGGRAPH_LANG": "en", "PATH": "", "JAVA_HOME": ""}
    warm_up()
    seeds, failed, codes = make_seeds(), 0, Counter()
    worst: dict[str, float] = {"seconds": 0, "megabytes": 0}
    begun = time.monotonic()
    for number in range(asked.first, asked.first + asked.count):
        done = meet(number, asked.seed, seeds, asked.keep)
        codes[done.code] += 1
        worst = {key: max(most, getattr(done, key)) for key, most in worst.items()}
        if fault := done.find_fault():
            failed += 1
            print(f"{number} {fault}: {done.kind} {done.name}: {' '.join(done.command)}")
            print("   ", done.told.strip()[-300:].replace("\n", " / "), flush=True)
    print(
        f"{asked.count} files in {time.monotonic() - begun:.0f} s, {failed} failed; exit codes "
        f"{dict(sorted(codes.items()))}; at most {worst['seconds']:.1f} s "
        f"and {worst['megabytes']} MB"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
