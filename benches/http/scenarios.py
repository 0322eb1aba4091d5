"""What is asked: each scenario is one request that is sent over and over, and the ratios that it should reach."""

import json

API = "/insatskatalog/v1"
INSATS = f"{API}/municipalities/1270/insatser/trygghetslarm"
INSATS_PATTERN = f"{API}/municipalities/{{kommunkod}}/insatser/{{slug}}"
LIST = f"{API}/municipalities/1270/insatser"
LIST_PATTERN = f"{API}/municipalities/{{kommunkod}}/insatser"

# Headers that the server writes by itself.
ANSWERED = {"connection", "content-length", "date", "transfer-encoding"}
# These, and the headers that the middleware adds to what the handler answered.
ADDED = ANSWERED | {
    "access-control-allow-origin", "access-control-expose-headers", "content-security-policy", "permissions-policy",
    "referrer-policy", "traceparent", "x-content-type-options", "x-frame-options",
}

# An insats for those whose whole household has turned 75: none of the embedded ones asks about several persons.
HOUSEHOLD = """
kommunkod: "0114"
municipality:
  bodies: [{slug: namnden, name: Nämnden}]
insatser:
  - slug: hushall
    name: {sv: Hushåll, en: Household}
    summary: {sv: Hjälp., en: Help.}
    category: service
    validFrom: 2025-07-01
    criteria:
      kind: eachOf
      persons: household
      groundForLimit: notStated
      where: {kind: age, atLeast: 75, groundForLimit: notStated, ageReason: notStated}
"""

PERSON = {"birthDate": "1950-03-14", "registeredMunicipality": "1270"}
FOUR = [{"birthDate": day} for day in ("1947-05-02", "1940-01-31", "1949-12-24", "1938-07-09")]
QUESTION = {"asOf": "2025-09-01", "facts": PERSON}


def birth_date(number):
    """A day of birth: some of the thousand have turned 70, and others have not."""
    return f"19{30 + number % 60}-03-14"


def batch():
    """A thousand questions in one request."""
    facts = [{**PERSON, "birthDate": birth_date(number)} for number in range(1000)]
    whose = {"kommunkod": "1270", "insats": "trygghetslarm", "asOf": "2025-09-01"}
    return {"questions": [{"reference": f"q-{number}", **whose, "facts": of} for number, of in enumerate(facts)]}


class Scenario:
    """A request, and the lowest ratio to other servers that counts as met: `goals` by the name of the server."""

    def __init__(self, name, title, method, path, pattern, body=None, goals=None, bare=None):
        self.name, self.title, self.method, self.path, self.pattern = name, title, method, path, pattern
        self.body = None if body is None else json.dumps(body, separators=(",", ":"))
        self.headers = {"Accept": "text/html"} if name == "page" else {}
        if body is not None:
            self.headers["Content-Type"] = "application/json"
        self.goals = goals or {}
        # The path on bare servers.
        self.bare = bare or path

    def script(self):
        """The script that makes wrk send this request."""
        lines = [f"wrk.method = {self.method!r}"]
        lines += [f"wrk.headers[{name!r}] = [=[{value}]=]" for name, value in self.headers.items()]
        lines += [f"wrk.body = [=[{self.body}]=]"] if self.body is not None else []
        return "\n".join(lines) + "\n"

    def keep(self, folder, answer, left_out):
        """Writes the request as a script of wrk, and its answer for the bare servers, into a new folder."""
        folder.mkdir()
        (folder / "wrk.lua").write_text(self.script(), encoding="utf-8")
        (folder / "body").write_bytes(answer.body)
        headers = [[name, value] for name, value in answer.headers if name.lower() not in left_out]
        head = {"method": self.method, "status": answer.status, "headers": headers}
        (folder / "head.json").write_text(json.dumps(head), encoding="utf-8")

    def asking(self, path, body):
        """The same question as another server wants it."""
        return Scenario(self.name, self.title, "POST", path, path, body)

    def request(self, path=None):
        """The request as method, path, body and headers."""
        return self.method, path or self.path, self.body, self.headers


def scenarios():
    """Every scenario, in the order of the table."""
    own = f"{INSATS_PATTERN}/eligibility"
    decided = {"naked": 0.70, "wrapped": 0.95}
    read = {"naked": 0.75}
    return [
        Scenario("single", "single question", "POST", f"{INSATS}/eligibility", own, QUESTION,
                 goals=decided | {"openfisca": 80, "release": 0.8}),
        Scenario("persons", "question with four persons (`eachOf`)", "POST",
                 f"{API}/municipalities/0114/insatser/hushall/eligibility", own,
                 {"asOf": "2025-09-01", "facts": {"birthDate": "1945-03-14", "household": FOUR}}),
        Scenario("screening", "screening of a municipality", "POST", f"{API}/municipalities/1270/eligibility",
                 f"{API}/municipalities/{{kommunkod}}/eligibility", QUESTION),
        Scenario("insats", "one insats", "GET", INSATS, INSATS_PATTERN, goals=read),
        Scenario("list", "list page", "GET", LIST, LIST_PATTERN, goals=read),
        Scenario("unchanged", "304 of an insats", "GET", INSATS, INSATS_PATTERN, goals=read),
        Scenario("search", "search in a municipality", "GET", f"{LIST}?q=tryghetslarm", LIST_PATTERN),
        Scenario("page", "HTML page of an insats", "GET", "/1270/trygghetslarm",
                 "/{kommunkod}/{slug}"),
        Scenario("batch", "batch of 1,000 questions", "POST", f"{API}/eligibility-batches", f"{API}/eligibility-batches",
                 batch(), goals={"naked": 0.8, "openfisca": 200}, bare="/parse"),
    ]
