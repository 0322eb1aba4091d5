// The style: the site's own letters and colours, unless a custom property says otherwise. A constructed style sheet needs no
// permission in a Content Security Policy.

const STYLE = `
:host {
  --accent: var(--insats-accent, #0b5394);
  --on-accent: var(--insats-on-accent, #fff);
  --surface: var(--insats-surface, #f3f5f7);
  --line: var(--insats-line, #76818c);
  --soft: var(--insats-soft, #4c5762);
  --error: var(--insats-error, #a3121f);
  --radius: var(--insats-radius, .375rem);
  --space: var(--insats-space, 1rem);
  display: block; color: var(--insats-text, inherit); font-family: var(--insats-font, inherit); line-height: 1.55;
}
@supports (color: light-dark(#000, #fff)) {
  :host {
    --accent: var(--insats-accent, light-dark(#0b5394, #9cc9f5));
    --on-accent: var(--insats-on-accent, light-dark(#fff, #0b1a29));
    --surface: var(--insats-surface, light-dark(#f3f5f7, #1d242b));
    --line: var(--insats-line, light-dark(#76818c, #8b97a3));
    --soft: var(--insats-soft, light-dark(#4c5762, #b6c1cc));
    --error: var(--insats-error, light-dark(#a3121f, #ffa9a9));
  }
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
[hidden] { display: none; }
h2, h3, h4, h5, h6 { font-family: var(--insats-heading-font, inherit); line-height: 1.25; margin: 0 0 .5em; overflow-wrap: break-word; text-wrap: balance; }
.title { font-size: 1.6em; } .section { font-size: 1.2em; margin-top: 1.75em; } .small { font-size: 1em; }
:is(h2, h3, h4, h5, h6):focus { outline: none; }
p, ul, dl { margin: 0 0 var(--space); max-width: 42em; overflow-wrap: break-word; }
ul { padding-inline-start: 1.2em; } li { margin-bottom: .3em; } section li > :is(p, ul) { margin-bottom: .25em; } section > ul > li + li { margin-top: var(--space); }
.plain { list-style: none; padding: 0; }
a { color: var(--accent); text-underline-offset: .15em; }
a:hover { text-decoration-thickness: .15em; }
.soft { color: var(--soft); }
.lead { font-size: 1.1em; }
:is(a, button, input, select, summary):focus-visible { outline: 3px solid var(--insats-focus, var(--accent)); outline-offset: 2px; }
button, input, select { font: inherit; color: inherit; min-height: 2.75rem; border-radius: var(--radius); }
button { cursor: pointer; padding: .5em 1.1em; border: 2px solid var(--accent); background: transparent; color: var(--accent); font-weight: 600; max-width: 100%; }
button.primary { background: var(--accent); color: var(--on-accent); }
button.quiet { border: 0; padding-inline: 0; text-decoration: underline; text-underline-offset: .15em; font-weight: 400; text-align: start; }
button:hover { box-shadow: inset 0 0 0 1px currentColor; } button.quiet:hover { box-shadow: none; text-decoration-thickness: .15em; }
input:not([type=radio], [type=checkbox]), select { border: 1px solid var(--line); background: var(--insats-field, Field); color: var(--insats-field-text, FieldText); padding: .4em .7em; width: 100%; max-width: 26em; }
label { display: block; }
.field { margin-bottom: var(--space); } .field > label:not(.choice) { font-weight: 600; margin-bottom: .3em; }
.row { display: flex; flex-wrap: wrap; gap: .75em; align-items: end; } .row > .field { flex: 0 1 26em; } .row > .field:last-child { flex: none; }
.buttons { display: flex; flex-wrap: wrap; gap: .75em 1em; margin: calc(1.25 * var(--space)) 0; }
fieldset { border: 0; margin: 0 0 var(--space); padding: 0; min-width: 0; }
legend { padding: 0; } form .section { margin-top: 0; }
.choice { display: flex; gap: .6em; align-items: center; min-height: 2.75rem; cursor: pointer; width: fit-content; max-width: 100%; }
.choice input { flex: none; width: 1.4em; height: 1.4em; min-height: 0; margin: 0; accent-color: var(--accent); }
.error { color: var(--error); font-weight: 600; }
[aria-invalid=true] { border-color: var(--error) !important; border-width: 2px !important; }
.languages { display: flex; flex-wrap: wrap; gap: 0 1.1em; margin: 0 0 var(--space); padding: 0; list-style: none; max-width: none; }
.languages button { border: 0; padding: 0; min-height: 2.75rem; font-weight: 400; text-decoration: underline; }
.languages button[aria-pressed=true] { font-weight: 700; text-decoration: none; color: inherit; }
.cards { list-style: none; padding: 0; margin: 0 0 var(--space); max-width: none; display: grid; gap: var(--space); grid-template-columns: repeat(auto-fill, minmax(min(100%, 19em), 1fr)); }
.card { margin: 0; padding: var(--space); background: var(--surface); border-radius: var(--radius); border: 1px solid transparent; display: flex; flex-direction: column; }
.card p { margin-bottom: .6em; } .card .soft { margin: auto 0 0; font-size: .9em; }
.box { background: var(--surface); border-radius: var(--radius); border: 1px solid transparent; padding: calc(1.25 * var(--space)); margin: calc(1.5 * var(--space)) 0; }
.box > :last-child, .box > :last-child > :last-child { margin-bottom: 0; } .box > :first-child { margin-top: 0; }
.outcome { border-inline-start: .4em solid var(--accent); border-radius: 0 var(--radius) var(--radius) 0; }
.marked { list-style: none; padding: 0; } .marked li { display: grid; grid-template-columns: 1.6em 1fr; } .marked [aria-hidden] { font-weight: 700; }
dl { display: grid; gap: .1em 1em; } dt { font-weight: 600; } dd { margin: 0 0 .6em; }
summary { cursor: pointer; min-height: 2.75rem; display: list-item; padding: .55em 0; font-weight: 600; color: var(--accent); width: fit-content; }
@media (forced-colors: active) { .card, .box, .outcome { border-color: CanvasText; } }
@media print { details::details-content { content-visibility: visible; } button, .languages, .buttons, form.search { display: none; } .card, .box { border-color: #666; break-inside: avoid; } }
`;

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
