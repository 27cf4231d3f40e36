"""A base on disk: the same answers, and whatever is wrong with a file, none of it."""

import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from kb import marks
from kb.episodes import demo_faqs
from kb.evidence import Base, Faq
from kb.marks import key_of
from kb.matching import make
from kb.stored import KEPT, Shelf

ASKED = ("怎么退货", "where is my parcel", "refund", "发票", "flamingo")


@pytest.fixture(scope="module")
def faqs() -> list[Faq]:
    return demo_faqs()[:40]


@pytest.fixture(scope="module")
def base(faqs: list[Faq]) -> Base:
    return Base(faqs)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf.at(tmp_path / "index")


def test_a_second_start_answers_the_same_without_building(shelf, faqs, monkeypatch):
    first, second = make(encoder=False, shelf=shelf), make(encoder=False, shelf=shelf)
    first.build(faqs)
    monkeypatch.setattr("kb.matching.Base", None)  # whoever builds now fails
    second.build(faqs[::-1])

    assert [second.answer(query) for query in ASKED] == [first.answer(query) for query in ASKED]


def test_a_base_without_the_opinions_comes_back_without_them(shelf, base, monkeypatch):
    monkeypatch.setattr("kb.classifier.MOST_FAQS", 1)
    plain = Base(demo_faqs()[:40])
    assert plain.classifier is None

    shelf.put("plain", plain)
    back = shelf.get("plain", None)

    assert back is not None
    assert (back.classifier, back.bayes) == (None, None)


def test_a_base_from_disk_can_be_revised_and_taught(shelf, faqs):
    for _ in range(2):
        matcher = make(encoder=False, shelf=shelf)
        matcher.build(faqs)
    revised = matcher.revised(
        [*faqs, Faq(id="new", lang="en", questions=["flamingos welcome here"], answer="")]
    )

    assert revised is not None
    assert revised.answer("flamingos welcome here")[0][0] == "new"
    revised.learn([("flamingos welcome here", "new")])


def test_another_faq_or_other_code_is_another_key(faqs, monkeypatch):
    before = key_of(faqs, encoded=False)
    changed = Faq(id=faqs[0]["id"], lang=faqs[0]["lang"], questions=faqs[0]["questions"], answer="Another.")

    assert key_of(faqs[::-1], encoded=False) == before
    assert key_of([changed, *faqs[1:]], encoded=False) != before
    assert key_of(faqs, encoded=True) != before
    monkeypatch.setattr(marks, "_code", lambda: b"other code")
    assert key_of(faqs, encoded=False) != before


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_file_cut_short_is_none(shelf, base, share):
    shelf.put("cut", base)
    path = shelf.folder / "cut.npz"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    assert shelf.get("cut", None) is None


def test_a_flipped_bit_is_found(shelf, base):
    shelf.put("bit", base)
    path = shelf.folder / "bit.npz"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3] ^= 4
    path.write_bytes(raw)

    assert shelf.get("bit", None) is None


def test_nothing_in_a_file_is_ever_run(shelf, base, tmp_path):
    class Trap:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "sprung",))

    shelf.put("trap", base)
    part = io.BytesIO()
    np.save(part, np.asarray([Trap()], object), allow_pickle=True)
    path = shelf.folder / "trap.npz"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {"ids.npy": part.getvalue()}).items():
            archive.writestr(name, content)

    assert shelf.get("trap", None) is None
    assert not (tmp_path / "sprung").exists()


def test_parts_of_different_bases_are_none(shelf, base):
    shelf.put("mixed", base)
    with np.load(shelf.folder / "mixed.npz") as arrays:
        parts = dict(arrays) | {"owner": base.owner[:-1]}
    np.savez(shelf.folder / "mixed.npz", **parts)

    assert shelf.get("mixed", None) is None


def test_the_oldest_files_make_room(shelf, base):
    for number in range(KEPT + 3):
        shelf.put(f"base{number}", base)
        os.utime(shelf.folder / f"base{number}.npz", (number, number))

    left = sorted(path.name for path in shelf.folder.iterdir())
    assert len(left) == KEPT
    assert f"base{KEPT + 2}.npz" in left


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path, faqs):
    matcher = make(encoder=False, shelf=Shelf(tmp_path / "nowhere"))
    matcher.build(faqs)

    assert matcher.answer("怎么退货")


def test_files_are_the_owners_alone(shelf, base):
    shelf.put("mine", base)

    assert (shelf.folder / "mine.npz").stat().st_mode & 0o077 == 0
    assert shelf.folder.stat().st_mode & 0o077 == 0


def test_labels_are_asked_once(shelf, faqs, monkeypatch):
    labels = [("where is my parcel", None), ("怎么退货", faqs[0]["id"])] * 20
    first, second = make(encoder=False, shelf=shelf), make(encoder=False, shelf=shelf)
    first.build(faqs)
    first.learn(labels)
    second.build(faqs)
    monkeypatch.setattr("kb.matching._judged", None)  # whoever asks again fails
    second.learn(labels)

    assert [second.answer(query) for query in ASKED] == [first.answer(query) for query in ASKED]
