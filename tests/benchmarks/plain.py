"""The stack to be compared with, as a newcomer would write it.

LangChain's RecursiveCharacterTextSplitter at 1000/200, SentenceTransformer and a persistent Chroma collection, the best
four chunks shown. Same model, same texts. ``python -m tests.benchmarks.plain FOLDER QUESTION`` asks it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

BEST = 4


def model() -> Any:
    """Load the model as its documentation says, from the folder that is installed with us."""
    from sentence_transformers import SentenceTransformer

    from assistant.encoder import find_encoder

    return SentenceTransformer(str(find_encoder(None)), device="cpu", local_files_only=True)


def index(folder: Path, texts: Sequence[str]) -> int:
    """Split, embed and store ``texts`` in ``folder``. Return the number of chunks."""
    import chromadb
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = [chunk for text in texts for chunk in splitter.split_text(text)]
    collection = chromadb.PersistentClient(str(folder)).create_collection("plain", embedding_function=None)
    vectors = model().encode(chunks, show_progress_bar=False)
    collection.add(ids=[str(i) for i in range(len(chunks))], documents=chunks, embeddings=vectors)
    return len(chunks)


def collection(folder: Path) -> Any:
    """Open what ``index`` stored."""
    import chromadb

    return chromadb.PersistentClient(str(folder)).get_collection("plain", embedding_function=None)


def search(opened: Any, vector: Any) -> list[str]:
    """Return the best chunks for a question's vector."""
    found: list[str] = opened.query(query_embeddings=[vector], n_results=BEST)["documents"][0]
    return found


def main() -> None:
    """Answer one question."""
    folder, question = sys.argv[1:]
    vector = model().encode(question, show_progress_bar=False)
    print("\n\n".join(search(collection(Path(folder)), vector)))


if __name__ == "__main__":
    main()
