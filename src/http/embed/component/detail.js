// One insats: what it is, whom it is for, how to get it, and the right to apply.

async function detailView(view) {
  const { language } = view;
  const { insats, criteria } = await getInsats(view, language);
  const lists = [insats.activities, insats.places, insats.costOptions].flatMap((list) => list ?? []);
  view.offer(Language.of([insats.name, insats.summary, insats.targetGroup, insats.purpose, insats.howToGetIt, ...lists.map(({ summary, note, option }) => summary ?? note ?? option)]));
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm" }).format(new Date());
  const costs = costsInWords(insats, today, language);
  const decided = decisionInWords(insats.decision, language);
  const asks = criteria.questions.length > 0 || criteria.activities?.length || criteria.places?.length;
  return [
    view.back(),
    view.heading(0, language.text(insats.name)),
    make("p", { class: "lead", part: "summary" }, language.text(insats.summary)),
    notes(insats, language),
    section(view, "forWhom", forWhom(insats, criteria, language)),
    asks && make("div", { class: "box", part: "box" },
      view.heading(1, language.say("check")),
      make("p", {}, language.say("checkIntro")),
      button("primary", language.say("start"), () => view.go(formView, { started: true }))),
    section(view, "howToGet", howToGet(insats, language)),
    section(view, "cost", costs.length > 0 && make("ul", { class: "plain" }, costs.map((cost) => make("li", {}, cost)))),
    section(view, "parts", list(insats.activities, ({ name, summary, targetGroup, schedule, schedules }) => [
      make("strong", {}, language.text(name)),
      [summary, targetGroup, schedule].filter(Boolean).map((text) => make("p", {}, language.text(text))),
      (schedules ?? []).map((rule) => make("p", {}, scheduleInWords(rule, language))),
    ])),
    section(view, "places", list(insats.places, (place) => placeNodes(place, language))),
    rightToApply(view, insats.rightToApply),
    decided && make("p", { class: "soft", part: "decision" }, `${language.say("decision")}: ${decided}. `,
      insats.validFromNotStated ? "" : `${language.say("from", language.date(insats.validFrom))}.`),
  ];
}

function section(view, heading, content) {
  const nodes = [content].flat(Infinity).filter(Boolean);
  return nodes.length > 0 && make("section", { part: "section" }, view.heading(1, view.language.say(heading)), nodes);
}

function list(items, nodesOf) {
  return items?.length > 0 && make("ul", {}, items.map((item) => make("li", {}, nodesOf(item))));
}

// What to know before turning there. Texts of answers are in Swedish and English alone.
function notes({ warnings, provisos, notice }, language) {
  return [
    notice && make("p", { part: "note" }, language.text(notice)),
    [...(warnings ?? []), ...(provisos ?? [])].map(({ text }) => make("p", { part: "note" }, language.text(text))),
  ];
}

function forWhom({ targetGroup, selection }, { inWords }, language) {
  return [
    make("p", {}, language.text(inWords)),
    targetGroup && make("p", {}, language.text(targetGroup)),
    selection && make("p", {}, language.text(selection)),
  ];
}

function howToGet(insats, language) {
  const channels = (insats.channels ?? []).map((channel) => {
    const ways = reachable(channel, language).flatMap((way, at) => (at ? [", ", way] : [way]));
    const times = [...hoursInWords(channel.hours, language), ...(channel.schedules ?? []).map((rule) => scheduleInWords(rule, language))];
    const rest = [...times.map((time) => [time]), channel.note && [language.text(channel.note)]].filter(Boolean);
    return make("li", {}, language.choose(CHANNELS[channel.kind] ?? ["", ""]), ways.length ? ": " : "", ways, rest.map((part) => [", ", part]));
  });
  const providers = insats.providers.filter(({ agreementRuns }) => agreementRuns).map(({ name }) => name);
  const reach = reachable(insats, language);
  return [
    insats.howToGetIt && make("p", {}, language.text(insats.howToGetIt)),
    reach.length > 0 && make("p", {}, reach.flatMap((way, at) => (at ? [", ", way] : [way]))),
    channels.length > 0 && make("ul", {}, channels),
    providers.length > 0 && make("p", {}, `${language.say("providers")}: ${providers.join(", ")}`),
    insats.languages?.length > 0 && make("p", {}, `${language.say("spoken")}: ${insats.languages.map((tag) => Language.nameOf(tag, language)).join(", ")}`),
  ];
}

function placeNodes(place, language) {
  const hours = [...hoursInWords(place.openingHours, language), ...(place.schedules ?? []).map((rule) => scheduleInWords(rule, language)),
    ...(place.closedPeriods ?? []).map((closed) => closedInWords(closed, language))];
  const reach = reachable(place, language);
  return [
    make("strong", {}, place.name),
    place.address && make("p", {}, place.address),
    reach.length > 0 && make("p", {}, reach.flatMap((way, at) => (at ? [", ", way] : [way]))),
    hours.length > 0 && [make("p", {}, `${language.say("openingHours")}:`), make("ul", { class: "plain" }, hours.map((time) => make("li", {}, time)))],
    [place.targetGroup, place.note].filter(Boolean).map((text) => make("p", {}, language.text(text))),
    place.accessibility && make("p", {}, `${language.say("accessibility")}: `, language.text(place.accessibility)),
  ];
}

function rightToApply(view, { text, contact, contactNote }) {
  const { language } = view;
  return make("div", { class: "box", part: "box right-to-apply" },
    view.heading(1, language.say("rightToApply")),
    make("p", {}, language.text(text)),
    contact && contactNode(contact, language),
    contactNote && make("p", {}, language.text(contactNote)));
}
