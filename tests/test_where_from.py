"""Where a request comes from: what forms without a cookie ask in place of a token, and whose address it is."""

import pytest
from django.test import RequestFactory

from publishing.where_from import came_from_here, client_address


def posted(**headers):
    return RequestFactory().post("/", headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "same-origin", "origin": "https://elsewhere.example"},
        {"origin": "http://testserver"},
    ],
)
def test_a_form_of_this_site_is_known_by_what_the_browser_says(headers):
    assert came_from_here(posted(**headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "cross-site", "origin": "http://testserver"},
        {"origin": "null"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver.elsewhere.example"},
        {"referer": "http://testserver/"},
    ],
)
def test_a_form_from_elsewhere_is_not(headers):
    assert not came_from_here(posted(**headers))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "6.6.6.6, 2.2.2.2", "2.2.2.2"),
        (2, "6.6.6.6, 2.2.2.2, 3.3.3.3", "2.2.2.2"),
        (3, "2.2.2.2", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_that_our_own_proxies_heard_from(settings, proxies, forwarded, expected):
    settings.PROXIES = proxies

    assert client_address(posted(x_forwarded_for=forwarded)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_all_addresses_that_one_connection_may_choose_from_are_the_same_sender(address, expected):
    assert client_address(RequestFactory().post("/", REMOTE_ADDR=address)) == expected
