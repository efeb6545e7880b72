"""How the made-up answers of one numbered unit are drawn: how good it is, and what it would then write.

Used by `reconstruct_gia_lai.py`. Nothing here is the answer of a real agency, district or commune.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

SEED = "gia-lai-2019"
NA, NOT_MEASURED, NOT_ANSWERED = "not-applicable", "not-measured", ""
GROUPS = ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4")

# What an agency without procedures of its own answers.
NOTHING_TO_COUNT = ["procedures", "services_level3", "interlinked_procedures", "questions"]
NOTHING_TO_RECEIVE = [
    *("dossiers", "dossiers_level3", "online_dossiers", "online_overdue", "dossiers_finished"),
    *("dossiers_on_time", "dossiers_synced", "services_level4", "questions_on_time"),
    *("desk_staff", "desk_staff_trained"),
]


@dataclass
class Drawn:
    """The answers of one unit as they are written in the files."""

    values: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)


class Pen:
    """Draws one unit's answers around how good it is in each group."""

    def __init__(self, unit: str, tier: str, profile: str, good: tuple[float, ...], attempt: int) -> None:
        self.fixed = Random(f"{SEED}:{unit}")  # what a new draw does not change: size, lines
        self.random = Random(f"{SEED}:{unit}:{attempt}")
        self.forgets = Random(f"{SEED}:{unit}:forgets").random() < 0.12
        self.tier, self.profile = tier, profile
        self.quality = {
            group: min(1.0, max(0.02, q + self.random.uniform(-0.08, 0.08)))
            for group, q in zip(GROUPS, good, strict=True)
        }
        self.out = Drawn()

    def share(self, group: str, scale: float = 1) -> float:
        return min(1.0, max(0.0, self.quality[group] * scale + self.random.uniform(-0.12, 0.12)))

    def put(self, name: str, value: object) -> int:
        self.out.values[name] = str(value)
        return value if isinstance(value, int) else 0

    def part(self, name: str, whole: int, group: str, scale: float = 1) -> int:
        """A count that is part of another."""
        return self.put(name, round(whole * self.share(group, scale)))

    def one(self, name: str, group: str, best_first: str) -> str:
        """One of the options, the better the more likely."""
        options = best_first.split()
        chosen = options[min(len(options) - 1, int((1 - self.share(group)) * len(options)))]
        self.put(name, chosen)
        return chosen

    def yes(self, group: str) -> str:
        return "yes" if self.random.random() < self.quality[group] else "no"

    def some(self, name: str, group: str, items: str) -> None:
        self.put(name, "|".join(item for item in items.split() if self.yes(group) == "yes") or "none")

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def draw(self) -> Drawn:
        self.common()
        if self.tier == "commune":
            self.commune()
        else:
            self.office()
            self.department() if self.tier == "department" else self.district()
        return self.out

    def common(self) -> None:
        """What every tier is asked."""
        sizes = {"department": (18, 88), "district": (62, 90), "commune": (8, 25)}[self.tier]
        staff = self.put("staff", self.fixed.randint(*sizes))
        self.part("staff_with_computer", staff, "A1", 1.1)
        self.part("staff_it_skilled", staff, "A2")
        self.part("staff_trained", staff, "A2", 0.5)
        desk = self.put("desk_staff", 0 if self.profile == "no desk" else self.number(1, 5))
        self.part("desk_staff_trained", desk, "A2")
        done = self.put("plan_tasks", self.number(3, 12))
        self.part("plan_tasks_done", done, "A3")
        meetings = self.put("steering_meetings", round(self.share("A4") * 4.4))
        self.part("steering_meetings_chaired", meetings, "A4")
        many = 40 if self.tier == "commune" else 100
        shown = self.put("leader_documents", staff * self.number(many // 4, many // 2))
        self.part("leader_documents_online", shown, "A4", 0.8)
        self.one("head_signature", "A4", "used issued none")
        self.put("leader_in_charge", self.yes("A4"))
        self.part("staff_using_email", staff, "B2", 0.95)
        sent = self.put("documents_sent", staff * self.number(many // 5, many // 3))
        self.part("documents_sent_electronically", sent, "B2", 0.9)
        self.part("documents_signed", sent, "B4", 0.5)
        received = self.put("documents_received", staff * self.number(many // 2, many))
        self.part("documents_processed_online", received, "B4", 0.9)
        petitions = self.put("petitions", self.number(0, 14))
        on_time = self.put(
            "petitions_on_time", petitions - (self.share("B2") < 0.5) * min(petitions, self.number(1, 3))
        )
        self.put("petitions_prolonged", min(petitions - on_time, self.number(0, 1)))
        asked = self.number(30, 90)
        best = round(asked * self.share("B2", 0.6))
        good = round((asked - best) * self.share("B2", 0.8))
        normal = round((asked - best - good) * 0.7)
        counts = (best, good, normal, asked - best - good - normal)
        surveyed = self.random.random() > 0.06
        for name, count in zip(
            ("very_satisfied", "satisfied", "normal", "dissatisfied"), counts, strict=True
        ):
            self.put(f"survey_{name}", count if surveyed else NOT_MEASURED)

    def dossiers(self, low: int, high: int, scale: float) -> int:
        dossiers = self.put("dossiers", self.number(low, high))
        level3 = self.put("dossiers_level3", round(dossiers * self.random.uniform(0.2, 0.5)))
        if self.out.values.get("services_level3") == "0":
            level3 = self.put("dossiers_level3", 0)
        online = self.part("online_dossiers", level3, "B3", scale)
        late = 0 if self.quality["B3"] > 0.6 else self.number(0, 3)
        self.put("online_overdue", min(online, late))
        return dossiers

    def office(self) -> None:
        """Departments and districts."""
        staff = int(self.out.values["staff"])
        computers = self.put("computers", staff + self.fixed.randint(-2, 9))
        self.part("computers_with_antivirus", computers, "A1", 0.9)
        lines = self.fixed.choice([30, 40, 50, 60, 80, 100, 120])
        self.put("bandwidth", NOT_MEASURED if self.fixed.random() < 0.06 else lines)
        self.part("computers_on_wan", computers, "A1", 1.05)
        self.put("wan_applications", self.number(1, 6))
        trained = self.put("it_staff", min(3, round(self.share("A2") * 2.4)))
        self.put("it_staff_with_degree", min(trained, round(self.share("A2") * 2)))
        plan = self.one("ict_plan", "A3", "on_time on_time late")
        if self.profile == "no plan":
            plan = "none"
            self.put("ict_plan", plan)
            self.put("plan_tasks", 0)
            self.put("plan_tasks_done", 0)
        self.some("regulations", "A3", "documents email website security")
        budget = self.put("ict_budget_planned", self.number(4, 90) * 10)
        spent = self.share("A3", 1.25) if plan != "none" else self.random.uniform(0.3, 0.8)
        self.put("ict_budget_spent", round(budget * spent))
        board = self.yes("A3")
        self.put("editorial_board", NOT_ANSWERED if self.forgets else board)
        site = "none" if self.profile == "no page" else "own" if self.quality["B1"] > 0.5 else "sub_page"
        self.put("website", site)
        self.some("website_sections", "B1", "about contacts news legal_documents plans budget")
        self.put("news_items", round(190 * self.share("B1")))
        due = self.put("documents_to_post", self.number(12, 160))
        self.part("documents_posted_on_time", due, "B1")
        asked = self.put("questions", 0 if self.random.random() < 0.1 else self.number(5, 120))
        self.part("questions_on_time", asked, "B2")
        procedures = self.put("procedures", self.fixed.randint(24, 180))
        self.put("services_level3", round(procedures * min(0.9, self.quality["B3"] * 0.35)))
        low, high = (400, 9000) if self.tier == "department" else (5000, 32000)
        dossiers = self.dossiers(low, high, 0.42)
        finished = self.put("dossiers_finished", round(dossiers * self.random.uniform(0.93, 0.99)))
        late = self.random.uniform(0.0, 0.32) * (1 - self.quality["B3"])
        self.put("dossiers_on_time", finished - round(finished * late))
        self.part("dossiers_synced", dossiers, "B4")
        self.one("document_system", "B4", "national national province province own")
        self.procedures(6)

    def procedures(self, many: int) -> None:
        rows = []
        for number in range(1, many + 1):
            needs = "yes" if self.random.random() < 0.8 else "no"
            form = self.yes("B2") if needs == "yes" else NA
            high = self.random.random() < self.quality["B3"] * 0.8
            level = self.random.choice("34") if high else self.random.choice("12")
            works = self.yes("B3") if high else NA
            rows.append([f"TT{number:02d}", self.yes("B1"), needs, form, level, works])
        self.out.tables["procedure_checks"] = rows
        points = [str(min(2, round(self.share("B4") * 2.2))) for _ in range(many)]
        self.out.tables["dossier_samples"] = [[f"HS{n:02d}", p] for n, p in enumerate(points, 1)]

    def department(self) -> None:
        self.some("server_room", "A1", "room backup_power backup_off_site")
        self.some("security_measures", "A1", "firewall backup_plan access_control security_plan")
        self.put("it_training_days", int(self.out.values["it_staff"]) * round(self.share("A2") * 11))
        self.put("sector_guidance", round(self.share("A3") * 3.4))
        self.one("ict_in_appraisal", "A4", "criterion mentioned none")
        self.put("datasets_published", round(self.share("B1") * 5))
        self.some("website_usability", "B1", "mobile search english")
        drafts = self.put("drafts", self.number(0, 7))
        self.part("drafts_consulted", drafts, "B2")
        services = int(self.out.values["services_level3"])
        self.put("services_level4", min(services, round(self.share("B3") * 9)))
        self.put("shared_databases", round(self.share("B4") * 3))
        self.put("interlinked_procedures", round(self.share("B4") * 6))
        if self.profile == "thin website":  # an agency without procedures of its own: nothing to receive
            self.out.values.update(dict.fromkeys(NOTHING_TO_COUNT, "0"))
            self.out.values.update(dict.fromkeys(NOTHING_TO_RECEIVE, NA))
            self.out.tables = {"procedure_checks": [[NA] * 6], "dossier_samples": [[NA] * 2]}

    def district(self) -> None:
        communes = self.put("communes", self.fixed.randint(8, 20))
        self.some("desk_equipment", "A1", "queue_machine public_computer scanner camera payment")
        self.part("communes_on_wan", communes, "A1")
        cut_off = 0 if self.quality["A1"] > 0.6 else self.number(0, 2)
        self.put("video_interruptions", NA if self.fixed.random() < 0.1 else cut_off)
        officials = self.put("commune_staff", communes * self.number(18, 24))
        self.part("commune_staff_trained", officials, "A2", 0.5)
        self.put("support_visits", round(communes * self.share("A2", 2)))
        self.part("communes_inspected", communes, "A3", 0.4)
        self.one("commune_desk_plan", "A3", "done under_way none")
        self.put("citizen_dialogues", round(self.share("A4") * 2.2))
        self.some("land_information", "B1", "land_use_plan land_prices land_procedures")
        self.some("minority_guidance", "B1", "audio leaflet poster")
        self.put("hotline_published", self.yes("B2"))
        calls = self.put("calls", self.number(15, 260))
        self.put("calls_answered", round(calls * min(1, self.share("B2", 1.2))))
        land = self.put("land_dossiers", self.number(900, 7000))
        self.put("land_overdue", round(land * self.random.uniform(0.02, 0.4) * (1 - self.quality["B3"])))
        self.put("land_second_supplement", round(land * self.random.uniform(0.01, 0.12)))
        self.put("dossiers_by_post", round(int(self.out.values["dossiers"]) * self.share("B3", 0.1)))
        self.part("communes_on_one_stop", communes, "B4")
        exchanged = self.put("commune_documents", communes * self.number(200, 500))
        self.part("commune_documents_electronic", exchanged, "B4", 0.7)

    def commune(self) -> None:
        villages = self.put("villages", self.fixed.randint(5, 18))
        minority = self.fixed.random() > 0.12
        self.one("commune_internet", "A1", "fibre copper copper mobile")
        desk = (
            self.one("commune_desk", "A1", "dedicated shared shared") if self.profile != "no desk" else "none"
        )
        self.put("commune_desk", desk)
        self.some("commune_desk_equipment", "A1", "computer printer scanner camera")
        if desk == "none":
            self.put("commune_desk_equipment", NOT_ANSWERED)
        self.put("commune_on_wan", "yes" if self.share("A1", 0.8) > 0.6 else "no")
        self.part("villages_with_loudspeaker", villages, "A1")
        self.one("commune_it_person", "A2", "trained assigned none")
        speakers = min(int(self.out.values["desk_staff"]), self.number(0, 2))
        self.put("desk_staff_minority_language", speakers if minority else NA)
        self.one("commune_ict_plan", "A3", "own part_of_reform_plan part_of_reform_plan")
        if self.profile == "no plan":
            self.put("commune_ict_plan", "none")
        self.some("commune_desk_rules", "A3", "rules duty_roster fee_table")
        self.put("commune_document_rule", self.yes("A3"))
        self.part("villages_informed", villages, "A3")
        self.put("overdue_without_apology", 0 if self.share("A4") > 0.45 else self.number(1, 9))
        self.one("commune_page", "B1", "current outdated outdated")
        if self.profile == "no page":
            self.put("commune_page", "none")
        self.put("procedures_posted", "yes" if self.share("B1") > 0.3 else "no")
        self.put("procedures_online", self.yes("B1"))
        self.part("villages_with_notice_board", villages, "B1")
        self.put("broadcasts", round(150 * self.share("B1")))
        self.some("commune_information", "B1", "contacts leaders budget land_use social_benefits")
        self.some("minority_guidance", "B1", "audio leaflet poster") if minority else self.put(
            "minority_guidance", NA
        )
        self.put("village_meetings", round(villages * self.share("B2", 1.1)))
        self.put("procedures", self.number(90, 130))
        self.put("services_level3", round(self.share("B3", 0.8) * 5))
        dossiers = self.dossiers(250, 2600, 0.12)
        asking = self.put("citizens_asking_help", self.number(0, 60))
        self.part("citizens_helped", asking, "B3")
        keeps = self.random.random() > 0.05
        finished = self.put("dossiers_finished", round(dossiers * 0.97) if keeps else NOT_ANSWERED)
        self.put("dossiers_overdue", round(finished * self.random.uniform(0, 0.3)) if keeps else NOT_ANSWERED)
        self.put(
            "dossiers_second_supplement",
            round(finished * self.random.uniform(0, 0.15)) if keeps else NOT_ANSWERED,
        )
        self.put("dossiers_by_post", round(dossiers * self.share("B3", 0.08)))
        self.one("commune_one_stop_software", "B4", "all_dossiers some_dossiers some_dossiers none none")
        births = self.put("birth_cases", self.number(0, 120))
        self.part("birth_cases_joint", births, "B4")
        due = self.put("reports_due", self.number(24, 60))
        online = self.part("reports_sent_online", due, "B4", 1.3)
        self.put("reports_late", 0 if self.quality["B4"] > 0.5 else min(due - online, self.number(0, 5)))
        if desk != "none":
            self.out.tables["desk_visits"] = [[f"L{n}", self.yes("B2")] for n in range(1, 5)]
