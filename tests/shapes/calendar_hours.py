"""Reads a calendar with another program, and compares its events with the days that the catalogue states."""

import datetime as dt
import json
import urllib.request
from pathlib import Path

from dateutil.rrule import rrulestr
from icalendar import Calendar

FIRST, LAST = dt.date(2035, 1, 1), dt.date(2035, 6, 30)
MONDAY, TUESDAY, THURSDAY, FRIDAY, SATURDAY = 0, 1, 3, 4, 5


def published(base: str, token: str) -> bytes:
    """The calendar of an insats with opening hours, which is published first."""
    address = f"{base}/municipalities/1270/insatser/sangcafe"
    body = (Path(__file__).parent / "cafe.json").read_bytes()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "If-None-Match": "*"}
    with urllib.request.urlopen(urllib.request.Request(address, body, headers, method="PUT")) as answer:
        assert answer.status == 201
    request = urllib.request.Request(f"{address}?asOf=2035-01-01", headers={"Accept": "text/calendar"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def occurrences(event) -> list[tuple[dt.datetime, dt.datetime]]:
    """When an event begins and ends, by its rule and without the days that are left out, in local time."""
    start, end = event.decoded("DTSTART"), event.decoded("DTEND")
    excluded = event.get("EXDATE", [])
    excluded = excluded if isinstance(excluded, list) else [excluded]
    out = {date.dt for dates in excluded for date in dates.dts}
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    begins = [begin for begin in rule if begin not in out]
    return [(begin.replace(tzinfo=None), (begin + (end - start)).replace(tzinfo=None)) for begin in begins]


def stated() -> list[tuple[dt.datetime, dt.datetime]]:
    """The same by the catalogue."""
    days = [FIRST + dt.timedelta(n) for n in range((LAST - FIRST).days + 1)]
    closed = lambda day: dt.date(2035, 4, 1) <= day <= dt.date(2035, 4, 12)
    # The week of the first day of the schedule, and every second week after it.
    week = lambda day: (day - dt.date(2035, 1, 15)).days // 7
    in_schedule = lambda day: dt.date(2035, 1, 16) <= day <= dt.date(2035, 5, 31) and week(day) % 2 == 0
    last_in_month = lambda day: (day + dt.timedelta(7)).month != day.month
    spans = []
    for day in days:
        at = lambda hour, minute=0, after=0: dt.datetime.combine(day + dt.timedelta(after), dt.time(hour, minute))
        if day.weekday() == MONDAY and not closed(day):
            spans.append((at(10), at(15)))
        if day.weekday() == FRIDAY and not closed(day):
            spans.append((at(22), at(2, 0, 1)))
        if day.weekday() in (TUESDAY, THURSDAY) and in_schedule(day):
            spans.append((at(13, 30), at(15)))
        if day.weekday() == SATURDAY and last_in_month(day):
            spans.append((at(9), at(11)))
    return spans


def check(base: str, token: str) -> None:
    calendar = Calendar.from_ical(published(base, token))
    found = sorted(span for event in calendar.walk("VEVENT") for span in occurrences(event))
    wanted = sorted(stated())
    assert found == wanted, f"not in both: {sorted(set(found) ^ set(wanted))}"
    assert all(event["DTSTART"].params["TZID"] == "Europe/Stockholm" for event in calendar.walk("VEVENT"))
    print(f"a calendar of {len(found)} events from {FIRST} to {LAST}")
