"""One case: who may do what, two people at once, and nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Sent
from .quiet import quiet
from .steps import SAFE, ask, desk, fill, named, pick, review, row, submit, unfold

pytestmark = pytest.mark.browser

BOX = "#review-draft textarea"
SMOKE = "공기청정기에서 타는 냄새가 나더니 연기가 났어요. 다른 집도 쓰고 있을 텐데 어떻게 된 건가요?"
REFUND = "환불 신청한 지 3주째인데 답이 없네요. 언제 되나요?"
PLAIN = "불편을 드려 죄송합니다. 담당자가 확인하고 있습니다."


def told(page: Page, words: str) -> None:
    expect(page.locator("#decided")).to_contain_text(words)
    quiet(page)


def refused(page: Page, words: str) -> None:
    expect(page.locator("#decided [role=alert]")).to_contain_text(words)


def written(page: Page, text: str, why: str = "") -> None:
    """An edit, and the checks that follow it."""
    page.fill(BOX, text)
    if why:
        page.fill("#reason textarea", why)
    expect(page.locator("#covers")).to_contain_text("글이 바뀌었습니다")


def approved_by(page: Page, name: str, words: str) -> None:
    review(page, name, words)
    page.click("#approve")


def test_filled_by_another_and_approved(page: Page, sent: Sent) -> None:
    """Slots and edits are mended on the way, what is covered is written out, and nothing looks sent."""
    sent(f"사례 하나: {SMOKE}")
    review(page, "박두리", "사례 하나")
    expect(page.locator("#covers")).to_contain_text("경영진 1명, 법무 1명 중 0명 서명")
    page.click("#approve")
    refused(page, "빈칸이 남아 있습니다")
    written(page, SAFE)
    page.click("#approve")
    refused(page, "고쳐서 승인")
    page.click("#approve-edited")
    refused(page, "왜 고쳤는지 이유를")
    assert page.input_value(BOX) == SAFE
    page.fill("#reason textarea", "빈칸을 채웠습니다")
    page.click("#approve-edited")
    told(page, "아직 남은 서명: 법무")
    expect(page.locator("#covers")).to_contain_text("박두리 서명")
    expect(page.locator("#covers")).to_contain_text("이름 미확인")
    expect(page.locator("#approve")).to_be_hidden()
    page.locator("#why-not summary").click()
    expect(page.locator("#why-not")).to_contain_text("이미 서명했습니다")
    assert "발송" not in page.inner_text("#case")

    approved_by(page, "이세라", "사례 하나")
    covers = page.locator("#covers")
    expect(covers).to_contain_text("승인됐습니다")
    expect(covers).to_contain_text("Playbook은 보내지 않습니다. 사람이 게시합니다.")
    expect(covers).to_contain_text(SAFE)
    assert re.search(r"[0-9a-f]{64}", covers.inner_text())
    expect(page.locator(BOX)).to_be_disabled()
    expect(page.locator("#review-copy")).to_be_visible()


def test_an_edit_voids_the_signatures(opened: Callable[..., Page], sent: Sent) -> None:
    """Two sign, each in the seat they choose; an edit in between: the first signature is gone, and the page says so."""
    page = opened()
    sent(f"사례 둘: {SMOKE}")
    review(page, "박두리", "사례 둘")
    written(page, SAFE, "빈칸을 채웠습니다")
    page.locator("#sign-as label", has_text="법무").click()
    page.click("#approve-edited")
    told(page, "아직 남은 서명: 경영진")
    review(page, "이세라", "사례 둘")
    expect(page.locator("#sign-as")).to_be_hidden()
    expect(page.locator("#covers")).to_contain_text("1명 서명")
    written(page, SAFE + " 불편을 드려 죄송합니다.", "사과를 더했습니다")
    expect(page.locator("#covers")).to_contain_text("이미 받은 서명 1개는 무효가 됩니다")
    expect(page.locator("#changes ins").last).to_contain_text("불편을 드려 죄송합니다.")
    page.click("#approve-edited")
    told(page, "아직 남은 서명")
    expect(page.locator("#covers")).to_contain_text("이세라 서명")
    expect(page.locator("#covers")).not_to_contain_text("박두리 서명")
    page.locator("#events summary", has_text="지나온 글").click()
    expect(page.locator("#events")).to_contain_text("사과를 더했습니다")


def test_opening_asks_once_and_every_way_of_writing_is_heard(page: Page, sent: Sent) -> None:
    """What the desk writes asks nothing again; a paste, a deletion and composed Korean are checked as typing is."""
    sent(f"사례 하나반: {REFUND}")
    desk(page, "박두리")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/queue/join" in request.url else None)
    pick(page, "사례 하나반")
    expect(page.locator("#review-marked")).to_contain_text("사례 하나반")
    quiet(page)
    assert len(asked) <= 3  # it, what follows from its reference, and a beat
    page.click(BOX)
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(PLAIN)  # as a paste and an input method do: no key goes down
    expect(page.locator("#changes ins").first).to_contain_text("불편을 드려")
    page.keyboard.press("Control+A")
    page.keyboard.press("Backspace")
    expect(page.locator("#changes ins")).to_have_count(0)
    expect(page.locator("#changes del").first).to_be_attached()


def test_author_is_told_why_not(page: Page, sent: Sent) -> None:
    """Whoever asked for review is not offered to approve, and reads why on asking."""
    sent(f"사례 셋: {REFUND}")
    review(page, "김하나", "사례 셋")
    expect(page.locator("#approve")).to_be_hidden()
    page.locator("#why-not summary").click()
    expect(page.locator("#why-not")).to_contain_text("승인은 다른 사람이 해야 합니다")
    expect(page.locator("#why-not")).to_contain_text("‘검토 중’ 상태에서는 하지 않는 일")


def test_return_needs_a_reason_and_comes_back(page: Page, sent: Sent) -> None:
    sent(f"사례 넷: {REFUND}")
    review(page, "박두리", "사례 넷")
    page.click("#return")
    refused(page, "이유를 적어 주세요")
    page.fill("#reason textarea", "연락 창구를 넣어 주세요")
    page.click("#return")
    told(page, "돌려보냈습니다")
    page.locator("#events summary").first.click()
    expect(page.locator("#events")).to_contain_text("연락 창구를 넣어 주세요")
    review(page, "김하나", "사례 넷", "내 차례")
    page.fill(BOX, PLAIN)
    page.click("#resubmit")
    told(page, "검토를 요청했습니다")


def test_two_people_edit_at_once_and_both_are_kept(opened: Callable[..., Page], sent: Sent) -> None:
    """The second to save sees both wordings, and merges them by a tap; nothing is lost on the way."""
    one, two = opened(), opened()
    sent(f"사례 다섯: {REFUND}")
    review(one, "박두리", "사례 다섯")
    written(one, "첫째 문단입니다.\n\n둘째 문단입니다.", "새로 썼습니다")
    one.click("#save-edit")
    told(one, "저장했습니다")
    review(two, "이세라", "사례 다섯")
    written(one, "첫째 문단을 박두리가 고쳤습니다.\n\n둘째 문단입니다.", "다듬었습니다")
    written(two, "첫째 문단입니다.\n\n둘째 문단을 이세라가 고쳤습니다.", "나도 다듬었습니다")
    one.click("#save-edit")
    told(one, "저장했습니다")
    two.click("#save-edit")
    clash = two.locator("#clash")
    expect(clash).to_contain_text("박두리 님이 이 글을 바꿨습니다")
    expect(clash).to_contain_text("그대로 합칠 수 있습니다")
    expect(clash.locator("ins").first).to_contain_text("박두리가")
    assert "이세라가 고쳤습니다" in two.input_value(BOX)
    two.click("#clash-merge")
    told(two, "합쳤습니다")
    both = "첫째 문단을 박두리가 고쳤습니다.\n\n둘째 문단을 이세라가 고쳤습니다."
    expect(two.locator(BOX)).to_have_value(both)
    expect(two.locator("#reason textarea")).to_have_value("나도 다듬었습니다")
    two.click("#save-edit")
    told(two, "저장했습니다")
    one.click("#back")
    row(one, "사례 다섯").click()
    expect(one.locator(BOX)).to_have_value(both)


def test_two_edits_of_the_same_words(opened: Callable[..., Page], sent: Sent) -> None:
    """Where both changed the same passage it is said, and either wording is a tap away."""
    one, two = opened(), opened()
    sent(f"사례 여섯: {REFUND}")
    review(one, "박두리", "사례 여섯")
    review(two, "이세라", "사례 여섯")
    written(one, "박두리의 글입니다.", "다시 썼습니다")
    one.click("#save-edit")
    told(one, "저장했습니다")
    expect(two.locator("#case-moved")).to_contain_text("박두리", timeout=25_000)
    written(two, "이세라의 글입니다.", "다시 썼습니다")
    two.click("#approve-edited")
    refused(two, "그사이 다른 사람이 이 글을 바꿨습니다")
    expect(two.locator("#clash")).to_contain_text("같은 곳을 함께 고친 데가 1곳")
    two.click("#clash-mine")
    told(two, "내 글을 두었습니다")
    expect(two.locator(BOX)).to_have_value("이세라의 글입니다.")
    two.click("#save-edit")
    told(two, "저장했습니다")
    written(one, "박두리의 다른 글입니다.", "또 썼습니다")
    one.click("#save-edit")
    expect(one.locator("#clash")).to_be_visible()
    one.click("#clash-theirs")
    expect(one.locator(BOX)).to_have_value("이세라의 글입니다.")


def test_returned_under_an_edit_the_wording_stays(opened: Callable[..., Page], sent: Sent) -> None:
    """A step of somebody else refuses mine in words, and leaves my wording in the box."""
    one, two = opened(), opened()
    sent(f"사례 일곱: {REFUND}")
    review(one, "박두리", "사례 일곱")
    review(two, "이세라", "사례 일곱")
    two.fill("#reason textarea", "먼저 돌려보냅니다")
    two.click("#return")
    told(two, "돌려보냈습니다")
    written(one, PLAIN, "채웠습니다")
    one.click("#approve-edited")
    expect(one.locator("#case-head")).to_contain_text("돌려보냄")
    expect(one.locator("#decided [role=alert]")).to_be_visible()
    expect(one.locator(BOX)).to_have_value(PLAIN)


def test_a_finding_is_set_aside_with_a_reason(page: Page, sent: Sent) -> None:
    """A warning can be set aside and says why; an error offers no such thing."""
    sent(f"사례 여덟: {REFUND}")
    review(page, "박두리", "사례 여덟")
    written(page, "많이 놀라셨겠지만 저희는 최선을 다하고 있으며 최고의 서비스를 약속드립니다.", "써 보았습니다")
    page.click("#save-edit")
    told(page, "저장했습니다")
    offers = page.locator("#review-findings [data-aside]")
    expect(offers.first).to_be_visible()
    expect(page.locator("#review-findings li:has(.pb-f-error) [data-aside]")).to_have_count(0)
    before = offers.count()
    offers.first.click()
    expect(page.locator("#aside-why textarea")).to_be_focused()
    page.click("#aside-do")
    expect(page.locator("#aside [role=alert]")).to_contain_text("이유를 적어 주세요")
    page.fill("#aside-why textarea", "고객이 먼저 쓴 표현입니다")
    page.click("#aside-do")
    told(page, "이유를 남기고 넘어갔습니다")
    expect(page.locator("#review-findings s").first).to_be_visible()
    expect(page.locator("#review-findings")).to_contain_text("넘어감: 고객이 먼저 쓴 표현입니다")
    assert offers.count() < before


def test_handed_over_assigned_noted_and_marked(page: Page, sent: Sent) -> None:
    """What stands beside the decision leaves an unsaved wording alone, and a note is no part of the reply."""
    sent(f"사례 아홉: {REFUND}")
    review(page, "박두리", "사례 아홉")
    page.fill(BOX, "아직 저장하지 않은 글입니다.")
    page.fill("#note-text textarea", "지난달에도 같은 문의가 있었습니다.")
    page.click("#note-keep")
    expect(page.locator("#note-list")).to_contain_text("지난달에도 같은 문의가 있었습니다.")
    expect(page.locator("#notes")).to_contain_text("내부 메모 — 답변에 들어가지 않습니다")
    page.click("#mark-acknowledged")
    expect(page.locator("#handled")).to_contain_text("단계를 표시했습니다")
    expect(page.locator("#mark-acknowledged")).to_be_hidden()
    unfold(page, "#handling")
    page.click("#hand-over")
    expect(page.locator("#handled [role=alert]")).to_contain_text(re.compile("이유를 적어|부서로 넘길지"))
    page.locator("#team input").click()
    page.get_by_role("option", name="고객센터", exact=True).click()
    page.fill("#hand-note textarea", "환불 내역을 확인해 주세요")
    page.click("#hand-over")
    expect(page.locator("#case-head")).to_contain_text("넘긴 곳: 고객센터")
    expect(page.locator("#note-list")).to_contain_text("환불 내역을 확인해 주세요")
    fill(page, "#escalate-why", "같은 문의가 늘고 있습니다")
    page.click("#escalate")
    expect(page.locator("#case-head")).to_contain_text("윗선에 알림")
    assert page.input_value(BOX) == "아직 저장하지 않은 글입니다."
    assert "지난달에도" not in page.inner_text("#covers")


def test_posted_with_another_text_closed_and_reopened(page: Page, sent: Sent) -> None:
    """A pasted text that was not approved is told loudly, and recorded only with a reason."""
    sent(f"사례 열: {REFUND}")
    review(page, "박두리", "사례 열")
    written(page, PLAIN, "다듬었습니다")
    page.click("#approve-edited")
    expect(page.locator("#covers")).to_contain_text("승인됐습니다")
    expect(page.locator("#close")).to_be_hidden()
    page.click("#record")
    refused(page, "어디에 게시했는지")
    fill(page, "#posted-where", "https://x.com/example/1")
    page.fill("#posted-text textarea", PLAIN + " 쿠폰을 드립니다.")
    expect(page.locator("#posted-differs [role=alert]")).to_contain_text("승인된 글과 다릅니다!")
    expect(page.locator("#posted-differs ins")).to_contain_text("쿠폰을 드립니다.")
    page.click("#record")
    refused(page, "승인된 글과 다릅니다!")
    fill(page, "#posted-when", "어제쯤")
    page.fill("#posted-why textarea", "현장에서 한 문장을 더했습니다")
    page.click("#record")
    refused(page, "어제쯤")
    fill(page, "#posted-when", "2026-01-02 15:30")
    page.click("#record")
    told(page, "게시를 기록했습니다")
    expect(page.locator("#posted")).to_contain_text("승인된 글과 다르게 게시됨")
    expect(page.locator("#posted")).to_contain_text("2026-01-02 15:30")
    page.click("#close")
    told(page, "닫았습니다")
    page.click("#back")
    page.locator("#show label", has_text="끝난 것").click()
    pick(page, "사례 열")
    page.click("#reopen")
    refused(page, "이유를 적어 주세요")
    page.fill("#reason textarea", "고객이 다시 물었습니다")
    page.click("#reopen")
    told(page, "다시 열었습니다")
    expect(page.locator(BOX)).to_be_enabled()


def test_posted_as_approved(page: Page, sent: Sent) -> None:
    """Line breaks and blanks aside, the same text is the same."""
    sent(f"사례 열하나: {REFUND}")
    review(page, "박두리", "사례 열하나")
    written(page, PLAIN, "다듬었습니다")
    page.click("#approve-edited")
    expect(page.locator("#covers")).to_contain_text("승인됐습니다")
    fill(page, "#posted-where", "https://x.com/example/2")
    page.fill("#posted-text textarea", PLAIN.replace(". ", ".\n\n"))
    expect(page.locator("#posted-differs")).to_contain_text("승인된 글 그대로입니다")
    expect(page.locator("#posted-why")).to_be_hidden()
    page.click("#record")
    expect(page.locator("#posted")).to_contain_text("승인된 글 그대로 게시")


def test_an_approved_reply_is_unlocked_on_purpose(page: Page, sent: Sent) -> None:
    """What is approved cannot be typed over by accident; once unlocked and saved, it is not approved any more."""
    sent(f"사례 열둘: {REFUND}")
    review(page, "박두리", "사례 열둘")
    written(page, PLAIN, "다듬었습니다")
    page.click("#approve-edited")
    expect(page.locator("#covers")).to_contain_text("승인됐습니다")
    expect(page.locator(BOX)).to_be_disabled()
    page.click("#unlock")
    expect(page.locator("#decided")).to_contain_text("승인이 풀리고")
    expect(page.locator(BOX)).to_be_enabled()
    page.fill(BOX, PLAIN + " 감사합니다.")
    page.fill("#reason textarea", "인사를 더했습니다")
    page.click("#save-edit")
    told(page, "저장했습니다")
    expect(page.locator("#case-head")).to_contain_text("검토 중")
    expect(page.locator("#covers")).not_to_contain_text("승인됐습니다")
    expect(page.locator("#changes")).to_contain_text("승인됐던 글과 달라진 곳")


def test_rejecting_and_withdrawing_stand_behind_a_menu(page: Page, sent: Sent) -> None:
    sent(f"사례 열셋: {REFUND}")
    review(page, "박두리", "사례 열셋")
    expect(page.locator("#reject")).to_be_hidden()
    page.fill("#reason textarea", "답하지 않기로 함")
    unfold(page, "#reject-box")
    expect(page.locator("#withdraw")).to_be_visible()
    page.click("#reject")
    told(page, "반려했습니다")
    desk(page, "박두리", "끝난 것")
    expect(row(page, "사례 열셋")).to_contain_text("반려됨")


def test_without_a_name_nothing_is_decided(page: Page, sent: Sent) -> None:
    """The record has to say who it was; nothing is lost by asking."""
    sent(f"사례 열넷: {REFUND}")
    review(page, " ", "사례 열넷")
    page.fill("#reason textarea", "돌려보낼 이유")
    page.click("#return")
    refused(page, "이름을 먼저 적어 주세요")
    expect(page.locator("#reason textarea")).to_have_value("돌려보낼 이유")


def test_in_english_nothing_is_korean_but_the_message(opened: Callable[..., Page]) -> None:
    """Refusals, too, are in the language of the screen."""
    page = opened("en/")
    ask(page, "Case fifteen: I asked for a refund three weeks ago and nobody answers.")
    fill(page, "#author-name", "Hana")
    page.click("#submit")
    expect(page.locator("#sent .pb-told")).to_be_visible()
    page.get_by_role("tab", name="Review", exact=True).click()
    named(page, "Duri")
    page.locator("#show label", has_text="In progress").click()
    pick(page, "Case fifteen")
    expect(page.locator("#case-title")).to_be_visible()
    page.click("#return")
    refused(page, "needs a reason")
    page.locator("#why-not summary").click()
    page.locator("#case-bar").wait_for()
    for part in ("#decide", "#handling", "#steps-panel", "#notes", "#case-head", "#events"):
        assert not re.search(r"[가-힣]", page.inner_text(part)), part


def test_what_is_printed_is_the_case_and_not_the_buttons(opened: Callable[..., Page], sent: Sent) -> None:
    page = opened(dark=True)
    sent(f"사례 열여섯: {REFUND}")
    review(page, "박두리", "사례 열여섯")
    page.emulate_media(media="print")
    expect(page.locator("#approve")).to_be_hidden()
    expect(page.locator("#reason")).to_be_hidden()
    expect(page.locator("#covers")).to_be_visible()
    expect(page.locator("#review-marked")).to_be_visible()


def test_the_subject_and_the_statement_are_covered(page: Page) -> None:
    """Of an e-mail the subject line is edited and approved with the reply; a statement can be taken off."""
    page.locator("#channel input").click()
    page.get_by_role("option", name="이메일", exact=True).click()
    ask(page, f"사례 열일곱: {SMOKE}")
    submit(page, "김하나")
    review(page, "박두리", "사례 열일곱")
    subject = page.locator("#subject input, #subject textarea").first
    expect(subject).to_be_visible()
    subject.fill("공기청정기 연기 건에 대해 알려 드립니다")
    expect(page.locator("#covers")).to_contain_text("공기청정기 연기 건에 대해 알려 드립니다")
    expect(page.locator("#covers")).to_contain_text("글이 바뀌었습니다")
    if page.locator("#statement-box").is_visible():
        expect(page.locator("#covers")).to_contain_text("전체 입장문")
        page.click("#statement-off")
        expect(page.locator("#statement textarea")).to_have_value("")
        expect(page.locator("#covers")).not_to_contain_text("전체 입장문")
    page.fill("#reason textarea", "제목을 또렷하게 했습니다")
    page.click("#save-edit")
    told(page, "저장했습니다")
    expect(subject).to_have_value("공기청정기 연기 건에 대해 알려 드립니다")
    expect(page.locator("#covers")).not_to_contain_text("전체 입장문")


def test_a_box_is_sent_by_its_keys(page: Page, sent: Sent) -> None:
    """Control and Enter do what the box is for; Enter alone is a line."""
    sent(f"사례 열여덟: {REFUND}")
    review(page, "박두리", "사례 열여덟")
    page.fill("#note-text textarea", "첫 줄")
    page.locator("#note-text textarea").press("Enter")
    page.locator("#note-text textarea").type("둘째 줄")
    expect(page.locator("#note-list")).not_to_contain_text("첫 줄")
    page.locator("#note-text textarea").press("Control+Enter")
    expect(page.locator("#note-list")).to_contain_text("둘째 줄")
