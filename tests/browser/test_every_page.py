"""Every page that the demo's people reach: nothing serious for axe, nothing wider than a phone."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Who between them see every kind of page.
READERS = ("cug", "csu", "ustb", "administrator", "auditor")
NOT_PAGES = re.compile(r"/(static|files)/|/logout|download|\.(xlsx|csv|pdf|txt|ics)|format=")
MOST = 60


def kind_of(path):
    """One page stands for all that differ in a number or in a filter only."""
    parts = urlsplit(path)
    names = "&".join(sorted({pair.partition("=")[0] for pair in parts.query.split("&")}))
    return re.sub(r"\d+", "N", parts.path) + ("?" + names if parts.query else "")


def links_on(page, address):
    links = "a[href]:not([download])"
    hrefs = page.eval_on_selector_all(links, "links => links.map(link => link.href)")
    for href in hrefs:
        if href.startswith(address):
            yield href.removeprefix(address).partition("#")[0]


@pytest.fixture(scope="module")
def paths(chromium, demo, cookies):
    """Walk from each reader's home over every link; give one address of each kind of page."""
    found = {}
    for username in READERS:
        context = chromium.new_context(storage_state=cookies(username))
        page = context.new_page()
        seen, ahead = {kind_of("/")}, ["/"]
        while ahead and len(seen) < MOST:
            path = ahead.pop(0)
            answer = page.goto(demo + path)
            assert answer.status == 200, f"{username} is led to {path}: {answer.status}"
            found.setdefault(kind_of(path), (username, path))
            for link in links_on(page, demo):
                if not NOT_PAGES.search(link) and kind_of(link) not in seen:
                    seen.add(kind_of(link))
                    ahead.append(link)
        context.close()
    return list(found.values())


def test_the_walk_finds_the_pages_of_every_app(paths):
    first_parts = {path.split("/")[1] for _username, path in paths}
    assert {"organisations", "agreements", "consortia", "people"} <= first_parts


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(visitor, paths, width, theme):
    windows = {name: visitor(name, width=width, theme=theme) for name in READERS}
    faults = []
    for username, path in paths:
        page = windows[username].go(path)
        for fault in Axe().run(page, options=RULES).response["violations"]:
            nodes = [node["html"][:160] for node in fault["nodes"][:3]]
            faults.append((path, fault["id"], fault["impact"], nodes))
    assert faults == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_page_scrolls_sideways(visitor, paths, width, language):
    windows = {name: visitor(name, width=width, language=language) for name in READERS}
    wide = []
    for username, path in paths:
        page = windows[username].go(path)
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if over > 0:
            wide.append((path, over))
    assert wide == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_works_without_scripts_and_says_its_language(visitor, paths, language):
    windows = {name: visitor(name, language=language, scripts=False) for name in READERS}
    for username, path in paths:
        page = windows[username].go(path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang").startswith(language), path


def test_no_script_or_style_is_refused_or_fails(visitor, paths):
    windows = {name: visitor(name) for name in READERS}
    for username, path in paths:
        windows[username].go(path)
    assert {name: window.errors for name, window in windows.items() if window.errors} == {}
