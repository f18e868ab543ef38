"""The command line: ``python -m ingest build | check | releases``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.errors import AssistantError
from assistant.settings import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 error or problems found, 2 usage."""
    options = _parser().parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except AssistantError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("error: interrupted; the release that answered before still answers", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Build the releases that answers come from.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    home = argparse.ArgumentParser(add_help=False)
    home.add_argument("--home", type=Path, help="folder of releases (default: SES_HOME, else .ses or user data)")

    build = commands.add_parser("build", parents=[home], help="build a release and switch to it")
    build.add_argument(
        "--corpus", action="append", metavar="DIR", help="'shipped' (default) or a folder; may be repeated"
    )
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="check the shipped corpus, or what a folder would give")
    check.add_argument("folder", nargs="?", help="a folder of documents (default: the shipped corpus)")
    check.set_defaults(run=_check)

    releases = commands.add_parser("releases", parents=[home], help="list the releases; * answers now")
    releases.set_defaults(run=_releases)
    return parser


def _build(options: argparse.Namespace) -> int:
    from assistant.encoder import check_weights, open_encoder
    from ingest.build import SHIPPED, build

    settings = read_settings(options.home)
    encoder = open_encoder(settings.home, settings.encoder)
    if settings.encoder is None:
        check_weights(encoder.source)
    if encoder.needs_export():
        print("Exporting the encoder to ONNX, once (half a minute).", file=sys.stderr)
    report = build(settings.home, options.corpus or [SHIPPED], encoder, _progress())
    for item in report.unread:
        print(f"skipped {item.path}: {item.reason}", file=sys.stderr)
    counts = f"{report.new} new, {report.changed} changed, {report.gone} gone, {report.same} same"
    print(f"release {report.release}: {counts} ({report.embedded} texts embedded)")
    return 1 if report.unread else 0


def _progress() -> Callable[[int, int], None] | None:
    """Return a progress bar for a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return None
    from tqdm import tqdm

    bar = tqdm(unit="text", desc="embedding", leave=False)

    def show(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return show


def _check(options: argparse.Namespace) -> int:
    from ingest.build import SHIPPED, collect, shipped_corpus
    from ingest.catalogue import load_sources
    from ingest.entries import load_corpus
    from ingest.proof import copied, prove

    if options.folder:
        passages, unread = collect([options.folder])
        for item in unread:
            print(f"skipped {item.path}: {item.reason}")
        print(f"{len(passages)} passages, {len(unread)} files skipped")
        return 1 if unread else 0
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


def _releases(options: argparse.Namespace) -> int:
    from assistant.index import read_manifest
    from assistant.releases import current_release, releases_folder

    home = read_settings(options.home).home
    current = current_release(home)
    folders = sorted(releases_folder(home).glob("[0-9a-f]*")) if releases_folder(home).is_dir() else []
    manifests = sorted((read_manifest(folder) for folder in folders), key=lambda manifest: manifest.built_at)
    for manifest in manifests:
        mark = "*" if manifest.id == current else " "
        corpora = ", ".join(manifest.corpora)
        print(f"{mark} {manifest.id}  {manifest.built_at:%Y-%m-%d %H:%M}  {len(manifest.passages)} passages  {corpora}")
    if not manifests:
        print(f"There is no release under {home}: run 'python -m ingest build'")
    return 0


if __name__ == "__main__":
    sys.exit(main())
