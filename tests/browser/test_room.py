"""A room in real browsers: two participants, the projector and the leader, on the built book."""

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support.bets_in_page import CHAPTER, FACTOR, INSIDE, RIGHT, TWICE, place
from tests.support.browser import HTML
from tests.support.room import RoomServer, room_server

PATIENCE_MS = 20_000
NAME = FACTOR.removeprefix("#bet-")
NASTY = '<img src=x id="x">'
EXERCISE = "chapters/04_one_request.html"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with room_server(HTML, tmp_path_factory.mktemp("room") / "room.sqlite") as server:
        yield server


@pytest.fixture
def room(served):
    """A room in which nobody has said anything yet."""
    with served.client(served.leader) as leader:
        leader.post("/room/lead/erase", json={"everything": True})
    return served


@pytest.fixture
def errors():
    """What pages complain of; a test that expects none looks at the end."""
    return []


@pytest.fixture
def open_page(new_tab, errors):
    def open_one(**look) -> Page:
        page = new_tab(**look)
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    return open_one


def join(page: Page, room: RoomServer, nickname: str = "") -> None:
    """By the address in the QR code."""
    page.goto(f"{room.url}/room/#{room.code}")
    page.get_by_label("A nickname, or nothing").fill(nickname)
    page.get_by_role("button", name="Join").press("Enter")
    expect(page.locator("main")).to_contain_text("You are in this room")
    assert room.code not in page.url


def read(page: Page, room: RoomServer, path: str = CHAPTER) -> None:
    page.goto(f"{room.url}/{path}")
    says(page, "Room: connected")


def bet(page: Page, room: RoomServer) -> Page:
    """Join, and place a bet."""
    join(page, room)
    read(page, room)
    place(page, FACTOR, TWICE)
    says(page, "Room: connected, 1 here.")
    return page


def says(page: Page, words: str) -> None:
    expect(page.locator("room-bar .line")).to_contain_text(words, timeout=PATIENCE_MS)


def lead(page: Page, room: RoomServer) -> Page:
    page.goto(f"{room.url}/room/lead#{room.leader}")
    expect(page.locator(".here")).to_contain_text("joined")
    assert room.leader not in page.url
    return page


def show(page: Page, room: RoomServer) -> Page:
    page.goto(f"{room.url}/room/show#{room.code}")
    expect(page.get_by_alt_text("QR code")).to_be_visible()
    return page


def test_two_participants_bet_and_the_projector_shows_how(room, open_page, errors):
    leader, projector = lead(open_page(), room), show(open_page(), room)
    one, other = open_page(), open_page()
    for page, nickname in ((one, "Ada"), (other, "")):
        join(page, room, nickname)
        read(page, room)
    says(one, "2 here")
    leader.get_by_label("Bet").select_option(NAME)
    place(one, FACTOR, TWICE)
    expect(projector.locator(".votes")).to_have_text("1 vote; 2 people here.")
    expect(projector.locator(".count").first).to_have_text("")  # nobody follows another
    leader.get_by_role("button", name="Show the spread").click()
    place(other, FACTOR, RIGHT)
    told = projector.locator(".spread li")
    expect(told.filter(has_text=TWICE).first).to_contain_text("1 of 2 (50 %)")
    expect(projector.locator(".right")).to_have_count(0)
    leader.get_by_role("button", name="Open the results").click()
    expect(projector.locator("li.won")).to_contain_text("the run shows this")
    expect(leader.get_by_role("row", name="Ada")).to_contain_text("1")
    assert "Ada" not in projector.locator("body").inner_text()
    assert errors == []


def test_an_opened_bet_is_unfolded_for_who_has_not_bet(room, open_page):
    page = open_page()
    join(page, room)
    read(page, room)
    expect(page.locator(INSIDE)).not_to_be_visible()
    room.lead(open=NAME)
    expect(page.locator(INSIDE)).to_be_visible()
    expect(page.locator("room-bar .news")).to_contain_text("The results are open")


def test_a_pause_is_told_and_the_page_stays_readable_by_keyboard(room, open_page):
    page = open_page(viewport={"width": 390, "height": 844})
    join(page, room)
    read(page, room)
    room.lead(paused=True)
    expect(page.locator("room-bar [role=alert]")).to_have_text("Look to the front, please.")
    top = page.evaluate("scrollY")
    page.keyboard.press("PageDown")
    page.wait_for_function("top => scrollY > top", arg=top)
    room.lead(paused=False)
    expect(page.locator("room-bar [role=alert]")).to_have_text("")


def test_the_leader_points_to_a_section_and_nobody_is_moved(room, open_page):
    page = open_page()
    join(page, room)
    read(page, room)
    room.lead(link=EXERCISE)
    link = page.locator("room-bar .news").get_by_role("link")
    expect(link).to_have_text("One request through 1.12")
    assert page.url.endswith(CHAPTER)
    link.press("Enter")
    page.wait_for_url(f"**/{EXERCISE}")


def test_what_is_done_off_line_is_sent_once_and_in_order_when_the_line_is_back(room, open_page):
    page = open_page()
    join(page, room, "Ada")
    read(page, room)
    sent = []
    page.on("request", lambda asked: asked.url.endswith("/said") and sent.append(asked.post_data))
    page.context.set_offline(True)
    place(page, FACTOR, TWICE)
    page.locator(FACTOR).get_by_role("button", name="Take the bet back").click()
    place(page, FACTOR, RIGHT)
    says(page, "1 to send")
    assert room.export() == []
    before = len(sent)
    page.context.set_offline(False)
    says(page, "Room: connected, 1 here.")
    (row,) = room.export()
    assert (row["nickname"], row["name"], row["won"]) == ("Ada", NAME, True)
    assert len(sent) - before == 1


def test_a_server_that_was_killed_and_started_again_gets_what_it_missed(open_page, tmp_path):
    data = tmp_path / "room.sqlite"
    page = open_page()
    with room_server(HTML, data) as first:
        join(page, first)
        read(page, first)
        first.kill()
        place(page, FACTOR, TWICE)
        says(page, "1 to send")
    with room_server(HTML, data, port=first.port) as again:
        says(page, "Room: connected, 1 here.")
        assert [row["name"] for row in again.export()] == [NAME]


def test_a_solved_exercise_is_counted(room, open_page):
    page, projector = open_page(), show(open_page(), room)
    join(page, room)
    read(page, room, EXERCISE)
    page.evaluate(
        """() => {
          const answer = { edition: 1, value: { given: "1", right: true } };
          localStorage["parked-forever/answer/one_request/mixed"] = JSON.stringify(answer);
          document.dispatchEvent(new CustomEvent("parked-forever/changed"));
        }"""
    )
    expect(projector.locator(".solved")).to_contain_text("Three kinds of request: 1")


def test_leaving_and_erasing_takes_ones_own_votes_out_of_the_room(room, open_page):
    page = bet(open_page(), room)
    assert len(room.export()) == 1
    page.locator("room-bar").get_by_role("button", name="You in this room").click()
    page.locator("room-bar").get_by_role("button", name="Leave, and erase").click()
    says(page, "what you sent is erased")
    assert room.export() == []
    assert page.evaluate("localStorage['parked-forever/room/me']") is None


def test_erasing_all_that_the_browser_keeps_erases_it_in_the_room_too(room, open_page):
    page = bet(open_page(), room)
    read(page, room, "chapters/your_page.html")
    page.get_by_role("button", name="Erase all of it").click()
    with page.expect_response("**/room/erase"):
        page.get_by_role("button", name="Yes, erase all of it").click()
    assert room.export() == []
    assert room.state("lead", room.leader)["people"] == []


def test_a_nickname_of_html_is_text_everywhere(room, open_page):
    page, leader = open_page(), lead(open_page(), room)
    join(page, room, NASTY)
    expect(page.locator("main")).to_contain_text(NASTY)
    expect(leader.get_by_role("row", name=NASTY)).to_be_visible()
    read(page, room)
    page.locator("room-bar").get_by_role("button", name="You in this room").click()
    expect(page.locator("room-bar .panel")).to_contain_text(NASTY)
    for each in (page, leader):
        assert each.locator("#x").count() == 0


def test_wrong_codes_are_told_in_a_line(room, open_page):
    page = open_page()
    page.goto(f"{room.url}/room/")
    page.get_by_label("The room's code").fill("wrong")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("status")).to_have_text("Not yet: this is not the room's code.")
    page.goto(f"{room.url}/room/lead")
    page.get_by_label("The leader's code").fill("wrong")
    page.get_by_role("button", name="Lead").click()
    expect(page.get_by_role("status")).to_have_text("this is not the leader's code.")


def test_erasing_all_is_asked_for_twice_and_puts_participants_out(room, open_page):
    page, leader = open_page(), lead(open_page(), room)
    join(page, room, "Ada")
    read(page, room)
    leader.get_by_role("button", name="Erase all").click()
    expect(leader.get_by_role("button", name="Keep it")).to_be_focused()
    assert len(room.state("lead", room.leader)["people"]) == 1
    leader.get_by_role("button", name="Yes, erase all").click()
    expect(leader.get_by_text("Nobody has joined yet.")).to_be_visible()
    says(page, "the room was erased")
    expect(page.locator("room-bar").get_by_role("link", name="Join the room")).to_be_visible()


def test_who_has_not_joined_sends_nothing(room, open_page):
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{room.url}/{CHAPTER}")
    place(page, FACTOR, TWICE)
    expect(page.locator("room-bar").get_by_role("link", name="Join the room")).to_be_visible()
    assert [url for url in asked if "/room/" in url] == [f"{room.url}/room/participant.js"]
    assert all(url.startswith((room.url, "data:")) for url in asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_every_page_fits(room, open_page, scheme, width):
    look = {"viewport": {"width": width, "height": 720}, "color_scheme": scheme}
    page = open_page(**look)
    join(page, room, "Ada with a long nickname")
    assert axe.faults(page) == []
    read(page, room)
    place(page, FACTOR, TWICE)
    room.lead(shown=NAME)
    room.lead(open=NAME)
    room.lead(paused=True)
    expect(page.locator("room-bar [role=alert]")).to_have_text("Look to the front, please.")
    page.locator("room-bar").get_by_role("button", name="You in this room").click()
    assert axe.faults(page, "room-bar") == []
    for open_one in (lead, show):
        other = open_one(open_page(**look), room)
        expect(other.locator("li.won")).to_be_visible()
        assert axe.faults(other) == []
        assert other.evaluate("document.documentElement.scrollWidth") <= width
