"""One address for every kind of page, without the language; `scripts/screenshots.py` walks them too."""

from __future__ import annotations

PAGES = {
    "first": "/",
    "assessments": "/assessments/",
    "published-levels": "/assessments/gia-lai-2019/",
    "reconstruction": "/assessments/gia-lai-2019-reconstruction/",
    "provinces": "/assessments/qd766-2026-provinces/",
    "countries": "/assessments/eu-egovernment-benchmark-2023/",
    "unit-of-citizens": "/assessments/gia-lai-2019/units/622/",
    "unit-unranked": "/assessments/gia-lai-2019/units/23557/",
    "unit-with-points": "/assessments/gia-lai-2019-reconstruction/units/department-05/",
    "unit-points-lost": "/assessments/gia-lai-2019-reconstruction/units/department-05/?sort=lost",
    "unit-country": "/assessments/eu-egovernment-benchmark-2023/units/DE/",
    "editions": "/editions/",
    "edition": "/editions/gia-lai-2019/?tier=commune",
    "compare-form": "/compare/",
    "compare": "/compare/?assessment=qd766-2026-provinces&units=H21,H20,H15",
    "series": "/series/",
    "series-ict": "/series/mic-ict/",
    "series-with-break": "/series/qd766/",
    "register": "/units/",
    "search": "/units/?q=dak+doa",
    "register-unit": "/units/vn-gso/23557/",
    "methods": "/methods/",
    "method": "/methods/oecd-dgi-2023/",
    "data": "/data/",
    "about": "/about/",
    "not-found": "/no-such-page/",
}
LANGUAGES = {"vi": "", "en": "/en"}
WIDTHS = (360, 1440)
