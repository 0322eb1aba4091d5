// The answer: whether the conditions are met and why, what to do next, and the right to apply whatever it says.

function answerView(view, answer) {
  const { language, insatsDocument: insats } = view;
  const reasons = answer.reasons.map((reason) => make("li", {},
    make("span", { "aria-hidden": "true" }, markOf(reason, view)), make("span", {}, language.text(reason.text))));
  const days = ["eligibleFrom", "eligibleUntil"].filter((member) => answer[member])
    .map((member) => make("p", {}, language.say(member, language.date(answer[member]))));
  // The sentence of a yes says already that the decision is not shown.
  const warnings = (answer.warnings ?? []).filter(({ code }) => answer.outcome !== "eligible" || code === "noRunningAgreement");
  const parts = [["activities", answer.activities], ["places", answer.places]].flatMap(([list, outcomes]) => (outcomes ?? [])
    .map(({ slug, outcome }) => [insats[list].find((part) => part.slug === slug)?.name, outcome]));
  const next = answer.outcome === "eligible" && howToGet(insats, language).filter(Boolean);
  return [
    make("p", { class: "soft" }, language.text(insats.name), ", ", language.date(answer.asOf)),
    make("div", { class: "box outcome", part: `outcome ${answer.outcome}` },
      view.heading(0, outcomeInWords(answer, language)),
      make("p", { class: "lead" }, language.text(answer.explanation)),
      days),
    [...(answer.provisos ?? []), ...warnings].map(({ text }) => make("p", { part: "note" }, language.text(text))),
    reasons.length > 0 && [view.heading(1, language.say("conditions")), make("ul", { class: "marked", part: "reasons" }, reasons)],
    answer.missing.length > 0 && answer.outcome === "needMoreFacts" && [make("p", {}, language.say("wouldHelp")),
      make("ul", {}, answer.missing.map(({ question }) => make("li", {}, language.text(question))))],
    parts.length > 0 && make("ul", {}, parts.map(([name, outcome]) => make("li", {},
      typeof name === "string" ? name : language.text(name), ": ", outcomeInWords({ outcome }, language)))),
    answer.referTo && [view.heading(1, language.say("turnTo")), contactNode(answer.referTo, language)],
    next?.length > 0 && [view.heading(1, language.say("howToGet")), next],
    rightToApply(view, answer.rightToApply),
    yourAnswers(view),
    make("p", { class: "soft", part: "notice" }, language.text(answer.notice)),
    make("div", { class: "buttons" },
      view.given.length > 0 && button("secondary", language.say("changeLast"), () => previous(view)),
      (view.given.length > 0 || view.part) && button("secondary", language.say("startOver"), () => view.go(formView, { given: [], part: undefined, answered: undefined }))),
    view.leaveForm(),
  ];
}

function outcomeInWords({ outcome, reasonCode }, language) {
  const isDecided = outcome === "eligible" || outcome === "notEligible";
  // The lists are open: an outcome that this file does not know is no yes and no no.
  return language.choose((isDecided && OUTCOMES[reasonCode]) || OUTCOMES[outcome] || OUTCOMES.undetermined);
}

// A condition as the person sees it: whether it stands in the way. One below "not" does so when it is met.
function markOf({ path, result, standsOn }, { criteria, part }) {
  const lists = { activity: criteria.activities, place: criteria.places };
  const own = standsOn && lists[standsOn]?.find(({ slug }) => slug === part?.[standsOn]);
  let node = standsOn ? own?.criteria : criteria.criteria;
  let excludes = false;
  for (const step of path.split("/").slice(1)) {
    if (node?.kind === "not" && step === "of") excludes = !excludes;
    node = node?.[step];
  }
  if (result !== "met" && result !== "notMet") return "?";
  return (result === "met") !== excludes ? "✓" : "✗";
}

function yourAnswers({ given, language }) {
  return given.length > 0 && make("details", { part: "answers" },
    make("summary", {}, language.say("yourAnswers")),
    make("dl", {}, given.map(({ question, words }) => [make("dt", {}, question), make("dd", {}, words)])));
}
