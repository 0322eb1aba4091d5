// Hours, prices, decisions and contacts of the catalogue in words.

function hoursInWords(hours, language) {
  return (hours ?? []).map(({ weekday, opens, closes }) => `${language.weekday(weekday)} ${opens}–${closes}`);
}

const ICALENDAR_DAYS = { MO: "monday", TU: "tuesday", WE: "wednesday", TH: "thursday", FR: "friday", SA: "saturday", SU: "sunday" };
const NUMBERED = {
  1: ["första", "first"], 2: ["andra", "second"], 3: ["tredje", "third"], 4: ["fjärde", "fourth"], 5: ["femte", "fifth"],
  "-1": ["sista", "last"], "-2": ["näst sista", "second to last"], "-3": ["tredje sista", "third to last"],
  "-4": ["fjärde sista", "fourth to last"], "-5": ["femte sista", "fifth to last"],
};
const HOW_OFTEN = {
  WEEKLY: [["varje vecka", "every week"], ["varannan vecka", "every other week"], ["var {0} vecka", "every {0} weeks"]],
  MONTHLY: [["varje månad", "every month"], ["varannan månad", "every other month"], ["var {0} månad", "every {0} months"]],
};

// A schedule by its description, or by its rule: "måndag, onsdag 10:00–12:00, varannan vecka".
function scheduleInWords({ freq, interval = 1, byday = "", opensAt, closesAt, description }, language) {
  if (description) return language.text(description);
  const days = String(byday).split(",").filter(Boolean).map((day) => {
    const [, number, name] = day.match(/^(-?\d+)?([A-Z]{2})$/) ?? [];
    const weekday = language.weekday(ICALENDAR_DAYS[name]);
    const ending = language.own === "sv" ? "en" : "";
    return number ? `${language.choose(NUMBERED[number])} ${weekday}${ending}` : weekday;
  });
  const times = [opensAt, closesAt].filter(Boolean).join("–");
  const often = HOW_OFTEN[freq]?.[Math.min(interval, 3) - 1];
  const ordinal = [1, 2].includes(interval % 10) && ![11, 12].includes(interval) ? `${interval}:a` : `${interval}:e`;
  const howOften = often && language.choose(often).replace("{0}", language.own === "sv" ? ordinal : interval);
  return [[days.join(", "), times].filter(Boolean).join(" "), howOften].filter(Boolean).join(", ");
}

function closedInWords({ from, to }, language) {
  return from === to ? language.say("closedDay", language.date(from)) : language.say("closed", language.date(from), language.date(to));
}

// Each price that is in force, as a list of nodes.
function costsInWords({ fee, costOptions }, day, language) {
  const price = (amount, per) => {
    const number = language.number(Number(amount));
    return language.own === "en" ? `SEK ${number} ${language.choose(PER[per] ?? ["", ""])}` : `${number} kr ${language.choose(PER[per] ?? ["", ""])}`;
  };
  const most = (words) => language.choose([`högst ${words}`, `at most ${words}`]);
  const isNow = ({ validFrom, validTo }) => (!validFrom || validFrom <= day) && (!validTo || day <= validTo);
  const costs = (costOptions ?? []).filter(isNow).map((cost) => [
    language.text(cost.option), ": ",
    cost.amountIs === "atMost" ? most(price(cost.amount, cost.per)) : price(cost.amount, cost.per),
    cost.cap ? `, ${most(price(cost.cap.amount, cost.cap.per))}` : "",
    cost.incomeTested ? language.choose([". Priset beror på inkomsten", ". The price depends on income"]) : "",
    cost.freeFirst ? language.choose([`. Antal gratis från början: ${cost.freeFirst}`, `. Number that is free at first: ${cost.freeFirst}`]) : "",
    cost.condition ? [". ", language.text(cost.condition)] : "",
  ]);
  if (fee) costs.unshift([fee.text ? language.text(fee.text) : language.choose(FEES[fee.kind] ?? FEES.amount)]);
  return costs;
}

function decisionInWords({ body, date, reference } = {}, language) {
  return [body, date && language.date(date), reference].filter(Boolean).join(", ");
}

// Ways to reach somebody: a telephone number, an e-mail address and web pages become links.
function reachable({ functionPhone, functionEmail, webPage, eService }, language) {
  return [
    functionPhone && link(`tel:${functionPhone.replaceAll(/[^+\d]/g, "")}`, functionPhone),
    functionEmail && link(`mailto:${functionEmail}`, functionEmail),
    webAddress(eService) && link(eService, language.say("eService")),
    webAddress(webPage) && link(webPage, language.say("webPage")),
  ].filter(Boolean);
}

function contactNode(contact, language) {
  const addresses = [contact.visitingAddress, contact.postalAddress].filter(Boolean).map(({ address1, postalCode, city }) =>
    [address1, [postalCode, city].filter(Boolean).join(" ")].filter(Boolean).join(", "));
  const lines = [contact.name, ...reachable(contact, language), ...addresses].filter(Boolean);
  return make("ul", { class: "plain", part: "contact" }, lines.map((line) => make("li", {}, line)));
}
