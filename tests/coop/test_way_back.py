"""After a form everybody comes back to a page of ours, whatever the form said."""

import pytest
from django.test import Client

from tests.makers import make_coop, make_member
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

NOT_OURS = [
    "0",
    "abc",
    "{}",
    "home",
    "//evil.example/",
    "https://evil.example/",
    "\\\\evil",
    "/" + "a" * 3000,
    "",
]


@pytest.mark.parametrize("back", NOT_OURS)
def test_who_changes_the_language_comes_home_from_nowhere(back):
    make_coop()
    response = Client().post("/language/", {"language": "en", "next": back})
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("back", NOT_OURS)
def test_who_signs_in_comes_home_from_nowhere(back):
    make_coop()
    response = signed_in(make_member(3)).get("/sign-in/", {"next": back})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_a_page_of_ours_is_a_way_back():
    make_coop()
    response = Client().post("/language/", {"language": "en", "next": "/motions/7/?page=2"})
    assert response["Location"] == "/motions/7/?page=2"
