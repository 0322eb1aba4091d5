// A question as fields of a form: how each kind of fact is asked for, and what an answer means for the facts.
//
// `read` gives the entries of an answer, a pointer into the facts and a value each, or the text of what is wrong.

function fieldsOf(question, view) {
  const { fact } = question;
  const known = view.facts.get(fact);
  if (fact === "birthDate") return birthFields(question, view);
  if (known?.type === "kommunkod") return municipalityFields(question, view);
  if (known?.type === "list" && known.values?.length) return reasonFields(question, known, view);
  if (known?.type === "list") return personFields(question, known, view);
  if (known?.type === "integer") return numberFields(question, known.schema, view, (number) => number);
  return choiceFields(question, view, [["true", view.language.say("yes")], ["false", view.language.say("no")]], (value) => value === "true");
}

// Radio buttons. The value of an answer is made by `valueOf`.
function choiceFields({ pointer }, view, choices, valueOf) {
  const name = newId();
  const radios = choices.map(([value]) => make("input", { type: "radio", name, value }));
  return {
    isGroup: true,
    first: radios[0],
    fields: choices.map(([, text], at) => make("label", { class: "choice", part: "choice" }, radios[at], make("span", {}, text))),
    read() {
      const chosen = radios.find((radio) => radio.checked);
      if (!chosen) return { wrong: view.language.say("choose") };
      const [, text] = choices[radios.indexOf(chosen)];
      return { entries: [[pointer, valueOf(chosen.value)]], words: text };
    },
  };
}

// The municipalities that the conditions name, and any other: no condition can tell the others apart.
function municipalityFields(question, view) {
  const named = new Set([view.kommunkod]);
  const collect = (node) => {
    if (node === null || typeof node !== "object") return;
    if (typeof node.kommunkod === "string") named.add(node.kommunkod);
    (node.kommunkoder ?? []).forEach((kommunkod) => named.add(kommunkod));
    Object.values(node).forEach(collect);
  };
  collect([view.criteria.criteria, view.criteria.activities, view.criteria.places]);
  const choices = [...named].map((kommunkod) => [kommunkod, KOMMUNER[kommunkod] ?? kommunkod]);
  return choiceFields(question, view, [...choices, ["none", view.language.say("otherMunicipality")]], (value) => value);
}

function reasonFields({ pointer }, { values }, { language }) {
  const boxes = values.map(({ value }) => make("input", { type: "checkbox", value }));
  return {
    isGroup: true,
    first: boxes[0],
    fields: values.map(({ text }, at) => make("label", { class: "choice", part: "choice" }, boxes[at], make("span", {}, language.text(text)))),
    read() {
      const chosen = values.filter((_, at) => boxes[at].checked);
      const words = chosen.map(({ text }) => language.words(text)).join(", ");
      return { entries: [[pointer, chosen.map(({ value }) => value)]], words: words || language.say("no") };
    },
  };
}

// How many persons a list has: yes or no where it has one at most.
function personFields(question, { schema }, view) {
  const persons = (number) => Array.from({ length: number }, () => ({}));
  if (schema.maxItems === 1) {
    const choices = [["1", view.language.say("yes")], ["0", view.language.say("no")]];
    return choiceFields(question, view, choices, (value) => persons(Number(value)));
  }
  return numberFields(question, { minimum: 0, maximum: schema.maxItems }, view, persons);
}

function numberFields({ pointer }, { minimum, maximum }, { language }, valueOf) {
  const input = make("input", { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 4, part: "field" });
  return {
    first: input,
    fields: [input],
    read() {
      const number = /^\d+$/.test(input.value.trim()) ? Number(input.value) : NaN;
      if (!(number >= minimum && number <= maximum)) return { wrong: language.say("writeNumber", minimum, maximum) };
      return { entries: [[pointer, valueOf(number)]], words: String(number) };
    },
  };
}

// A birth date, or what is known of it: the year, the year and the month, or the age.
function birthFields({ pointer }, { language }) {
  const isOwn = pointer === "/birthDate";
  const input = make("input", { type: "text", autocomplete: isOwn ? "bday" : "off", maxlength: 20, part: "field" });
  const person = pointer.slice(0, -"/birthDate".length);
  return {
    first: input,
    fields: [input],
    hint: language.say("birthHint"),
    read() {
      const written = input.value.trim();
      const parts = written.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/) ?? written.match(/^(\d{4})(\d{2})(\d{2})$/);
      const month = written.match(/^(\d{4})-(\d{1,2})$/);
      if (parts) {
        const day = `${parts[1]}-${parts[2].padStart(2, "0")}-${parts[3].padStart(2, "0")}`;
        const read = new Date(`${day}T00:00:00Z`);
        if (Number.isNaN(read.valueOf()) || !read.toISOString().startsWith(day)) return { wrong: language.say("writeDate") };
        return { entries: [[pointer, day]], words: language.date(day) };
      }
      if (month) return { entries: [[`${person}/birthYear`, Number(month[1])], [`${person}/birthMonth`, Number(month[2])]], words: written };
      if (/^\d{4}$/.test(written)) return { entries: [[`${person}/birthYear`, Number(written)]], words: written };
      if (/^\d{1,3}$/.test(written)) return { entries: [[`${person}/age`, Number(written)]], words: written };
      const isIdentity = written.replaceAll(/\D/g, "").length >= 10;
      return { wrong: language.say(isIdentity ? "noIdentity" : "writeDate") };
    },
  };
}

// The facts that some entries state, each at its pointer (RFC 6901).
function factsOf(entries) {
  const facts = {};
  for (const [pointer, value] of entries) {
    const path = pointer.split("/").slice(1);
    const last = path.pop();
    let at = facts;
    for (const part of path) at = at[part] ??= {};
    at[last] = structuredClone(value);
  }
  return facts;
}
