"""A firm that begins: an empty product, its owner at the first run, and its own web page on another port."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.async_api import Locator, Page, expect

from tests.browser.people import Stage, pictures
from tests.independent.product import Product

PASSWORD = "a quiet pot of oolong"


@dataclass(frozen=True)
class Words:
    """What the pages of the first run call things, and what the owner writes."""

    name: str
    email: str
    password: str
    begin: str
    go_on: str
    firm: str
    address: str
    save_on: str
    brand: str
    corrected: str
    invite: str
    chinese: str
    english: str
    paste: str
    look: str
    save: str
    skip: str
    greeted: str
    loaded: str
    join: str
    faqs: str
    ask: str
    fact: str


EN = Words(
    name="Your name", email="E-mail address", password="Password", begin="Create account and go on", go_on="Begin",
    firm="Name", address="Address of your site", save_on="Save and go on", brand="Brand colour",
    corrected="can’t be read on #ffd400", invite="Make the invitation", chinese="Chinese", english="English",
    paste="Questions and answers", look="Look at it", save="Save all 2", skip="Skip this step",
    greeted="A visitor opened the chat here", loaded="Installed: the page loads the chat", join="Create account",
    faqs="Q: When will my order ship?\nA: The same day, if you pay by 4 p.m.\n\nQ: Can I send a teapot back?\nA: Within 14 days.",
    ask="when do you ship an order", fact="The same day, if you pay by 4 p.m.",
)  # fmt: skip
ZH = Words(
    name="您的姓名", email="邮箱", password="密码", begin="创建账号，继续", go_on="开始", firm="名称", address="网站地址",
    save_on="保存，继续", brand="品牌色", corrected="在 #ffd400 上看不清", invite="生成邀请链接", chinese="中文", english="英语",
    paste="问题和答案", look="预览", save="导入全部 2 条", skip="跳过这一步", greeted="已有访客打开聊天窗口", loaded="已安装",
    join="创建账号", faqs="问：下单后多久发货？\n答：下午 4 点前付款，当天发货。\n\n问：茶壶可以退货吗？\n答：14 天内可以。",
    ask="下单以后多久能发货", fact="下午 4 点前付款，当天发货。",
)  # fmt: skip
WORDS = {"en": EN, "zh": ZH}


class Site:
    """The firm's plain HTML page on a port of its own; what is pasted into it is there at the next visit."""

    def __init__(self) -> None:
        self.pasted = ""
        site = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = (
                    f"<!doctype html><title>Tea</title><h1>Quiet Hill Tea</h1>{site.pasted}</body>".encode()
                )
                self.send_response(200 if self.path == "/" else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                if self.path == "/":
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def served() -> Iterator[Site]:
    """The firm's page, served until the story ends."""
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()


def owner_link(product: Product) -> str:
    """The link that the start printed."""
    found = re.search(r"Begin\s+(\S+/owner/\S+/)", product.log.read_text())
    assert found, product.log.read_text()
    return found[1]


class Owner:
    """Whoever sets the firm up, in front of a browser; keeps a picture of each step."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page, self.stage, self.words = page, stage, WORDS[stage.lang]

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    async def presses(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def keeps(self, step: str) -> None:
        """Pictures of what is there now."""
        await pictures(self.page, f"first-run-{step}-{self.stage.lang}")

    async def begins(self, link: str) -> None:
        """From the printed link to the list of steps."""
        words = self.words
        await self.page.goto(link)
        await self.field(words.name).fill("Li Wei")
        await self.field(words.email).fill("li@tea.example")
        await self.field(words.password).fill(PASSWORD)
        await self.keeps("1-owner")
        await self.presses(words.begin)
        await self.page.wait_for_url("**/start/")
        await self.keeps("2-steps")
        await self.page.get_by_role("link", name=words.go_on, exact=True).click()

    async def names_the_site(self, address: str) -> None:
        await self.field(self.words.firm).fill("Quiet Hill Tea")
        await self.field(self.words.address).fill(address)
        await self.presses(self.words.save_on)
        await self.page.wait_for_url("**/start/colour/")

    async def picks_a_colour(self) -> None:
        """One on which nobody could read; the page says what it takes instead."""
        await self.field(self.words.brand).fill("#ffd400")
        await expect(self.page.get_by_text(self.words.corrected)).to_be_visible()
        await self.keeps("3-colour")
        await self.presses(self.words.save_on)
        await self.page.wait_for_url("**/start/people/")
        await expect(self.page.get_by_text(self.words.corrected)).to_be_visible()

    async def invites(self, email: str) -> str:
        """The link for a colleague who speaks both languages."""
        await self.field(self.words.email).fill(email)
        await self.field(self.words.chinese).check()
        await self.field(self.words.english).check()
        await self.presses(self.words.invite)
        link = await self.page.locator("#invitation").inner_text()
        await self.keeps("4-people")
        return link.strip()

    async def pastes_answers(self) -> None:
        await self.page.goto("/start/faqs/")
        await self.field(self.words.paste).fill(self.words.faqs)
        await self.presses(self.words.look)
        await self.keeps("5-answers")
        await self.presses(self.words.save)
        await self.page.wait_for_url("**/start/try/")

    async def reads_the_snippet(self) -> str:
        """The line for the firm's pages; the page stays open and looks for it by itself."""
        await self.page.goto("/start/install/")
        return (await self.page.locator("#snippet").inner_text()).strip()

    async def sees_it_installed(self) -> None:
        seen = self.page.get_by_text(self.words.loaded).or_(self.page.get_by_text(self.words.greeted))
        await expect(seen.first).to_be_visible()
        await self.keeps("6-installed")
