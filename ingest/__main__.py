"""The command line: ``python -m ingest build | check | releases | rollback | diff | tune``."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.exits import exit_status
from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from assistant.encoder import Encoder
    from assistant.index import Release


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 error or problems found, 2 usage."""
    options = _parser().parse_args(arguments)
    still = "interrupted; the release that answered before still answers"
    return exit_status(lambda: int(options.run(options)), still)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Build the releases that answers come from.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    home = argparse.ArgumentParser(add_help=False)
    home.add_argument("--home", type=Path, help="folder of releases (default: SES_HOME, else .ses or user data)")

    build = commands.add_parser("build", parents=[home], help="build a release and switch to it")
    build.add_argument(
        "--corpus", action="append", metavar="DIR", help="'shipped' (default) or a folder; may be repeated"
    )
    build.add_argument(
        "--gate", type=Path, metavar="GOLD", help="switch only if these gold questions are not answered worse"
    )
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="check the shipped corpus, or what a folder would give")
    check.add_argument("folders", nargs="*", metavar="DIR", help="folders of documents; 'shipped' beside them compares")
    check.add_argument("--json", action="store_true", help="print every finding as JSON")
    check.set_defaults(run=_check)

    releases = commands.add_parser("releases", parents=[home], help="list the releases; * answers now")
    releases.add_argument(
        "--prune", type=int, metavar="N", help="remove all but the N newest, the current one and the one before it"
    )
    releases.add_argument("--keep", action="append", default=[], metavar="ID", help="a release that pruning must leave")
    releases.set_defaults(run=_releases)

    rollback = commands.add_parser("rollback", parents=[home], help="answer from an earlier release again")
    rollback.add_argument("release", nargs="?", metavar="ID", help="which one (default: the one before the current)")
    rollback.set_defaults(run=_rollback)

    diff = commands.add_parser("diff", parents=[home], help="show what lies between two releases")
    diff.add_argument("old", metavar="A")
    diff.add_argument("new", metavar="B")
    diff.add_argument("--gold", type=Path, metavar="GOLD", help="gold questions whose answers are compared, too")
    diff.set_defaults(run=_diff)

    tune = commands.add_parser(
        "tune", help="learn from the shipped wordings what to add to the encoder (a quarter hour)"
    )
    tune.add_argument("--steps", type=int, metavar="N", help="how many steps (default: as shipped)")
    tune.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="where to write it: assistant/adapter.npz"
    )
    tune.set_defaults(run=_tune)
    return parser


def _build(options: argparse.Namespace) -> int:
    from assistant.releases import SHIPPED
    from ingest.build import build
    from ingest.report import counts

    settings = read_settings(options.home)
    corpora = options.corpus or [SHIPPED]
    encoder = _encoder(settings, taught=SHIPPED in corpora)
    gate = _gate(options.gate, encoder) if options.gate else None
    report = build(settings.home, corpora, encoder, _progress(), gate)
    for item in report.unread:
        print(f"skipped {item.path}: {item.reason}", file=sys.stderr)
    if report.findings:
        found = ", ".join(f"{number} {action}" for action, number in counts(report.findings).items() if number)
        again = shlex.join(["python", "-m", "ingest", "check", *(options.corpus or [])])
        print(f"screened: {found}; each with its place: {again}", file=sys.stderr)
    told = f"{report.new} new, {report.changed} changed, {report.gone} gone, {report.same} same"
    print(f"release {report.release}: {told} ({report.embedded} texts embedded)")
    return 1 if report.unread else 0


def _encoder(settings: Settings, *, taught: bool) -> Encoder:
    """Return the encoder that a build takes: what the shipped wordings taught is of no use to other documents alone."""
    from assistant.encoder import check_weights, open_encoder

    encoder = open_encoder(settings.home, settings.encoder, taught=taught)
    if settings.encoder is None:
        check_weights(encoder.source)
    if encoder.needs_export():
        print("Exporting the encoder to ONNX, once (half a minute).", file=sys.stderr)
    return encoder


def _gate(path: Path, encoder: Encoder) -> Callable[[Release, Release | None], None]:
    from ingest.gate import load_gold, refuse_worse

    gold = load_gold(path)

    def gate(fresh: Release, before: Release | None) -> None:
        now, then = refuse_worse(gold, encoder, fresh, before)
        was = "" if then is None else f", {then} before"
        print(f"gate: {now} of {len(gold)} gold questions right{was}")

    return gate


def _progress(unit: str = "text", doing: str = "embedding") -> Callable[[int, int], None] | None:
    """Return a progress bar for a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return None
    from tqdm import tqdm

    bar = tqdm(unit=unit, desc=doing, leave=False)

    def show(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return show


def _check(options: argparse.Namespace) -> int:
    from assistant.releases import SHIPPED
    from ingest.catalogue import load_sources
    from ingest.corpora import shipped_corpus
    from ingest.entries import load_corpus
    from ingest.proof import copied, prove

    if set(options.folders) - {SHIPPED}:
        return _check_folders(options.folders, as_json=options.json)
    folder = shipped_corpus()
    sources = load_sources(folder / "sources.yaml")
    chapters = load_corpus(folder, sources)
    shared = folder.resolve().parent.parent / "shared"
    here = (shared / "facts").is_dir()
    problems = [*prove(chapters, sources, shared), *copied(folder, shared)] if here else []
    for problem in problems:
        print(problem)
    proof = "" if here else " (format only: the fact pack is not here)"
    entries = sum(len(chapter.passages) for chapter in chapters)
    print(f"{SHIPPED} corpus: {entries} entries, {len(problems)} problems{proof}")
    return 1 if problems else 0


def _check_folders(folders: Sequence[str], *, as_json: bool) -> int:
    """Show what a build would make of folders of raw documents. Nothing is written."""
    from ingest.corpora import gather
    from ingest.report import as_dict, render

    found = gather(folders)
    unread = [(str(item.path), item.reason) for item in found.unread]
    if as_json:
        print(json.dumps(as_dict(found.findings, unread), ensure_ascii=False, indent=1))
    else:
        print("\n".join(render(found.findings, unread)))
        print(f"{len(found.passages)} passages, {len(unread)} files skipped")
    return 1 if unread else 0


def _releases(options: argparse.Namespace) -> int:
    from assistant.releases import current_release, manifests, prune

    home = read_settings(options.home).home
    if options.prune is not None:
        if options.prune < 0:
            raise AssistantError("--prune takes how many releases stay: 0 or more")
        for gone in prune(home, options.prune, options.keep):
            print(f"removed {gone}")
    current = current_release(home)
    there = manifests(home)
    for manifest in there:
        mark = "*" if manifest.id == current else " "
        corpora = ", ".join(manifest.corpora)
        print(f"{mark} {manifest.id}  {manifest.built_at:%Y-%m-%d %H:%M}  {len(manifest.passages)} passages  {corpora}")
    if not there:
        print(f"There is no release under {home}: run 'python -m ingest build'")
    return 0


def _rollback(options: argparse.Namespace) -> int:
    from assistant.releases import open_release, release_before, switch_to

    home = read_settings(options.home).home
    chosen = options.release or release_before(home)
    open_release(home, chosen).close()  # only a whole release may answer
    switch_to(home, chosen)
    print(f"release {chosen} answers again")
    return 0


def _diff(options: argparse.Namespace) -> int:
    from assistant.manifest import read_manifest
    from assistant.releases import SHIPPED, folder_of, open_release
    from ingest.compare import changed_answers, differences
    from ingest.gate import load_gold

    settings = read_settings(options.home)
    gold = load_gold(options.gold) if options.gold else ()
    manifests = [read_manifest(folder_of(settings.home, name)) for name in (options.old, options.new)]
    lines = list(differences(*manifests))
    if gold:
        with (
            closing(open_release(settings.home, options.old)) as old,
            closing(open_release(settings.home, options.new)) as new,
        ):
            lines += changed_answers(gold, _encoder(settings, taught=SHIPPED in new.manifest.corpora), old, new)
    print("\n".join(lines) if lines else "No difference.")
    return 0


def _tune(options: argparse.Namespace) -> int:
    from assistant.encoder import find_encoder
    from assistant.releases import SHIPPED
    from ingest.boundaries import load_boundaries
    from ingest.corpora import collect, shipped_corpus
    from ingest.tuning import STEPS, learn, matters_of, write_adapter

    passages, _ = collect([SHIPPED])
    matters = matters_of(passages, load_boundaries(shipped_corpus() / "boundaries.yaml"))
    steps = STEPS if options.steps is None else options.steps
    write_adapter(options.out, learn(matters, find_encoder(None), steps, _progress("step", "learning")))
    print(
        f"{options.out}: learned from {sum(len(matter.asked) for matter in matters)} wordings of {len(matters)} matters"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
