"""What hosts are told of the files: the same, however each of them wants to be told."""

import re

import pytest

from wireroom.publish import hosting
from wireroom.publish.policy import POLICY

Headers = dict[str, str]


def told_netlify(path: str) -> Headers:
    """What a host that reads ``_headers`` sends with a file: every rule that fits, a later one in place of an earlier."""
    sent: Headers = {}
    for rule in hosting.headers().decode().strip().split("\n\n"):
        place, *lines = rule.splitlines()
        if re.fullmatch(re.escape(place).replace(r"\*", ".*"), f"/{path}"):
            named = (line.strip().partition(": ") for line in lines)
            sent.update((name, value) for name, _, value in named)
    return sent


def told_nginx(path: str) -> Headers:
    """What nginx sends: the rules of the innermost place, which inherits headers only where it names none itself."""
    whole = hosting.nginx("night").decode()
    around = re.sub(r"\n    location [^{]*\{[^}]*\}", "", whole)
    rules = around
    for exact, place, block in re.findall(r"\n    location (= )?(/\S+) \{([^}]*)\}", whole):
        at = f"/night/{path}"
        if at == place if exact else at.startswith(place):
            rules = block
    return dict(re.findall(r'add_header (\S+) "([^"]*)"', rules))


@pytest.mark.parametrize(
    ("path", "kept", "more"),
    [
        ("index.html", "public, max-age=10, must-revalidate", {}),
        ("a/0001.html", "public, max-age=10, must-revalidate", {}),
        ("assets/style.1.css", "public, max-age=31536000, immutable", {}),
        ("media/one.jpg", "public, max-age=31536000, immutable", {}),
        ("latest.json", "public, max-age=2, must-revalidate", {"Access-Control-Allow-Origin": "*"}),
        (
            "embed.html",
            "public, max-age=10, must-revalidate",
            {"Content-Security-Policy": f"{POLICY}; frame-ancestors *"},
        ),
    ],
)
def test_every_host_sends_the_same_with_a_file(path: str, kept: str, more: Headers) -> None:
    wanted = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": kept,
        **more,
    }
    assert told_netlify(path) == wanted
    assert told_nginx(path) == wanted
    assert hosting.cache_control(path) == kept
