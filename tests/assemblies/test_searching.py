"""What was proposed, decided and written down is found by its words, on both engines alike."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from assemblies.actions import (
    approve_minutes,
    cast_ballot,
    close_assembly,
    close_voting,
    draft_motion,
    edit_motion,
    set_house_rule,
    table_motion,
    withdraw_motion,
)
from assemblies.actions.searching import index_what_was_forgotten, reindex
from assemblies.full_text import install
from assemblies.models import Minutes, Motion, SearchEntry
from assemblies.reports.searching import find, motions_like
from assemblies.rules.searching import asked, passage
from assemblies.rules.stemming import english_stem, spanish_stem
from assemblies.tasks import do_what_is_due
from record import guards
from tests.assemblies.conftest import LAST_WEEK, Hall, hall_of
from tests.makers import TODAY
from tests.pages import at, signed_in


def titles(words: str, **more: str) -> list[str]:
    page = find(words, **more)
    assert page is not None
    return [found.title for found in page]


def stems(words: str) -> set[str]:
    return {spanish_stem(asked(word)[0][0]) for word in words.split()}


# --- words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forms",
    [
        "votar votamos votaron votó votación votaciones voto votos",
        "repartir reparto repartimos repartieron repartiendo repartirlo repartirá",
        "compra compras comprar compramos compraron comprado comprarlas",
        "reparación reparaciones reparar reparamos",
        "retiro retiros retira retirar retirará retiraron",
        "cambia cambiar cambio cambios cambiaron",
        "excedente excedentes",
    ],
)
def test_the_forms_of_a_spanish_word_are_one_word(forms: str) -> None:
    assert len(stems(forms)) == 1


@pytest.mark.parametrize(
    "forms", ["decision decisions", "pay pays paying", "share shares shared sharing", "member members"]
)
def test_the_forms_of_an_english_word_are_one_word(forms: str) -> None:
    assert len({english_stem(word) for word in forms.split()}) == 1


def test_words_that_say_nothing_are_not_looked_for() -> None:
    assert asked("la de los que the of and") == []
    assert len(asked("el precio de los hornos")) == 2


@pytest.mark.parametrize("typed", ["", " ", "%", "'", '"', "\x00", "()*:&|!", "OR", "-", "\\", "NEAR("])
def test_signs_are_not_words(typed: str) -> None:
    assert all(word.isalnum() for forms in asked(typed) for word in forms)


def test_a_passage_shows_the_words_that_were_asked_for() -> None:
    text = "Antes de nada. " * 30 + "Compramos dos montacargas eléctricos para el depósito. " + "Y más. " * 60

    pieces = passage(text, asked("electrico montacarga"))

    assert [piece for piece, hit in pieces if hit] == ["montacargas", "eléctricos"]
    assert pieces[0] == ("… ", False)
    assert pieces[-1] == (" …", False)
    assert len("".join(piece for piece, _hit in pieces)) < 400


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL has the stemmers to compare with")
@pytest.mark.parametrize(
    ("dictionary", "stem", "words"),
    [
        (
            "english_stem",
            english_stem,
            "accounts adopted agreement allocation annually apologies assemblies auditing ballots buying carried"
            " conditional decisively differently electrical enacting equality exceed generous hopping housing"
            " kindness largely majority meetings national operational ovens paid payments periodically priced"
            " quarrelling rational readiness relational renewals repaying reserved rotating running secrecy"
            " sharing shifts skies sufficiently surplus tied traditional unanimously vietnamization voters yearly",
        ),
        (
            "spanish_stem",
            spanish_stem,
            "actas acuerdos anticipo asistencia ausentes balance cocina compramos comunicaciones consejo"
            " cooperativa cuentas dando deudas discutido distribuido elegidos empresas entregarlo equipos"
            " estatuto excedentes facturas firmaron fondos habilidades herramientas hornos igualdad"
            " lentamente mensualmente mercados pagando pagaron pedidos presentes"
            " productivas proveedores rapidamente rechazado reglamento reparten repuestos reunieron rotativos"
            " seguridad semanales sueldos tecnicos turnos uniformes vendiendo ventas votaron",
        ),
    ],
)
def test_stems_are_those_of_the_published_stemmers(dictionary: str, stem: object, words: str) -> None:
    with connection.cursor() as cursor:
        for word in words.split():
            cursor.execute("SELECT (ts_lexize(%s, %s))[1]", [dictionary, word])
            assert stem(word) == cursor.fetchone()[0], word


# --- what is found --------------------------------------------------------------------------------------------


@pytest.fixture
def hall(db: None) -> Hall:
    hall = hall_of(9)
    hall.motion(title="Dos montacargas", text="Comprar dos montacargas eléctricos para el depósito.")
    hall.motion(title="Reparación del horno", text="Se repara el horno 2 en julio, con el fondo de reserva.")
    hall.motion(title="Kitchen rota", text="Everybody cooks, sharing the shifts equally.")
    return hall


def test_a_motion_is_found_by_any_form_of_its_words(hall: Hall) -> None:
    for words, title in (
        ("montacarga", "Dos montacargas"),
        ("MONTACARGAS electrico", "Dos montacargas"),
        ("compramos", "Dos montacargas"),
        ("deposito", "Dos montacargas"),
        ("montac", "Dos montacargas"),
        ("reparar hornos", "Reparación del horno"),
        ("REPARACION", "Reparación del horno"),
        ("fondos de la reserva", "Reparación del horno"),
        ("shift shared", "Kitchen rota"),
        ("everybody cooking", "Kitchen rota"),
    ):
        assert titles(words, kind="motion") == [title], words


def test_every_word_must_be_there(hall: Hall) -> None:
    assert titles("montacargas horno") == []


def test_words_may_stand_one_in_the_title_and_one_in_the_text(hall: Hall) -> None:
    assert titles("reparación julio") == ["Reparación del horno"]


def test_a_title_that_says_it_all_goes_before_a_newer_text(hall: Hall) -> None:
    hall.motion(title="Julio", text="Otra cosa que dice horno y reparar.")
    assert titles("reparar horno") == ["Reparación del horno", "Julio"]


def test_a_number_finds_its_motion(hall: Hall) -> None:
    motion = Motion.objects.get(title="Kitchen rota")
    assert "Kitchen rota" in titles(str(motion.number), kind="motion")


def test_a_draft_is_found_by_nobody_until_it_is_tabled(hall: Hall) -> None:
    author = hall.people[0]
    draft = draft_motion(
        kind="decision", title="Trompeta", text="Una banda.", terms={}, proposer=author, now=hall.now
    )
    edit_motion(
        motion_id=draft.pk, title="Trompetas", text="Una banda.", terms={}, actor=author, now=hall.now
    )
    index_what_was_forgotten()
    reindex()
    assert titles("trompeta") == []

    table_motion(motion_id=draft.pk, actor=author, now=hall.now)

    assert titles("trompeta") == ["Trompetas"]


def test_a_draft_taken_back_is_found_by_nobody(hall: Hall) -> None:
    author = hall.people[0]
    draft = draft_motion(
        kind="decision", title="Trompeta", text="Una banda.", terms={}, proposer=author, now=hall.now
    )
    withdraw_motion(motion_id=draft.pk, actor=author, now=hall.now)
    index_what_was_forgotten()
    reindex()
    assert titles("trompeta") == []


def decide(hall: Hall, motion: Motion) -> None:
    from assemblies.actions import open_voting

    open_voting(
        motion_id=motion.pk, closes_at=hall.now + timedelta(minutes=30), actor=hall.chair, now=hall.now
    )
    for person in hall.people[:6]:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=1))


@pytest.mark.parametrize("words", ["horno aprobado", "horno adopted"])
def test_a_decided_motion_is_found_by_its_outcome_in_both_languages(hall: Hall, words: str) -> None:
    assert titles(words, kind="motion") == []
    decide(hall, Motion.objects.get(title="Reparación del horno"))
    assert titles(words, kind="motion") == ["Reparación del horno"]


def test_an_adopted_amendment_changes_what_its_motion_is_found_by(hall: Hall) -> None:
    motion = Motion.objects.get(title="Dos montacargas")
    amendment = hall.motion(
        title="Usados", text="Comprar dos montacargas usados para el depósito.", amends_id=motion.pk
    )
    decide(hall, amendment)
    assert titles("dos montacargas usados") == ["Usados", "Dos montacargas"] or set(
        titles("montacargas usados")
    ) == {"Usados", "Dos montacargas"}
    assert "Dos montacargas" not in titles("montacargas eléctricos")


def test_minutes_are_found_by_their_matters_and_by_their_notes(hall: Hall) -> None:
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    assert titles("acta montacargas", kind="minutes") == ["Minutes: weekly assembly 1"]
    assert titles("trompeta") == []

    approve_minutes(
        minutes_id=Minutes.objects.get().pk,
        notes="Delia tocó la trompeta.",
        unsigned_because="Firman mañana.",
        actor=hall.chair,
        now=hall.now,
    )

    assert titles("trompetas") == ["Minutes: weekly assembly 1"]


def test_a_house_rule_is_found_in_both_languages_and_by_what_it_says(hall: Hall) -> None:
    reindex()
    in_spanish, in_english = titles("apoyos", kind="rule"), titles("seconders", kind="rule")
    assert in_english
    assert set(in_english) & {*in_spanish, *in_english}
    assert SearchEntry.objects.filter(kind="rule").count() > 10


def test_setting_a_house_rule_takes_its_words(db: None) -> None:
    from tests.makers import make_coop

    coop = make_coop()
    set_house_rule(
        key="assembly.seconders",
        value=3,
        in_force_from=TODAY,
        motion=None,
        actor=None,
        now=coop.founded_at,
    )
    assert SearchEntry.objects.get().about == "rule:assembly.seconders"


def test_the_clock_takes_the_words_that_nobody_took(hall: Hall) -> None:
    SearchEntry.objects.all().delete()
    do_what_is_due(now=LAST_WEEK)
    assert titles("montacargas", kind="motion") == ["Dos montacargas"]
    assert index_what_was_forgotten() == 0


def test_reindex_makes_the_same_words_anew(hall: Hall) -> None:
    before = list(SearchEntry.objects.filter(kind="motion").order_by("about").values("about", "text_words"))
    out = StringIO()
    call_command("reindex", stdout=out)
    assert (
        list(SearchEntry.objects.filter(kind="motion").order_by("about").values("about", "text_words"))
        == before
    )
    assert "can be found" in out.getvalue()


def test_the_index_comes_back_after_its_table_was_made_anew(hall: Hall) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER words_follow_new_entries")
            cursor.execute("DELETE FROM assemblies_words_data WHERE id > 10")
        else:
            cursor.execute("DROP INDEX words_of_entries")
    install(connection)
    install(connection)
    hall.motion(title="Trompeta", text="Una banda.")
    assert titles("trompetas", kind="motion") == ["Trompeta"]
    assert titles("montacargas", kind="motion") == ["Dos montacargas"]


def test_what_is_restored_is_found(transactional_db: None, tmp_path: object) -> None:
    hall_of(3).motion(title="Dos montacargas", text="Comprar dos.")
    file = f"{tmp_path}/all.zip"
    call_command("backup", file, stdout=StringIO())
    guards.remove(connection)
    call_command("flush", verbosity=0, interactive=False)
    assert titles("montacarga") == []

    call_command("restore", file, stdout=StringIO())

    assert titles("montacarga", kind="motion") == ["Dos montacargas"]


def test_titles_alike_are_those_that_share_words_in_any_form_the_most_alike_first(hall: Hall) -> None:
    hall.motion(title="Hornos nuevos", text="Dos.")
    hall.motion(title="Reparaciones varias del horno 3", text="Tres.")

    alike = [motion.title for motion in motions_like("Reparar un HORNO", most=5)]

    assert alike == ["Reparaciones varias del horno 3", "Reparación del horno", "Hornos nuevos"]
    assert motions_like("de la", most=5) == motions_like("", most=5) == motions_like("'\"*", most=5) == []


# --- pages ----------------------------------------------------------------------------------------------------


def test_the_page_shows_what_is_found_with_its_words_marked(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(hall.now, monkeypatch)
    page = signed_in(hall.people[0]).get("/search/", {"words": "montacarga eléctrico"}).content.decode()
    assert "<mark>montacargas</mark> <mark>eléctricos</mark>" in page


def test_nothing_that_is_typed_breaks_the_page(hall: Hall) -> None:
    client = signed_in(hall.people[0])
    for words in "", "de la", "ñandú", "' OR 1=1 --", '"', "*", "a" * 500, "\x00", "%s %d {}":
        assert client.get("/search/", {"words": words, "kind": "no", "page": "x"}).status_code == 200, words
        assert client.get("/motions/", {"words": words}).status_code == 200, words


def test_a_stranger_looks_for_nothing(db: None, client: object) -> None:
    assert client.get("/search/?words=horno").status_code == 302  # type: ignore[attr-defined]


def test_the_list_of_motions_is_searched_in_the_same_way_and_finds_ones_own_drafts(hall: Hall) -> None:
    author, other = hall.people[0], hall.people[1]
    draft_motion(
        kind="decision", title="Trompeta", text="Una banda.", terms={}, proposer=author, now=hall.now
    )
    assert "Dos montacargas" in signed_in(other).get("/motions/?words=montacarga").content.decode()
    assert "Trompeta" in signed_in(author).get("/motions/?words=trompeta").content.decode()
    assert "Trompeta<" not in signed_in(other).get("/motions/?words=trompeta").content.decode()
    assert "Dos montacargas" not in signed_in(other).get("/motions/?words=horno").content.decode()


def test_a_page_of_findings_asks_few_questions(hall: Hall, django_assert_max_num_queries: object) -> None:
    for number in range(30):
        hall.motion(title=f"Horno {number}", text="El horno.")
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    reindex()
    with django_assert_max_num_queries(6):
        assert find("horno") is not None
