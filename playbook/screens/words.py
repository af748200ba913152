"""Every word of the interface but the names of labels, in both languages, each written and not translated."""

from __future__ import annotations

from playbook.records import Bilingual


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


# the page

TITLE = _b("Playbook · 위기 대응 데스크", "Playbook · crisis reply desk")
TAGLINE = _b(
    "들어온 글을 판단하고, 근거와 함께 답변을 준비합니다.", "Judges a message and prepares a reply with its evidence."
)
LANGUAGE = _b("언어", "Language")
TABS = {
    "answer": _b("답변", "Answer"), "review": _b("검토", "Review"), "issues": _b("사안", "Issues"),
    "archive": _b("보관", "Archive"), "library": _b("자료", "Library"), "people": _b("사람", "People"),
    "audit": _b("기록", "Audit"),
}  # fmt: skip
TOUR = (
    _b(
        "들어온 글을 붙여 넣으면 얼마나 심각한지, 어떻게 답할지, 누가 맡을지 알려 드립니다.",
        "Paste a message, and you learn how serious it is, how to answer and who acts.",
    ),
    _b(
        "초안의 [빈칸]은 사람만 아는 사실입니다. 확인한 것만 채우세요.",
        "A [slot] in the draft is a fact that only people know; fill in what you have confirmed.",
    ),
    _b(
        "다른 사람이 검토해 승인한 글을 사람이 직접 게시합니다. Playbook은 보내지 않습니다.",
        "Another person approves, and a person posts it. Playbook never does.",
    ),
)
TOUR_TITLE = _b("처음이신가요?", "New here?")
TOUR_CLOSE = _b("알겠어요, 그만 보기", "Got it, do not show again")

# answer

MESSAGE = _b("들어온 글", "Message")
MESSAGE_HINT = _b(
    "답해야 할 글을 그대로 붙여 넣으세요. Ctrl+Enter(⌘+Enter)로도 시작합니다.",
    "Paste the message as it came in. Ctrl+Enter (⌘+Enter) starts, too.",
)
CHANNEL = _b("채널", "Channel")
REPLY_LANG = _b("답변 언어", "Language of the reply")
REPLY_LANGS = (_b("글과 같게", "As the message"), _b("한국어", "Korean"), _b("영어", "English"))
MODE = _b("답하는 방식", "What the reply does")
AS_JUDGED = _b("판단에 따라", "As judged")
MODE_NOW = _b("이 초안: {mode}", "This draft: {mode}")
SPEAKER = _b("말하는 사람", "Who speaks")
CONTEXT = _b("맥락 (아는 만큼만)", "Context (as far as known)")
AUTHOR = _b("쓴 사람", "Author")
FOLLOWERS = _b("팔로워 수", "Followers")
PRIOR = _b("같은 일로 연락한 횟수", "Earlier contacts about it")
SHARES = _b("공유된 횟수", "Times shared")
HANDLE = _b("계정 이름", "Name of the account")
HANDLE_HINT = _b(
    "같은 사람이 전에 보낸 글을 찾는 데만 쓰고, 가려서 보여 줍니다.",
    "Only to find what the same person sent before; shown masked.",
)
RUN = _b("판단하고 초안 쓰기", "Judge and draft")
CLEAR = _b("새 글", "New message")
SAMPLES = _b("예시로 시작하기", "Start with an example")
SAMPLE_NAMES = (_b("떠도는 소문", "A rumour"), _b("위험한 제품", "A dangerous product"), _b("거친 비난", "A rude rant"))
SAMPLE_TEXTS = (
    _b(
        "거래처 다니는 사람한테 들었는데 이 회사 자금난이라 다음 달에 매각된다던데 사실인가요? 단톡방마다 난리예요.",
        "Someone at a supplier told me this company is out of cash and will be sold next month. Is it true? "
        "Every group chat is talking about it.",
    ),
    _b(
        "어제 산 공기청정기에서 타는 냄새가 나더니 연기가 났어요. 아이 방에 둔 건데 정말 놀랐습니다. "
        "다른 집도 쓰고 있을 텐데 어떻게 된 건지 알려 주세요. 연락처는 010-0000-1234입니다.",
        "The air purifier I bought yesterday smelled of burning and then gave off smoke. It stood in my child's room. "
        "Other families have it too, so please tell us what is going on. You can reach me on 010-0000-1234.",
    ),
    _b(
        "ㅋㅋㅋ 니네는 그냥 다 망해라. 일하는 것들도 하나같이 멍청이들",
        "lol you lot are useless idiots, hope you all go bust",
    ),
)
SAMPLE_CHANNELS = ("x", "x", "instagram")
EMPTY = _b(
    "판단이 여기에 나옵니다. 글을 붙여 넣거나 예시를 눌러 보세요.",
    "The judgement will stand here. Paste a message or press an example.",
)
WORKING = _b("글을 읽고 있습니다…", "Reading the message…")
WARMING = _b("처음 한 번 자료를 준비하고 있습니다. 몇 초 걸립니다…", "Getting the library ready, once; a few seconds…")
WHY = _b("왜", "Why")
FIRST = _b("먼저", "first")
ALSO = _b("함께", "Also")
UNSURE = _b("확신하지 못합니다. 사람이 먼저 보아 주세요.", "Not sure. A person should look first.")
UNSURE_MARK = _b("확인 필요", "to be checked")
RULES = _b("규칙과 확률", "Rules and probabilities")
ORIGINAL = _b("원문", "The message")
MARKED = _b("판단에 쓰인 곳", "What decided")
HIDDEN = _b("개인정보", "Personal data")
HIDDEN_COUNT = _b("{n}건을 가리고 처리했습니다", "Masked before anything else: {n}")
DRAFT = _b("초안", "Draft")
DRAFT_HINT = _b("고치면 점검이 따라옵니다.", "Change it, and the checks follow.")
NO_DRAFT = _b("답글을 쓰지 않습니다.", "No reply is written.")
NO_DRAFT_REVIEW = _b(
    "이 판단이 맞는지 다른 사람에게 검토를 요청할 수 있습니다.", "You can still ask someone to review this judgement."
)
SLOTS = _b("빈칸 채우기", "Fill the slots")
SLOTS_HINT = _b(
    "확인한 것만 적으세요. 적은 값은 확인된 사실로 남습니다.", "Only what is confirmed; it is kept as a confirmed fact."
)
APPLY = _b("초안에 넣기", "Put into the draft")
FACTS = _b("확인된 사실", "Confirmed facts")
FACTS_HINT = _b(
    "한 줄에 하나씩. 답변의 숫자와 날짜는 여기 있어야 합니다.",
    "One a line. Figures and dates in the reply have to stand here.",
)
STATEMENT = _b("전체 입장문", "Full statement")
WORDED = {
    "ours": _b("언어 모델의 표현을 쓰지 않았습니다", "Nothing of the language model's wording was taken"),
    "mixed": _b("일부 문장을 언어 모델이 다듬었습니다", "Some sentences are in a language model's words"),
    "model": _b("모든 문장을 언어 모델이 다듬었습니다", "All sentences are in a language model's words"),
}
SECONDS = _b("{n}초", "{n} s")
TOKENS = _b("토큰 {n_in} + {n_out}", "{n_in} + {n_out} tokens")
DOWNLOAD = _b("입장문 내려받기 (Word)", "Download the statement (Word)")
PREVIEW = _b("공유하면 이렇게 보입니다", "How a link to it will look")
GROUNDS = _b("문장마다 딛고 선 근거", "What each sentence stands on")
POSTS = _b("타래로 {n}개, 가장 긴 글", "A thread of {n}; its longest post")
THREAD = _b("타래로 나누면", "As a thread")
COPY = _b("복사", "Copy")
COPIED = _b("복사했습니다", "Copied")
NAME = _b("내 이름", "Your name")
NAME_HINT = _b("누가 했는지 기록에 남습니다. 한 번만 적으면 됩니다.", "Kept in the record; you write it once.")
SUBMIT = _b("검토 요청", "Ask for review")
SUBMITTED = _b(
    "검토를 요청했습니다. 다른 사람이 ‘검토’ 화면에서 이어 갑니다.",
    "Sent to review. Another person goes on under “Review”.",
)
OVER = _b("{n} 넘음", "{n} over")
NO_LIMIT = _b("한도 없음", "no limit")
CHECKS = _b("점검", "Checks")
CHECKS_CLEAR = _b("점검에서 걸린 것이 없습니다.", "The checks found nothing.")
SLOTS_LEFT = _b("빈칸 {n}곳이 남아 있습니다: {asks}", "Slots still to be filled, {n}: {asks}")
EVIDENCE = _b("근거", "Evidence")
EVIDENCE_EMPTY = _b("이 글에 댈 근거를 찾지 못했습니다.", "No evidence was found for this message.")
GAP = _b(
    "이 글을 바로 다룬 자료는 없습니다. 아래는 판단이 딛고 선 것과 가장 가까운 것이니, 담당자와 상의하세요.",
    "Nothing in the library covers this message itself. Below is what the rules rest on and what comes nearest; "
    "talk to whoever is in charge.",
)
WHOLE = _b("전체 읽기", "Read the whole card")
BORROW = _b("배울 점", "To borrow")
AVOID = _b("피할 점", "To avoid")
SOURCE = _b("출처", "Source")
DATE = _b("날짜", "Date")
LAW = _b("{month} 기준. 법률 자문이 아닙니다. 승인: {who}", "As of {month}. Not legal advice. Approval: {who}")
MORE = _b("이 자료의 다른 대목", "More of this card")

# review

REFRESH = _b("새로고침", "Refresh")

# library

ASK = _b("찾을 상황이나 물음", "Situation or question")
ASK_HINT = _b(
    "예: 사실이 아닌 소문이 퍼질 때 무엇부터 하나요?", "For example: a false rumour spreads, what comes first?"
)
SEARCH = _b("찾기", "Search")
QUESTIONS = (
    _b("사과문에 쓰면 안 되는 말은?", "What must an apology not say?"),
    _b("고객 정보가 새어 나갔을 때 무엇부터 알리나요?", "Customer data leaked: what do we tell people first?"),
    _b("욕하는 고객에게도 답해야 하나요?", "Do we answer customers who swear at us?"),
)
SEARCH_EMPTY = _b(
    "물음을 적고 찾기를 누르거나, 위의 예시를 눌러 보세요.", "Write a question and press Search, or try an example."
)
SEARCH_NONE = _b(
    "맞는 자료를 찾지 못했습니다. 상황을 한 문장으로 풀어 적어 보세요.",
    "Nothing fits. Try to tell the situation in a sentence.",
)
ALL_CARDS = _b("자료 전체 {n}건", "All {n} cards")
MORE_CARDS = _b("이 밖에 {n}건이 더 있습니다. 찾기로 찾아보세요.", "{n} more cards; use the search.")
ONLY_PASSAGES = _b("자료", "Passages")
ONLY_KIND = _b("글의 종류", "Kind of message")
ONLY_TOPIC = _b("주제", "Topic")
ONLY_STANCE = _b("대응", "Response")
ANY = _b("전체", "Any")
UNCOVERED = _b(
    "이 물음을 바로 다룬 자료는 없습니다. 아래는 그나마 가까운 것입니다.",
    "Nothing in the library covers this. Below is what comes nearest.",
)
GAPS = _b("다룬 지침이 없는 글 {n}건", "Messages that no guidance covers: {n}")
MORE_GAPS = _b("이 밖에 {n}건이 더 있습니다.", "{n} more.")
NO_GAPS = _b(
    "아직 없습니다. 지침이 없는 글이 들어오면 개인정보를 가린 채 여기에 모입니다.",
    "None yet. Messages without guidance gather here, with personal data masked.",
)
OWN_DOCUMENTS = _b("우리 회사 문서 넣기·빼기", "Add or remove your own documents")
OWN_HINT = _b(
    "응대 매뉴얼, 질의응답, 지난 입장문을 넣으면 제목 단위로 나누어 함께 찾습니다. "
    "똑같이 맞으면 우리 회사 문서가 먼저 나옵니다.",
    "Manuals, Q&As and past statements are split by their headings and searched with the rest; where both fit, yours "
    "comes first.",
)
OWN_FILES = _b("문서 (Markdown, 텍스트, HTML, DOCX, PDF)", "Documents (Markdown, text, HTML, DOCX, PDF)")
OWN_KIND = _b("어떤 자료인가요", "What they are")
OWN_EXPIRES = _b("언제까지 유효한가요 (비워 두면 계속)", "Valid until (empty: always)")
OWN_BECOMES = _b("{name}: {n}개 대목으로 나눕니다", "{name}: {n} passages")
OWN_MORE = _b("이 밖에 {n}개 대목이 더 있습니다. 넣을 때는 모두 들어갑니다.", "{n} more; all of them are added.")
OWN_ADD = _b("이대로 넣기", "Add these")
OWN_ADDED = _b("문서 {n}건, {passages}개 대목을 넣었습니다.", "Added {n} documents with {passages} passages.")
OWN_CARDS = _b("넣어 둔 우리 회사 문서", "Your own documents")
OWN_REMOVE = _b("빼기", "Remove")
OWN_REMOVED = _b("뺐습니다. 파일은 따로 보관해 두었습니다.", "Removed; the file is kept aside.")
OWN_CHOOSE = _b("어느 것을 뺄지 먼저 고르세요.", "Choose first which one to remove.")
OWN_NONE = _b("뺄 문서가 없습니다.", "There is nothing to remove.")
BACKGROUND = _b("배경 자료", "Background")

# refusals

KEPT = _b("적은 글은 그대로 있습니다.", "Nothing you wrote is lost.")
FAILED = _b("처리하지 못했습니다", "That did not work")
NO_CASE = _b("먼저 글을 하나 골라 주세요.", "Pick a message first.")
