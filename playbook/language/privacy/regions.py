"""Names of Korean provinces, cities, counties and districts, as an address begins with them.

A list and not a shape, because 다시, 즉시, 친구, 연구 and 요구 end like cities and districts do.
Source: administrative districts of the Ministry of the Interior and Safety, as of 2026.
"""

from __future__ import annotations

_PROVINCES = "서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주"
_PROVINCES_IN_FULL = "충청북 충청남 전라북 전라남 경상북 경상남"

_CITIES = """
수원 성남 의정부 안양 부천 광명 평택 동두천 안산 고양 과천 구리 남양주 오산 시흥 군포 의왕 하남 용인 파주 이천
안성 김포 화성 광주 양주 포천 여주 춘천 원주 강릉 동해 태백 속초 삼척 청주 충주 제천 천안 공주 보령 아산 서산
논산 계룡 당진 전주 군산 익산 정읍 남원 김제 목포 여수 순천 나주 광양 포항 경주 김천 안동 구미 영주 영천 상주
문경 경산 창원 진주 통영 사천 김해 밀양 거제 양산 제주 서귀포
"""

_COUNTIES = """
기장 달성 군위 강화 옹진 울주 연천 가평 양평 홍천 횡성 영월 평창 정선 철원 화천 양구 인제 고성 양양 보은 옥천
영동 증평 진천 괴산 음성 단양 금산 부여 서천 청양 홍성 예산 태안 완주 진안 무주 장수 임실 순창 고창 부안 담양
곡성 구례 고흥 보성 화순 장흥 강진 해남 영암 무안 함평 영광 장성 완도 진도 신안 의성 청송 영양 영덕 청도 고령
성주 칠곡 예천 봉화 울진 울릉 의령 함안 창녕 남해 하동 산청 함양 거창 합천
"""

_DISTRICTS = """
종로 중 용산 성동 광진 동대문 중랑 성북 강북 도봉 노원 은평 서대문 마포 양천 강서 구로 금천 영등포 동작 관악
서초 강남 송파 강동 서 동 영도 부산진 동래 남 북 해운대 사하 금정 연제 수영 사상 수성 달서 미추홀 연수 남동 부평
계양 제물포 영종 검단 광산 유성 대덕 장안 권선 팔달 영통 수정 중원 분당 만안 동안 원미 소사 오정 상록 단원 덕양
일산동 일산서 처인 기흥 수지 만세 효행 병점 동탄 상당 서원 흥덕 청원 동남 서북 완산 덕진 의창 성산 마산합포
마산회원 진해
"""


def _any(names: str) -> str:
    return "|".join(sorted(set(names.split()), key=lambda name: (-len(name), name)))


_PROVINCE = (
    rf"(?:(?:{_any(_PROVINCES)})(?:특별자치시|특별자치도|특별시|광역시|시|도)?|(?:{_any(_PROVINCES_IN_FULL)})도)"
)
_PLACE = rf"(?:(?:{_any(_CITIES)})(?:시\s*|\s+)|(?:{_any(_COUNTIES)})군\s*|(?:{_any(_DISTRICTS)})구\s*)"

REGION = rf"(?<![가-힣])(?:{_PROVINCE}\s*{_PLACE}{{0,2}}|{_PLACE}{{1,2}})"
"""Source of a regular expression: a province with or without a city and a district, or one of the latter alone."""

PROVINCE = rf"(?:{_any(_PROVINCES)})"
"""Source of a regular expression: the short name of a province, as on old number plates."""
