"""What Korean personal names are made of, and the common words that look as if they were."""

from __future__ import annotations

SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여"
    "추도소석선설마길연위표명기반왕금옥육인맹제모탁국"
)
"""Surnames of one syllable, 99.5 % of the population (source: census of 2015)."""

DOUBLE_SURNAMES = "남궁|황보|제갈|사공|선우|독고|서문"

GIVEN = (
    "건겸경계관광교국권규균근기길나남다단담대덕도동두라란람래려련령록루륜률리린림만명무문미민범별병보복봄봉빈빛산"
    "상새서석선설섭성세소솔송수숙순슬승시식신아안애양언여연열영예오옥온완용우욱운웅원월유윤율은의이익인일장재정제"
    "조종주준중지진찬창채천철초춘충치탁태택하학한해향현형혜호홍화환효후훈휘희"
)
"""Syllables that given names are made of; what is not here (품, 감, 폰 …) is no name. 자 has a rule of its own."""

_ROLES = """
주인공 이재민 유경험 이사장 지점장 지사장 현장소 공무원 연구원 조합원 임직원 정직원 안내원 상담원 승무원 배송원
경비원 종업원 교환원 조교수 신입생 대학생 유학생 유치원 고등생 전문의 기관장 추기경 주인장 임차인 임대인 민원인
변호인 의뢰인 신고인 고소인 장애인 이방인 연예인 정치인 지도원 신도시 성형의 여성용 남성용 유아용 성인용 일반인
인천지 전주지 원주지 경주지 여주지 양주지 제주지 주한미
"""
_THINGS = """
전화기 전기차 정수기 공기청 세탁기 이어폰 소화기 전자제 주전자 유모차 자전거 신제품 문제점 장단점 유의사 주의사
공지사 정기권 이용권 지하철 고양이 강아지 송아지 오이지 하반기 상반기 연재중 진행중 이용중 사용중 정지중 조사중
주문중 한동안 이동안 하나도 조금도 지금은 우선은 민원제 소송하 여기서 안나오
"""
_MANNERS = """
이상한 유명한 소중한 성실한 중요한 진정한 정상인 정당한 유일한 우수한 안전한 이런 유사한 공정한 심각한 고유한
장기간 단기간 전반적 정기적 인위적 지속적 신선한 명백한 선명한 무한정 이만한 하소연 기진맥 우연한 한심한 도대체
조용한 강력한 현명한 정중한 정정당 기대한 이미지 하도록 안하고 하지만 이지만
"""

NOT_NAMES = frozenset((_ROLES + _THINGS + _MANNERS).split())
"""Words of a surname syllable and name syllables that stand before a title or 입니다 and are nobody's name."""
