"""The command that fits the bot: what it prints with and without the development sets."""

import sys

import pytest

from bot import fit


def test_without_a_folder_it_says_in_one_line_what_is_skipped(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["fit-bot"])

    fit.main()

    lines = capsys.readouterr().out.splitlines()
    assert "skipped" in lines[0]
    assert lines[1] == "100 held-out demo questions, 40 of them out of scope"
    assert [line.split()[0] for line in lines[2:5]] == ["answer", "choices", "miss"]


def test_a_folder_without_the_sets_is_one_clear_line(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["fit-bot", "--data", str(tmp_path)])

    with pytest.raises(SystemExit, match="no development sets"):
        fit.main()
