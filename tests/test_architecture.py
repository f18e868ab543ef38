"""The house: who may import whom, and behind which door each heavy library lives."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "ingest", "ui")
STAGES = (
    "assistant.answerers",
    "assistant.retriever",
    "assistant.router",
    "assistant.conversation",
    "assistant.grounding",
    "assistant.spoken",
)
STEPS = ("assistant.reading", "assistant.figuring", "assistant.drafting")
COMPOSING = (*STEPS, "assistant.walk", "assistant.story", "assistant.pipeline", "assistant.chain", "assistant.__main__")
GROUND = ("index", "likelihood", "units", "signals", "standing", "vectors", "encoder", "messages", "dates", "years")
LOWEST = ("assistant.types", "assistant.errors")
HEAVY = (
    "torch",
    "chromadb",
    "sentence_transformers",
    "onnxruntime",
    "tokenizers",
    "langchain_core",
    "langchain_text_splitters",
    "bm25s",
    "sklearn",
    "scipy",
    "pdfplumber",
)


@cache
def modules() -> dict[str, Path]:
    """Return every module of the project by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


@cache
def imports(name: str) -> frozenset[str]:
    """Return all that a module imports anywhere, also inside functions: modules of the project by their full name."""
    found = set()
    for node in ast.walk(ast.parse(modules()[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports by a relative path"
            assert node.module is not None
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & modules().keys()) or {node.module}
    return frozenset(found)


def reaches(name: str, *targets: str) -> list[str]:
    """Return which of ``targets``, or what lies below them, a module imports."""
    return sorted(
        found for found in imports(name) if any(found == target or found.startswith(f"{target}.") for target in targets)
    )


def within(package: str) -> list[str]:
    """Return the modules of a package."""
    return [name for name in modules() if name == package or name.startswith(f"{package}.")]


def test_the_modules_are_seen() -> None:
    """The walk below sees the pipeline and what it imports, so that the rules are about something."""
    assert "assistant.pipeline" in modules()
    assert {"assistant.router", "assistant.retriever", "assistant.answerers.extractive"} <= imports(
        "assistant.pipeline"
    )


@pytest.mark.parametrize(
    ("package", "others"), [("assistant", ("ingest", "ui")), ("ingest", ("ui",)), ("ui", ("ingest",))]
)
def test_imports_point_one_way(package: str, others: tuple[str, ...]) -> None:
    """Pages and ingest may use the assistant; the assistant uses neither, and they do not use each other."""
    assert {name: found for name in within(package) if (found := reaches(name, *others))} == {}


def test_nothing_imports_tests() -> None:
    """No module of the product imports the tests, pytest or hypothesis."""
    tools = ("tests", "conftest", "pytest", "hypothesis")
    assert {name: found for name in modules() if (found := reaches(name, *tools))} == {}


@pytest.mark.parametrize("name", LOWEST)
def test_types_and_errors_stand_on_nothing(name: str) -> None:
    """The records and the errors import nothing of the project but each other."""
    assert [found for found in reaches(name, *PACKAGES) if found not in LOWEST] == []


def test_settings_stand_on_types_and_errors_only() -> None:
    """What the environment decides is read without any other module of the project."""
    assert [found for found in reaches("assistant.settings", *PACKAGES) if found not in LOWEST] == []


@pytest.mark.parametrize("stage", STAGES)
def test_stages_know_neither_the_pipeline_nor_one_another(stage: str) -> None:
    """A stage imports no other stage and nothing that composes stages."""
    others = [other for other in STAGES if other != stage]
    others += COMPOSING
    assert within(stage)
    assert {name: found for name in within(stage) if (found := reaches(name, *others))} == {}


@pytest.mark.parametrize("step", STEPS)
def test_steps_compose_stages_and_do_not_know_one_another(step: str) -> None:
    """A step puts stages together over one walk; only the pipeline calls it."""
    others = [other for other in COMPOSING if other not in (step, "assistant.walk", "assistant.story")]
    assert reaches(step, *STAGES)
    assert reaches(step, *others) == []
    assert {name for name in modules() if reaches(name, step)} == {"assistant.pipeline"}


def test_writers_do_not_know_each_other() -> None:
    """The writer of sentences and the writer of figures are independent."""
    for name in within("assistant.answerers"):
        assert [found for found in reaches(name, "assistant.answerers") if found != name] == []


def test_the_writer_takes_nothing_from_the_stage_before_it() -> None:
    """What the extractive writer asks of a text it asks of the words, not of another stage."""
    assert "assistant.conversation" not in imports("assistant.answerers.extractive")


def test_the_ground_floor_knows_no_stage() -> None:
    """Rules, index, encoder, messages and the reading of dates import no stage and no pipeline."""
    ground = [*within("assistant.rules"), *(f"assistant.{name}" for name in GROUND)]
    above = (*STAGES, *COMPOSING)
    assert {name: found for name in ground if (found := reaches(name, *above))} == {}


@pytest.mark.parametrize(
    ("libraries", "doors"),
    [
        (("chromadb",), {"assistant.vectors"}),
        (("bm25s",), {"assistant.lexical"}),
        (("sklearn", "scipy"), {"assistant.likelihood"}),
        (("onnxruntime", "tokenizers"), {"assistant.encoder"}),
        (("sentence_transformers", "transformers", "onnx", "onnxscript"), {"ingest.export"}),
        (("torch",), {"ingest.export", "ingest.tuning"}),
        (
            ("langchain", "langchain_core", "langchain_text_splitters", "langchain_community", "langchain_chroma"),
            {"ingest.split", "assistant.chain"},
        ),
        (("text_to_num",), {"assistant.numerals"}),
        (("pdfplumber", "pdfminer", "pypdf"), {"ingest.readers.pdf"}),
        (("docx",), {"ingest.readers.word"}),
        (("lxml", "bs4"), {"ingest.readers.webpage"}),
        (("streamlit", "fastapi", "starlette", "uvicorn"), set(within("ui"))),
        (("uvicorn",), {"ui.__main__"}),
        (("prometheus_client",), {"ui.measures"}),
        (("altair",), {"ui.charts"}),
    ],
)
def test_each_heavy_library_has_one_door(libraries: tuple[str, ...], doors: set[str]) -> None:
    """Each heavy library is imported only where it belongs."""
    assert {name for name in modules() if reaches(name, *libraries)} <= doors


@pytest.mark.parametrize(
    "name",
    ["nodes", "escape", "labels", "told", "case_file", "citation_card", "answer_card", "release_facts"],
)
def test_what_is_shown_is_made_without_streamlit(name: str) -> None:
    """The trees of the chat page, its files and its facts are plain values; only views and their inputs draw."""
    assert reaches(f"ui.{name}", "streamlit", "altair") == []


@pytest.mark.parametrize(
    "name",
    [
        "assistant.vectors",
        "assistant.lexical",
        "assistant.likelihood",
        "assistant.encoder",
        "ingest.export",
        "ingest.split",
        "ingest.readers.pdf",
    ],
)
def test_doors_open_at_first_use(name: str) -> None:
    """Index, encoder, export and splitter import their heavy library inside a function, never at the top."""
    tree = ast.parse(modules()[name].read_text(encoding="utf-8"))
    top = {
        alias.name.split(".")[0] if isinstance(node, ast.Import) else (node.module or "").split(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert top & set(HEAVY) == set()


@pytest.mark.integration
@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("assistant", ["pay", "--on", "2026-06-01"]),
        ("assistant", ["pay", "--on", "2022-06-01", "--json"]),
        ("assistant", ["calculate", "--list"]),
        ("assistant", ["calculate", "performance_award", "--basic-pay", "200000"]),
        ("assistant", ["score", "--ratings", "4/4/4/4/4", "--weights", "20/20/20/20/20"]),
        ("assistant", ["--help"]),
        ("assistant", ["ask", "--help"]),
        ("ingest", ["--help"]),
        ("ui", ["--help"]),
    ],
)
def test_calculators_and_help_load_nothing_heavy(module: str, arguments: list[str]) -> None:
    """A calculator and every help answer without torch, Chroma, sentence-transformers, LangChain or bm25s."""
    program = (
        "import json, runpy, sys\n"
        f"sys.argv = {[module, *arguments]!r}\n"
        "try:\n"
        f"    runpy.run_module({module!r}, run_name='__main__', alter_sys=True)\n"
        "except SystemExit as end:\n"
        "    code = end.code or 0\n"
        "print(json.dumps([code, sorted({name.split('.')[0] for name in sys.modules})]), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    code, loaded = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    assert done.stdout
    assert set(loaded) & {*HEAVY, "transformers", "numpy"} == set()
