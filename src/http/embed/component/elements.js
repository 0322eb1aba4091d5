// The elements: <insats-lista>, <insats-kort> and <galler-det-mig>.
//
// What a page has inside an element is shown until there is something better, and again if there is not.

// A form that has not begun.
const NO_ANSWERS = { given: [], part: undefined, answered: undefined, started: false, insatsDocument: undefined };

class InsatsElement extends HTMLElement {
  static observedAttributes = ["kommunkod", "insats", "kategori", "rubrik", "lang"];

  #root = this.attachShadow({ mode: "open" });
  // Counts what was begun, so that an answer that comes too late is not shown.
  #run = 0;
  #isWaiting = false;
  #chosen;
  #state;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(this.#slot());
  }

  connectedCallback() {
    this.#begin();
  }

  disconnectedCallback() {
    this.#run += 1;
    this.#state = undefined;
  }

  attributeChangedCallback(_, before, after) {
    if (before !== after && this.isConnected) this.#begin();
  }

  // Several attributes that change at once begin the element once.
  #begin() {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    queueMicrotask(() => {
      this.#isWaiting = false;
      if (!this.isConnected) return;
      this.#state = { insats: this.getAttribute("insats") ?? "", category: this.getAttribute("kategori") };
      this.#show(this.constructor.firstView, false);
    });
  }

  #slot() {
    const language = new Language(this.getAttribute("lang"));
    return make("slot", {}, link(`${SITE}/${encodeURIComponent(this.getAttribute("kommunkod") ?? "")}`, language.say("elsewhere")));
  }

  #language() {
    const around = this.closest("[lang]") ?? this.getRootNode().host?.closest("[lang]");
    return new Language(this.#chosen ?? this.getAttribute("lang") ?? around?.getAttribute("lang"));
  }

  // Shows a view, and moves the focus to its heading if the person asked for it.
  async #show(viewed, isAsked = true) {
    this.#run += 1;
    const run = this.#run;
    const language = this.#language();
    const view = this.#view(viewed, language);
    this.setAttribute("aria-busy", "true");
    let nodes;
    try {
      nodes = [await viewed(view)].flat(Infinity).filter(Boolean);
    } catch (error) {
      if (run === this.#run) this.#fail(error, viewed, language);
      return;
    } finally {
      if (run === this.#run) this.removeAttribute("aria-busy");
    }
    if (run !== this.#run || !this.isConnected) return;
    this.#state = view;
    const content = make("div", { part: "content", lang: language.own }, this.#languages(view), nodes);
    this.#root.replaceChildren(content);
    if (isAsked) this.#focus(content);
  }

  // What the views share: the state so far, and what they may do.
  #view(viewed, language) {
    const level = Math.min(Math.max(Number(this.getAttribute("rubrik")) || 2, 2), 5);
    const view = {
      ...this.#state,
      kommunkod: this.getAttribute("kommunkod") ?? "",
      language,
      viewed,
      languages: [],
      offer: (languages) => { view.languages = languages; },
      heading: (below, content, size = below ? "section" : "title") =>
        make(`h${level + below}`, { class: size, part: "heading", tabindex: below ? null : "-1" }, content),
      go: (next, change = {}) => {
        this.#state = { ...view, ...change };
        return this.#show(next);
      },
      fail: (error) => this.#fail(error, viewed, language),
      back: () => this.constructor.firstView === listView
        && button("quiet", language.say("toList"), () => view.go(listView, { insats: "", ...NO_ANSWERS })),
      leaveForm: () => {
        if (this.constructor.firstView === listView) return view.back();
        return this.constructor.firstView === detailView
          && button("quiet", language.text(view.insatsDocument.name), () => view.go(detailView, NO_ANSWERS));
      },
    };
    return view;
  }

  #languages({ languages, language, viewed }) {
    if (languages.length < 2) return false;
    const isShown = (tag) => tag.toLowerCase() === language.tag.toLowerCase() || (tag === language.own && !languages.includes(language.tag));
    return make("ul", { class: "languages", part: "languages", "aria-label": language.say("language") }, languages.map((tag) => make("li", {},
      make("button", {
        type: "button", lang: tag, "aria-pressed": String(isShown(tag)), onclick: () => {
          this.#chosen = tag;
          // Questions keep their answers, and are read again in the other language.
          this.#show(viewed);
        },
      }, Language.nameOf(tag, new Language(tag))))));
  }

  #focus(content) {
    content.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
    const { top } = this.getBoundingClientRect();
    if (top < 0 || top > innerHeight) this.scrollIntoView({ block: "start" });
  }

  #fail(error, viewed, language) {
    const reason = { 404: "unknown", 429: "limited" }[error.status] ?? "unavailable";
    const isLasting = reason === "unknown";
    // What is still on its way must not replace this.
    this.#run += 1;
    this.removeAttribute("aria-busy");
    this.#root.replaceChildren(make("div", { part: "content", lang: language.own },
      make("p", { role: "alert", part: "error" }, language.say(reason)),
      !isLasting && make("div", { class: "buttons" }, button("secondary", language.say("retry"), () => this.#show(viewed))),
      make("p", {}, this.#slot())));
  }
}

class ListElement extends InsatsElement {
  static firstView = listView;
}

class CardElement extends InsatsElement {
  static firstView = detailView;
}

class FormElement extends InsatsElement {
  static firstView = formView;
}

for (const [name, element] of [["insats-lista", ListElement], ["insats-kort", CardElement], ["galler-det-mig", FormElement]]) {
  // A page that has the file twice keeps the first.
  if (!customElements.get(name)) customElements.define(name, element);
}
