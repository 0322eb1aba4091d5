"""Prints what was measured as Markdown: figures, ratios with their goals, and the price of each part."""

from statistics import median

# The servers in the order of the table, and what they are.
SERVERS = {
    "service": "service",
    "release": "service, release profile",
    "wrapped": "bare handler in the same middleware",
    "naked": "naked handler",
    "usual": "PostgreSQL by diesel on every request",
    "openfisca": "OpenFisca",
    "json-rules": "json-rules-engine",
    "zen": "zen-engine",
}


def table(head, rows):
    """A table in Markdown."""
    print(f"| {' | '.join(head)} |")
    print("|" + "---|" * len(head))
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print()


def ratios(above, below):
    """The ratios of each round: load of others on the machine affects both alike."""
    return [a / b for a, b in zip(above, below, strict=True) if b]


def spread(values, digits=2):
    """A median with the lowest and the highest value."""
    shown = [f"{value:,.{digits}f}" for value in (median(values), min(values), max(values))]
    return f"{shown[0]} ({shown[1]} to {shown[2]})"


def verdict(value, goal, at_most):
    """Whether a goal is met, as words."""
    if goal is None:
        return "", ""
    met = value <= goal if at_most else value >= goal
    return f"{'≤' if at_most else '≥'} {goal:g}", "met" if met else "**missed**"


def figures(scenarios, rounds, counted):
    """A row for each scenario and server."""
    rows = []
    for scenario in scenarios:
        for server, name in SERVERS.items():
            seen = rounds.get((scenario.name, server))
            if not seen:
                continue
            middle = {field: median(getattr(one, field) for one in seen) for field in seen[0]._fields}
            counts = counted.get((scenario.name, server))
            rows.append([
                scenario.title, name, number(middle["rate"]), f"{middle['p50']:.2f}", f"{middle['p99']:.2f}",
                f"{middle['cpu_seconds']:.3f}", f"{middle['resident_mib']:.0f}",
                f"{counts.allocations:,.0f}" if counts else "", f"{counts.instructions:,.0f}" if counts else "",
            ])
    table(["what", "server", "requests a second", "p50 ms", "p99 ms", "CPU s for 1,000 requests", "resident MiB",
           "allocations a request", "instructions a request"], rows)


def number(value):
    """A rate, with decimals only if it is small."""
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


def compared(scenarios, rounds):
    """A row for each ratio of the service to another server."""
    rows = []
    for scenario in scenarios:
        own = [one.rate for one in rounds[scenario.name, "service"]]
        for server, name in SERVERS.items():
            other = rounds.get((scenario.name, server))
            if server == "service" or not other:
                continue
            # The program that `cargo run --release` builds is compared with the service, all others the other way round.
            rates = [one.rate for one in other]
            is_own = server == "release"
            values = ratios(rates, own) if is_own else ratios(own, rates)
            seconds = [[one.cpu_seconds for one in rounds[scenario.name, who]] for who in (server, "service")]
            by_cpu = ratios(*reversed(seconds)) if is_own else ratios(*seconds)
            what = f"{name} / service" if is_own else f"service / {name}"
            rows.append(row(scenario.title, what, values, scenario.goals.get(server), by_cpu))
            if server == "naked":
                slow = ratios([one.p99 for one in rounds[scenario.name, "service"]], [one.p99 for one in other])
                rows.append(row(scenario.title, f"p99: service / {name}", slow, 2, at_most=True))
    return rows


def around_nothing(rounds):
    """The row of the middleware around an empty answer."""
    wrapped, naked = (rounds["nothing", mode] for mode in ("wrapped", "naked"))
    rates = ratios([one.rate for one in wrapped], [one.rate for one in naked])
    by_cpu = ratios([one.cpu_seconds for one in naked], [one.cpu_seconds for one in wrapped])
    return [row("an empty answer", "bare handler in the same middleware / naked handler", rates, 0.75, by_cpu)]


def row(title, what, values, goal, by_cpu=(), at_most=False):
    """A row of the table of ratios."""
    return [title, what, spread(values), spread(by_cpu) if by_cpu else "", *verdict(median(values), goal, at_most)]


def ratios_with_goals(rows):
    """The ratios, and whether they reach their goals."""
    table(["what", "ratio", "by rate: median (lowest to highest round)", "by CPU seconds", "goal", ""], rows)


def prices(rates, counted):
    """A row for each part of the middleware: the difference between the server with it and the server without it."""
    rows = []
    for title, with_part, without in PARTS:
        nanoseconds = [1e9 / a - 1e9 / b for a, b in zip(rates[with_part], rates[without])]
        instructions = counted[with_part].instructions - counted[without].instructions if counted else None
        allocations = counted[with_part].allocations - counted[without].allocations if counted else None
        shown = [f"{instructions:,.0f}", f"{allocations:,.1f}"] if counted else ["", ""]
        rows.append([title, spread(nanoseconds, 0), *shown])
    table(["part", "nanoseconds a request", "instructions a request", "allocations a request"], rows)


# The server with a part, and the one without it.
PARTS = [
    ("log line", "trace", "trace without log"),
    ("trace id, counters, checks and headers of every answer", "trace without log", "naked"),
    ("of that, writing the headers", "headers", "naked"),
    ("routing, three patterns", "three", "naked"),
    ("routing, every pattern of the API in one list", "patterns", "naked"),
    ("all of it around an answer, with the reader of bodies", "wrapped", "naked"),
]
