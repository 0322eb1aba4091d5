// Which language is shown: the component's own words in Swedish or English, the catalogue's in every language it has.

const EASY = "sv-x-easy";
// How the catalogue names easy-read Swedish.
const EASY_MEMBER = "svEasy";

class Language {
  constructor(tag) {
    this.tag = tag || "sv";
    // Beside a language that the component has no words in, the browser says which of the two.
    const ofWords = /^(sv|en)\b/i.test(this.tag) ? this.tag : navigator.language;
    this.own = /^en\b/i.test(ofWords) ? "en" : "sv";
  }

  // One of the component's own texts.
  say(key, ...values) {
    return this.choose(TEXTS[key]).replace(/\{(\d)\}/g, (_, at) => values[at]);
  }

  choose([swedish, english]) {
    return this.own === "en" ? english : swedish;
  }

  // The language and the words of a text of the catalogue: in the language asked for, or in Swedish.
  pick(text) {
    const wanted = this.tag.toLowerCase();
    const known = Object.keys(text ?? {});
    const tagOf = (member) => (member === EASY_MEMBER ? EASY : member);
    const found = known.find((member) => tagOf(member).toLowerCase() === wanted)
      ?? known.find((member) => wanted !== EASY && wanted.startsWith(`${member.toLowerCase()}-`))
      ?? (this.own === "en" && text?.en ? "en" : "sv");
    return { tag: tagOf(found), words: text?.[found] ?? "" };
  }

  words(text) {
    return this.pick(text).words;
  }

  // A text of the catalogue as a node, which names its language where that is another than around it.
  text(text) {
    const { tag, words } = this.pick(text);
    return tag === this.own ? words : make("span", { lang: tag, dir: "auto" }, words);
  }

  date(day) {
    const shown = new Intl.DateTimeFormat(this.own === "en" ? "en-GB" : "sv-SE", { dateStyle: "long", timeZone: "UTC" });
    return shown.format(new Date(`${day}T00:00:00Z`));
  }

  number(number) {
    return new Intl.NumberFormat(this.own === "en" ? "en-GB" : "sv-SE").format(number);
  }

  weekday(name) {
    const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    // The first of January 2024 is a Monday.
    const day = new Date(Date.UTC(2024, 0, 1 + days.indexOf(name)));
    return new Intl.DateTimeFormat(this.own === "en" ? "en-GB" : "sv-SE", { weekday: "long", timeZone: "UTC" }).format(day);
  }

  // The name of a language in itself.
  static nameOf(tag, language) {
    if (tag === EASY) return language.say("easySwedish");
    try {
      const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
      return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
    } catch {
      return tag;
    }
  }

  // The languages of some texts: Swedish and English, easy Swedish, and the others by their tags.
  static of(texts) {
    const members = new Set(texts.flatMap((text) => Object.keys(text ?? {})));
    const others = [...members].filter((member) => !["sv", "en", EASY_MEMBER].includes(member)).sort();
    return ["sv", members.has(EASY_MEMBER) && EASY, "en", ...others].filter(Boolean);
  }
}
