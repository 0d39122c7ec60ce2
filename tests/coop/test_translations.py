"""Every text has its Spanish, and what is filled in stands in both."""

import polib
import pytest

from coop import translations


def test_texts_are_found_in_python():
    source = 'x = _("One")\nngettext("%(n)d vote", "%(n)d votes", n)\npgettext("post", "Open")\n_(name)'
    assert set(translations.in_python(source)) == {("", "One"), ("", "%(n)d vote"), ("post", "Open")}


def test_texts_are_found_in_templates():
    source = """{% load i18n %}{% translate "It's open" %} {% translate "Open" context "post" %}
    {% blocktranslate count n=n %}{{ n }} vote{% plural %}{{ n }} votes{% endblocktranslate %}"""
    found = set(translations.in_template(source))
    assert found == {("", "It's open"), ("post", "Open"), ("", "%(n)s vote")}


@pytest.mark.parametrize(
    ("english", "spanish", "fault"),
    [
        ("%(n)s votes", "%(n)s votos", None),
        ("%(n)s votes", "votos", "%(n)s is missing in the Spanish"),
        ("votes", "%(n)s votos", "%(n)s is not in the English"),
        ("100 %", "100 %", None),
    ],
)
def test_what_is_filled_in_stands_in_both(english, spanish, fault):
    entry = polib.POEntry(msgid=english, msgstr=spanish)
    assert translations.places_differ(entry) == ([fault] if fault else [])


def test_two_rooms_may_not_say_the_same_thing_differently(tmp_path):
    for room, word in (("a", "abierto"), ("b", "abierta")):
        (tmp_path / f"{room}.po").write_text(f'msgid "Open"\nmsgstr "{word}"\n')
    whole, faults = translations.catalogue(tmp_path)
    assert len(whole) == 1
    assert faults == ["b.po: 'Open' reads otherwise in a.po"]


def test_an_empty_translation_is_named(tmp_path):
    (tmp_path / "a.po").write_text('msgid "Open"\nmsgstr ""\n')
    assert translations.catalogue(tmp_path)[1] == ["a.po: not translated: 'Open'"]
