"""The bot's own sentences exist in both languages."""

import pytest

from bot.phrases import Phrase, say


@pytest.mark.parametrize("phrase", Phrase)
def test_every_sentence_exists_in_both_languages(phrase):
    assert say(phrase, "zh-TW") == say(phrase, "zh")
    assert say(phrase, "fr") == say(phrase, "en")
    assert say(phrase, "zh") != say(phrase, "en")
