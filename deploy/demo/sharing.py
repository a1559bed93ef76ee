"""One team of the demo has its incidents handed out, so that one sees it happen."""

import httpx

from deploy.demo.people import PEOPLE, Person, Staff
from shared.contracts.vocabulary import AssignmentMode, Role

TEAM = "shipping"
LEADS_TAKE, AGENTS_TAKE = 4, 10
"""So many incidents in hand are enough for who leads, and for who does nothing else."""


def hand_out(staff: Staff, employees_url: str) -> None:
    """Have the team's supervisor turn it on, and say how much is enough for each of its people."""
    members = [person for person in PEOPLE if TEAM in person.teams]
    lead = next(person for person in members if person.role is Role.SUPERVISOR)
    with httpx.Client(base_url=f"{employees_url}/api/v1", headers=staff.headers(lead), timeout=30) as http:
        for person in members:
            _charge(http, staff, person)
        mode = {"mode": AssignmentMode.ROUND_ROBIN}
        http.put(f"/teams/{TEAM}/assignment", json=mode).raise_for_status()


def _charge(http: httpx.Client, staff: Staff, person: Person) -> None:
    address = f"/employees/{staff.actor(person).id}"
    seen = http.get(address).raise_for_status().headers["ETag"]
    capacity = AGENTS_TAKE if person.role is Role.AGENT else LEADS_TAKE
    duties = {"skills": [], "languages": [], "capacity": capacity}
    http.put(f"{address}/duties", json=duties, headers={"If-Match": seen}).raise_for_status()
