// The list of a municipality's insatser, with a search and two filters.

async function listView(view) {
  const { language, kommunkod } = view;
  const all = await listInsatser(kommunkod, language);
  view.offer(Language.of(all.flatMap(({ name, summary }) => [name, summary])));
  const shown = { words: "", category: view.category ?? "", openOnly: false, ...view.kept };
  view.kept = shown;

  const status = make("p", { role: "status", part: "status", class: "soft" });
  const cards = make("ul", { class: "cards", part: "list" });
  const categories = [...new Set(all.map(({ category }) => category))]
    .map((category) => [category, language.choose(CATEGORIES[category] ?? CATEGORIES.ovrigt)])
    .sort(([, one], [, other]) => one.localeCompare(other, language.own));
  const [wordsId, categoryId] = [newId(), newId()];
  const words = make("input", { id: wordsId, type: "search", value: shown.words, maxlength: 300, part: "field", autocomplete: "off" });
  const category = make("select", { id: categoryId, part: "field", onchange: () => update() },
    make("option", { value: "" }, language.say("everyCategory")),
    categories.map(([value, name]) => make("option", { value, selected: value === shown.category }, name)));
  const openOnly = make("input", { type: "checkbox", checked: shown.openOnly, onchange: () => update() });

  const form = make("form", { role: "search", class: "search", part: "search", novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    update();
  } },
  make("div", { class: "row" },
    make("div", { class: "field" }, make("label", { for: wordsId }, language.say("searchLabel")), words),
    make("div", { class: "field" }, make("button", { type: "submit", class: "primary", part: "button primary" }, language.say("search")))),
  make("div", { class: "field" }, make("label", { for: categoryId }, language.say("category")), category),
  make("div", { class: "field" }, make("label", { class: "choice" }, openOnly, language.say("openOnly"))));

  let asked = 0;
  async function update() {
    asked += 1;
    const own = asked;
    Object.assign(shown, { words: words.value.trim(), category: category.value, openOnly: openOnly.checked });
    let found = all;
    try {
      if (shown.words) found = await listInsatser(kommunkod, language, shown.words);
    } catch (error) {
      // Words that cannot be searched for, such as punctuation alone, find nothing.
      if (!(error instanceof Refused && error.status < 429)) return view.fail(error);
      found = [];
    }
    // The last search counts, also if an earlier one is answered after it.
    if (own !== asked) return undefined;
    found = found.filter((insats) => (!shown.category || insats.category === shown.category) && (!shown.openOnly || insats.openToAll));
    status.textContent = found.length === 1 ? language.say("foundOne") : language.say("found", found.length);
    cards.replaceChildren(...found.map((insats) => card(insats, view)));
    none.hidden = found.length > 0;
    return undefined;
  }
  const none = make("div", { hidden: true },
    make("p", {}, language.say("noneFound")),
    button("secondary", language.say("showAll"), () => {
      words.value = "";
      category.value = "";
      openOnly.checked = false;
      update();
      words.focus();
    }));
  await update();
  return [view.heading(0, language.say("listHeading")), form, status, cards, none];
}

function card({ slug, name, summary, openToAll, category }, view) {
  const { language, kommunkod } = view;
  const address = `${SITE}/${kommunkod}/${slug}?lang=${encodeURIComponent(language.tag)}`;
  const open = (event) => {
    // With a key, the link opens the page of the service in another tab, as every link does.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    view.go(detailView, { insats: slug });
  };
  const facts = [language.choose(CATEGORIES[category] ?? CATEGORIES.ovrigt), language.say(openToAll ? "openToAll" : "hasConditions")];
  return make("li", { class: "card", part: "card" },
    view.heading(1, make("a", { href: address, part: "link", onclick: open }, language.text(name)), "small"),
    make("p", {}, language.text(summary)),
    make("p", { class: "soft" }, facts.join(" · ")));
}
