// "Gäller det mig?": one question at a time, the most decisive first, until the answer is settled.
//
// The answers exist in this page's memory alone, until the component is removed or begins again.

async function formView(view) {
  const { language } = view;
  const known = view.insatsDocument && view.facts && { insats: view.insatsDocument, criteria: view.criteria };
  const [{ insats, criteria }, facts] = await Promise.all([known || getInsats(view, language), getFacts(language)]);
  view.offer(Language.of([insats.name, insats.summary]));
  Object.assign(view, { insatsDocument: insats, criteria, facts });
  view.given ??= [];
  const parts = partsOf(insats, criteria);
  if (!view.started) return introduction(view);
  if (parts.length > 0 && !view.part) return partQuestion(view, parts);
  return nextView(view);
}

// The activities and places with conditions of their own.
function partsOf(insats, criteria) {
  const named = (list, kind) => (criteria[list] ?? []).map(({ slug }) => {
    const part = insats[list].find((one) => one.slug === slug);
    return { question: { [kind]: slug }, name: part.name };
  });
  return [...named("activities", "activity"), ...named("places", "place")];
}

function introduction(view) {
  const { language } = view;
  return [
    view.heading(0, language.say("check")),
    make("p", {}, make("strong", {}, language.text(view.insatsDocument.name))),
    make("p", {}, language.say("checkIntro")),
    make("div", { class: "buttons" }, button("primary", language.say("start"), () => view.go(formView, { started: true }))),
    rightToApply(view, view.insatsDocument.rightToApply),
  ];
}

function partQuestion(view, parts) {
  const { language, insatsDocument } = view;
  const choices = [["", language.say("wholeInsats", language.words(insatsDocument.name))],
    ...parts.map(({ name }, at) => [String(at), typeof name === "string" ? name : language.words(name)])];
  const fields = choiceFields({ pointer: "" }, view, choices, (value) => parts[value]?.question ?? {});
  return questionForm(view, { words: language.say("whichPart"), fields, then: (answer) => view.go(formView, { part: answer.entries[0][1] }) });
}

// The question that can still change the answer and was not skipped, or the answer.
async function nextView(view) {
  const { language } = view;
  const answer = view.answered ?? await askWith(view, view.given);
  const isSkipped = ({ pointer }) => view.given.some((given) => given.pointer === pointer && !given.entries);
  const question = answer.missing.find((missing) => !isSkipped(missing));
  if (!question) return answerView(view, answer);
  const isAgain = view.given.some(({ pointer }) => pointer === question.pointer);
  const fields = fieldsOf(question, view);
  const words = language.words(question.question);
  const keep = async (own) => {
    const others = view.given.filter(({ pointer }) => pointer !== question.pointer);
    const given = [...others, { pointer: question.pointer, question: words, ...own }];
    return view.go(formView, { given, answered: await askWith(view, given) });
  };
  return questionForm(view, {
    words, fields, note: isAgain && language.say("wholeDate"),
    help: view.facts.get(question.fact)?.help ?? localHelp(question, view),
    then: ({ entries: own, words: answered }) => keep({ entries: own, words: answered }),
    skip: () => keep({ words: language.say("notAnswered") }),
  });
}

function askWith(view, given) {
  const entries = given.flatMap((one) => one.entries ?? []);
  return ask(view, { ...view.part, facts: factsOf(entries) }, view.language);
}

// The help of a municipality's own question, which the schema of the facts has.
function localHelp({ pointer }, { criteria }) {
  const at = pointer.split("/").filter((part) => part && !/^\d+$/.test(part));
  const schema = at.reduce((node, part) => node?.properties?.[part] ?? node?.items?.properties?.[part], criteria.factsSchema);
  return schema?.description && { sv: schema.description, en: schema["x-en"]?.description };
}

function questionForm(view, { words, fields, help, note, then, skip }) {
  const { language } = view;
  const { isGroup, first, fields: controls, hint, read } = fields;
  const [id, helpId, errorId] = [newId(), newId(), newId()];
  const helps = [note, help && language.text(help), hint].filter(Boolean);
  const error = make("p", { id: errorId, class: "error", part: "error", hidden: true });
  const heading = view.heading(0, isGroup ? words : make("label", { for: id }, words), "section");
  if (!isGroup) first.id = id;
  const described = [helps.length && helpId, errorId].filter(Boolean).join(" ");
  const explained = helps.length > 0 && make("div", { id: helpId, class: "soft" }, helps.map((text) => make("p", {}, text)));

  // What the person wrote stays in its field whatever happens.
  async function attempt(what) {
    try {
      await what();
    } catch (failure) {
      const details = (failure.errors ?? []).map(({ detail }) => detail).join(" ");
      wrong(details || language.say(failure.status === 429 ? "limited" : "unavailable"));
    }
  }
  function answered(event) {
    event.preventDefault();
    const answer = read();
    if (answer.wrong) wrong(answer.wrong);
    else attempt(() => then(answer));
  }
  function wrong(text) {
    error.replaceChildren(make("span", {}, `${language.say("error")} ${text}`));
    error.hidden = false;
    if (!isGroup) first.setAttribute("aria-invalid", "true");
    first.focus();
  }

  const content = isGroup
    ? make("fieldset", { "aria-describedby": described }, make("legend", {}, heading), explained, error, controls)
    : make("div", { class: "field" }, heading, explained, error, controls);
  if (!isGroup) first.setAttribute("aria-describedby", described);
  const hasPrevious = view.given.length > 0 || view.part;
  return make("form", { part: "form", novalidate: true, autocomplete: "off", onsubmit: answered },
    make("p", { class: "soft" }, language.text(view.insatsDocument.name), " · ", language.say("number", view.given.length + (view.part ? 2 : 1))),
    content,
    make("div", { class: "buttons" },
      make("button", { type: "submit", class: "primary", part: "button primary" }, language.say("next")),
      skip && button("secondary", language.say("skip"), () => attempt(skip))),
    make("div", {},
      hasPrevious ? button("quiet", language.say("previous"), () => previous(view)) : view.leaveForm()));
}

function previous(view) {
  if (view.given.length > 0) return view.go(formView, { given: view.given.slice(0, -1), answered: undefined });
  return view.go(formView, { part: undefined, answered: undefined });
}
