"""A process that does one thing to a space, to be killed at any moment: ``python -m tests.vault.acting``.

Standard input gives the identity. Each thing that was said done is a line of standard output.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dematassist.system.clock import SystemClock
from dematassist.vault.intake import from_bytes
from dematassist.vault.keys import keys_of
from dematassist.vault.model import DocumentFacts
from dematassist.vault.opening import open_documents
from dematassist.vault.records import Record
from dematassist.vault.rows import Kind

NEW = b"%PDF-1.7 " + bytes(range(256)) * 300 + b" %%EOF"
FACTS = DocumentFacts(title="Dit depuis")
WALK, LATER = f"{7:032x}", '{"ticks":["un","deux"]}'


def main(space: Path, verb: str, document_id: str) -> None:
    keys = keys_of(sys.stdin.read(), bytes(16))
    opened = open_documents(space, keys, SystemClock())
    documents = opened.documents
    if verb == "add":
        documents.add_document(from_bytes(NEW, "nouveau.pdf"), FACTS)
    elif verb == "set_facts":
        documents.set_facts(document_id, FACTS)
    elif verb == "keep_walk":
        opened.records.keep(Kind.RECORD, Record(WALK, LATER))
    elif verb == "forget_walk":
        opened.records.forget(Kind.RECORD, WALK)
    elif verb != "open":
        getattr(documents, verb)(document_id)
    print("done", flush=True)
    opened.records.catch_up()
    documents.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
