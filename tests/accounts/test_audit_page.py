"""The auditor's page, its export and REST: found by every filter, changed by nobody, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts import audit, tables, trail
from accounts.models import AuditEntry, Role, User
from accounts.services import issue_key
from chatdesk.kernel.clock import now
from tests import factories
from tests.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db


def reader(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def auditor() -> User:
    return factories.user("ines", role=Role.AUDITOR)


def numbers(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'<td class="num soft">(\d+)</td>', page)]


def shown(browser: Client, query: str = "") -> str:
    answer = browser.get(f"/audit/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/audit/"), ("post", "/audit/check/"), ("post", "/audit/export/")]
)
@pytest.mark.parametrize(("role", "status"), [
    (Role.AGENT, 403), (Role.SUPERVISOR, 403), (Role.ADMIN, 200), (Role.AUDITOR, 200), (None, 302),
])  # fmt: skip
def test_only_auditors_and_administrators_read_it(
    method: str, path: str, role: str | None, status: int
) -> None:
    browser = Client()
    if role:
        factories.user("kit", role=role)
        assert sign_in(browser, "kit@tea.example").status_code == 302

    assert getattr(browser, method)(path).status_code == status


@pytest.mark.parametrize("path", ["/audit/check/", "/audit/export/"])
def test_what_leaves_a_line_takes_a_post(auditor: User, path: str) -> None:
    assert reader(auditor).get(path).status_code == 405


def test_nothing_on_the_page_changes_a_line(auditor: User) -> None:
    page = shown(reader(auditor))

    assert set(re.findall(r'method="post" action="([^"]+)"', page)) == {"/audit/check/", "/audit/export/"}


def test_a_line_says_who_did_what_to_whom(auditor: User, mei: User, ada: User) -> None:
    audit.record(
        "user_disabled", actor=ada, subject=f"user-{mei.pk}", detail={"rows": 3}, address="192.0.2.9"
    )

    page = shown(reader(auditor))

    assert re.search(r"Ada.*Disabled an account.*Mei.*rows 3.*192\.0\.2\.0", page, re.DOTALL)


@pytest.mark.parametrize(("query", "found"), [
    ("?verb=export", {2}),
    ("?outcome=denied", {3}),
    ("?subject=site-1", {1}),
    ("?actor={ada}", {1, 2}),
    ("?actor={ada}&verb=export", {2}),
    ("?since=2099-01-01", set()),
    ("?until=2000-01-01", set()),
    ("?verb=nonsense", set()),
])  # fmt: skip
def test_lines_are_found_by(auditor: User, ada: User, mei: User, query: str, found: set[int]) -> None:
    audit.record("setting_changed", actor=ada, subject="site-1")
    audit.record("export", actor=ada, subject="customer-2")
    audit.record("denied", actor=mei, subject="/audit/", outcome="denied")

    assert {n for n in numbers(shown(reader(auditor), query.format(ada=ada.pk))) if n < 4} == found


def test_a_day_is_a_whole_day_in_utc(db: None) -> None:
    audit.record("backup")
    today = now().date()

    def found(**asked: str) -> int:
        return trail.Wanted.asked(asked).rows().count()

    assert found(since=str(today), until=str(today)) == 1
    assert found(since=str(today + timedelta(days=1))) == 0
    assert found(until=str(today - timedelta(days=1))) == 0


def test_the_pages_follow_each_other_without_a_gap_while_lines_are_added(auditor: User) -> None:
    for number in range(120):
        audit.record("backup", subject=f"file-{number}")
    browser, seen, query = reader(auditor), [], ""
    for _ in range(3):
        page = shown(browser, query or "?verb=backup")
        seen += numbers(page)
        audit.record("backup", subject="later")
        following = re.search(r'href="(\?[^"]+)" rel="next"', page)
        query = following.group(1).replace("&amp;", "&") if following else ""

    assert seen == list(range(120, 0, -1))
    assert query == ""


@pytest.mark.parametrize("query", ["?since=yesterday", "?actor=mei", "?outcome=perhaps", "?cursor=zzz"])
def test_a_question_without_sense_is_told_and_shows_nothing(auditor: User, query: str) -> None:
    answer = reader(auditor).get(f"/audit/{query}")

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_the_check_says_that_the_chain_is_whole(auditor: User) -> None:
    audit.record("backup")

    page = reader(auditor).post("/audit/check/").content.decode()

    assert "The chain is whole" in page


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "at line 1: it was changed"), ("zh", "断裂： 1，该行被修改")]
)
def test_the_check_names_the_first_broken_place(auditor: User, lang: str, says: str) -> None:
    audit.record("backup")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_auditentry SET verb = 'nothing' WHERE n = 1")

    assert says in reader(auditor).post(f"/audit/check/?lang={lang}").content.decode()


def test_a_script_in_a_subject_stays_text(auditor: User) -> None:
    audit.record("denied", subject="<script>alert(1)</script>", detail={"<b>": "<i>"})

    assert "<script>alert" not in shown(reader(auditor))
    assert "<i>" not in shown(reader(auditor))


# --- export ----------------------------------------------------------------------------------------------------------
def exported(browser: Client, **asked: str) -> list[dict[str, str]]:
    answer: Any = browser.post("/audit/export/", asked)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_an_export_has_the_lines_of_the_page_and_is_a_line_itself(auditor: User) -> None:
    browser = Client()
    sign_in(browser, auditor.email)
    audit.record("backup", subject="a")
    audit.record("restore", subject="b")

    rows = exported(browser, verb="backup")

    assert [(row["verb"], row["subject"]) for row in rows] == [("backup", "a")]
    line = AuditEntry.objects.get(verb="export")
    assert (line.actor, line.subject, line.detail) == (auditor.pk, "audit", {"rows": 1, "verb": "backup"})


def test_an_export_asks_for_the_password_after_ten_minutes(auditor: User) -> None:
    answer = reader(auditor).post("/audit/export/")

    assert answer["Location"] == "/account/confirm/?next=%2Faudit%2Fexport%2F"
    assert not AuditEntry.objects.filter(verb="export").exists()


def test_an_export_of_nonsense_goes_back_to_the_page(auditor: User) -> None:
    browser = Client()
    sign_in(browser, auditor.email)

    assert browser.post("/audit/export/", {"since": "yesterday"})["Location"] == "/audit/"


def test_an_export_runs_nothing_in_a_spreadsheet(auditor: User) -> None:
    browser = Client()
    sign_in(browser, auditor.email)
    audit.record("denied", subject="=cmd|' /C calc'!A0")

    assert exported(browser, verb="denied")[0]["subject"] == "'=cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a"])
def test_what_looks_like_a_formula_becomes_a_text(text: str) -> None:
    assert tables.harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["a=1", "", 7, -7, "中文", None])
def test_anything_else_stays_as_it_is(cell: object) -> None:
    assert tables.harmless(cell) == cell


# --- REST ------------------------------------------------------------------------------------------------------------
def rest(user: User, query: str = "") -> Any:
    return Client(headers={"Authorization": f"Bearer {issue_key(user, 'k')}"}).get(f"/api/v1/audit{query}")


@pytest.mark.parametrize(
    ("role", "status"), [("agent", 403), ("supervisor", 403), ("admin", 200), ("auditor", 200)]
)
def test_a_key_reads_what_its_role_may(role: str, status: int) -> None:
    assert rest(factories.user(role=role)).status_code == status


def test_rest_tells_each_field(auditor: User) -> None:
    audit.record(
        "reveal", actor=auditor, subject="customer-3", detail={"field": "phone"}, address="192.0.2.7"
    )

    (line,) = rest(auditor, "?verb=reveal").json()["items"]

    assert line.pop("at").endswith("Z")
    assert len(line.pop("seal")) == 64
    assert line == {
        "n": 1,
        "actor": str(auditor.pk),
        "role": "auditor",
        "verb": "reveal",
        "subject": "customer-3",
        "outcome": "ok",
        "detail": {"field": "phone"},
        "network": "192.0.2.0",
    }


@pytest.mark.parametrize("query", ["?since=x", "?outcome=x", "?actor=x", "?cursor=x", "?limit=0"])
def test_rest_refuses_a_question_without_sense(auditor: User, query: str) -> None:
    assert rest(auditor, query).status_code == 400


def test_a_refused_page_leaves_a_line(mei: User) -> None:
    browser = reader(mei)
    for _ in range(3):
        browser.get("/audit/")

    lines = AuditEntry.objects.filter(verb="denied")
    assert [(one.actor, one.subject, one.outcome, one.detail) for one in lines] == [
        (mei.pk, "/audit/", "denied", {"wanted": "GET"})
    ]


def test_a_refused_call_by_key_leaves_a_line(mei: User) -> None:
    rest(mei)

    assert AuditEntry.objects.get(verb="denied").subject == "/api/v1/audit"
