"""Short marks of what a base is built from: FAQs, the code, the dictionaries. Pure."""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from kb.encoder import PACKAGE
from kb.evidence import Faq

UNDER = ("numpy", "opencc-python-reimplemented", "pypinyin", "rapidfuzz")  # what the words go through


def key_of(faqs: Sequence[Faq], *, encoded: bool) -> str:
    """The name under which a base of these FAQs is kept; their order doesn't matter."""
    digest = blake2b(_code(), digest_size=16)
    digest.update(PACKAGE.encode() if encoded else b"")
    for one in sorted(prints(faqs).items()):
        digest.update(repr(one).encode())
    return digest.hexdigest()


def prints(faqs: Sequence[Faq]) -> dict[str, bytes]:
    """A short mark of each FAQ in all its languages: it changes when anything of the FAQ does."""
    parts: dict[str, list[str]] = {}
    for faq in faqs:
        parts.setdefault(faq["id"], []).append(repr((faq["lang"], [*faq["questions"]], faq["answer"])))
    return {
        name: blake2b("\n".join(sorted(texts)).encode(errors="surrogatepass"), digest_size=16).digest()
        for name, texts in parts.items()
    }


@cache
def _code() -> bytes:
    """A mark of everything that a built base depends on besides its FAQs."""
    digest = blake2b(" ".join(version(package) for package in UNDER).encode())
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), here / "synonyms.txt", here / "background.txt"]):
        digest.update(path.read_bytes())
    return digest.digest()
