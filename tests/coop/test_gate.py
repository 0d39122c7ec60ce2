"""The gate: strangers are sent to sign in, and come back to a page, never to where only forms go."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from coop import middleware
from members.gate import is_open, open_page, sign_in_address, way_back
from members.middleware import SignedInGate
from tests.makers import make_coop, make_member
from tests.pages import signed_in

ask = RequestFactory()


def closed(request):
    return HttpResponse("for members")


def answer(request, view=closed):
    request.user = AnonymousUser()
    request.resolver_match = None
    return SignedInGate(view).process_view(request, view, (), {})


def test_a_stranger_is_sent_to_sign_in_and_comes_back():
    response = answer(ask.get("/motions/7/?page=2"))
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/motions/7/%3Fpage%3D2")


def test_an_open_page_is_open():
    view = open_page(lambda request: HttpResponse("for all"))
    assert is_open(view)
    assert answer(ask.get("/sign-in/"), view) is None


def test_a_fragment_sends_the_whole_page_to_sign_in():
    request = ask.get(
        "/motions/7/count/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/motions/7/"}
    )
    response = answer(request)
    assert (response.status_code, response["HX-Redirect"]) == (204, "/sign-in/?next=/motions/7/")


def test_a_form_without_scripts_comes_back_to_the_page_it_was_on():
    request = ask.post("/motions/7/ballot/", headers={"Referer": "http://testserver/motions/7/"})
    assert answer(request)["Location"] == "/sign-in/?next=/motions/7/&unsent=1"


@pytest.mark.django_db
def test_what_was_sent_without_a_session_is_said_not_to_have_arrived():
    make_coop()
    stranger = Client(headers={"accept-language": "en"})
    sent = stranger.post("/books/tickets/new/", {"amount": "12"}, follow=True)
    assert "what you sent did not arrive" in sent.content.decode()
    looked = stranger.get("/books/tickets/new/", follow=True)
    assert "did not arrive" not in looked.content.decode()
    assert "did not arrive" not in stranger.post("/sign-out/", follow=True).content.decode()


def test_a_form_from_nowhere_comes_back_to_the_home_page():
    assert way_back(ask.post("/motions/7/ballot/")) == "/"


def test_a_form_sent_by_a_script_never_comes_back_to_its_own_address():
    request = ask.post("/motions/7/ballot/", headers={"HX-Request": "true"})
    assert sign_in_address(request) == "/sign-in/?next=/&unsent=1"


@pytest.mark.parametrize(
    "address",
    [
        "http://elsewhere.example/motions/7/",
        "http://testserver//elsewhere.example/",
        "http://testserver/\\elsewhere.example/",
        "javascript:alert(1)",
        "http://[",
        "http://testserver/sign-in/?next=/",
    ],
)
def test_nobody_is_sent_elsewhere(address):
    assert way_back(ask.post("/x/", headers={"Referer": address})) == "/"


@pytest.mark.django_db
def test_every_answer_carries_the_policy(client):
    response = client.get("/healthz")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert (response["X-Content-Type-Options"], response["Referrer-Policy"]) == ("nosniff", "same-origin")


@pytest.mark.django_db
def test_health_asks_one_question_and_needs_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_health_says_when_the_database_does_not_answer(client, monkeypatch):
    class Away:
        def cursor(self):
            raise OperationalError

    monkeypatch.setattr(middleware, "connection", Away())
    assert client.get("/healthz").status_code == 503


def test_a_pin_is_kept_with_argon2_at_its_recommended_cost():
    from members.hashers import PinHasher

    kept = PinHasher().encode("2468", "a salt of one hundred and twenty-eight bits")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert PinHasher().verify("2468", kept)
    assert not PinHasher().must_update(kept)


@pytest.mark.django_db
def test_an_address_only_for_forms_says_so_to_whoever_types_it():
    make_coop()
    client = signed_in(make_member(3))
    page, program = client.get("/record/verify/"), client.put("/api/v1/me")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "This is done from a page" in page.content.decode()
    assert (program.status_code, program.json()) == (405, {"detail": "This address does not do that."})
