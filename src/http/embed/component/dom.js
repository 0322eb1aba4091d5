// Elements without a template language: text is text, so nothing from the catalogue can become markup.

// Makes an element. A property that begins with "on" is a listener, one that is false, null or undefined is left out.
function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (property.startsWith("on")) element.addEventListener(property.slice(2), value);
    else element.setAttribute(property, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

// An address of the web, which alone may become a link.
function webAddress(address) {
  return /^https?:\/\//i.test(address ?? "") ? address : null;
}

function link(address, ...children) {
  return make("a", { href: address, part: "link" }, ...children);
}

function button(part, text, onclick) {
  return make("button", { type: "button", part: `button ${part}`, class: part, onclick }, text);
}

let ids = 0;
// An id that no other element of the page has.
function newId() {
  ids += 1;
  return `insats-${ids}`;
}
