// <ses-assistant>: questions and answers about the Senior Executive Service inside any page.
// Entries come first; the panel for asking in one's own words is fetched when it is opened. No build step, no other host.
// Everything shown is a text node; styles are constructed, so that a page without inline style or script can carry it.
(() => {
  "use strict";
  if (customElements.get("ses-assistant")) return;

  const ASK_PATH = "%ASK_PATH%"; // the server writes the pinned address and the integrity of ask.js here
  const ASK_INTEGRITY = "%ASK_INTEGRITY%";
  const HERE = document.currentScript?.src;
  const TYPING = 150; // milliseconds without a key before a search is sent
  const PAGE = 8; // entries shown at first, and more each time
  const MOST = 100; // entries that the server sends at most
  const KEPT = 60; // entries kept for when the API is away
  const WAIT = 20000; // milliseconds before a request counts as lost

  const STRINGS = {
    heading: "SES questions",
    search: "Search the questions",
    placeholder: "Pay, leave, appraisal …",
    topics: "Topics",
    all: "All topics",
    topic_about: "About the SES", topic_joining: "Joining", topic_pay: "Pay", topic_awards: "Awards",
    topic_leave: "Leave", topic_appraisal: "Appraisal", topic_protections: "Protections",
    topic_development: "Development",
    found: "{count} questions", found_one: "1 question", found_none: "No question matches.",
    more: "Show more questions",
    basis: "What this rests on",
    rests: "", outdated: "outdated there", contradicts: "says otherwise",
    copy: "read in a copy", secondary: "second-hand",
    derived: "derived", recalled: "from memory",
    until: "Held until {date}", from: "from {date}",
    superseded: "No longer in force", proposed: "Proposed, not in force", assumption: "Partly assumed",
    reviewed: "Last looked at {date}: {by}",
    newTab: "opens in a new tab",
    figures: "Work out the figures", askAbout: "Ask about this",
    ask: "Ask in your own words",
    open: "Open {heading}", close: "Close",
    loading: "Loading …",
    away: "The assistant cannot be reached right now.",
    kept: "These are the questions loaded earlier in this tab.",
    back: "The assistant can be reached again.",
    retry: "Try again",
    busy: "Too many requests: please wait {seconds} seconds.",
    off: "Questions in your own words are switched off: {reason}",
    remember: "Keep this on reload, until the tab is closed",
    standing: "Unofficial: not OPM, not legal advice. Your agency may have its own law.",
  };

  const CSS = `
:host { --_accent: var(--ses-accent, light-dark(#1c4f7c, #9ccbf5)); --_on: var(--ses-on-accent, light-dark(#fff, #0d1b28));
  --_surface: var(--ses-surface, light-dark(#fff, #14191f)); --_soft: var(--ses-soft, light-dark(#f3f6f9, #1d242c));
  --_text: var(--ses-text, light-dark(#1b2530, #e6ebf0)); --_muted: var(--ses-muted, light-dark(#4d5b69, #aab6c2));
  --_line: var(--ses-line, light-dark(#d4dce4, #35404b)); --_edge: light-dark(#75838f, #8693a0);
  --_warn: var(--ses-warn, light-dark(#fff6e0, #352a12)); --_radius: var(--ses-radius, 10px);
  display: block; container-type: inline-size; text-align: start;
  font: 400 1rem/1.55 var(--ses-font, system-ui, sans-serif); color: var(--_text); }
:host([hidden]), [hidden] { display: none !important; }
:host([theme=light]) { color-scheme: light; } :host([theme=dark]) { color-scheme: dark; }
:host([mode=launcher]) { container-type: normal; position: fixed; z-index: 2147483000; inset-block-end: 1rem; inset-inline-end: 1rem; }
* { box-sizing: border-box; }
button, input, textarea { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
.panel { background: var(--_surface); border: 1px solid var(--_line); border-radius: var(--_radius); overflow: clip; }
:host([mode=launcher]) .panel { position: fixed; inset-block: auto 5rem; inset-inline-end: 1rem; width: min(27rem, calc(100vw - 2rem));
  max-height: min(44rem, calc(100dvh - 6.5rem)); overflow: auto; overscroll-behavior: contain; container-type: inline-size;
  box-shadow: 0 10px 34px rgb(10 25 40 / .22); }
header { display: flex; align-items: center; justify-content: space-between; gap: .75rem; padding: 1.1rem 1.25rem .25rem; }
:host([mode=launcher]) header { position: sticky; top: 0; z-index: 1; background: var(--_surface); padding-block: .8rem .5rem; }
:host([mode=launcher]) .panel { scroll-padding-block-start: 4rem; }
h2, h3, h4, p, ul, ol { margin: 0; padding: 0; }
h2 { font-size: 1.22rem; line-height: 1.3; font-weight: 650; text-wrap: balance; }
h3 { font-size: 1rem; font-weight: inherit; }
.body { padding: .5rem 1.25rem 1.1rem; display: grid; gap: .9rem; grid-template-columns: minmax(0, 1fr); }
label { display: block; }
.find label { font-size: .9rem; color: var(--_muted); margin-block-end: .25rem; }
.field { width: 100%; min-height: 2.75rem; padding: .5rem .8rem; background: var(--_surface); border: 1px solid var(--_edge); border-radius: 8px; }
.field::placeholder { color: var(--_muted); opacity: 1; }
.topics { display: flex; flex-wrap: wrap; gap: .4rem; }
.chip, .plain, .launch, .go { min-height: 2rem; min-width: 2rem; padding: .25rem .8rem; border-radius: 99px; cursor: pointer;
  border: 1px solid var(--_line); background: var(--_surface); }
.chip { font-size: .9rem; }
.chip[aria-pressed=true] { background: var(--_accent); color: var(--_on); border-color: var(--_accent); }
.plain { color: var(--_accent); }
.go, .launch { background: var(--_accent); color: var(--_on); border-color: var(--_accent); font-weight: 600; padding: .5rem 1.15rem; }
.launch { min-height: 3rem; box-shadow: 0 4px 14px rgb(10 25 40 / .25); }
.close { min-width: 2.25rem; padding: 0; font-size: 1.25rem; line-height: 1; border-color: transparent; }
.count { font-size: .88rem; color: var(--_muted); min-height: 1.4em; }
.entries { list-style: none; border-block-start: 1px solid var(--_line); }
.entries > li { border-block-end: 1px solid var(--_line); }
.question { display: flex; width: 100%; gap: .75rem; justify-content: space-between; align-items: baseline; text-align: start;
  padding: .75rem .25rem; min-height: 2.75rem; background: none; border: 0; cursor: pointer; font-weight: 550; overflow-wrap: anywhere; }
.question::after { content: ""; flex: none; width: .5em; height: .5em; margin-inline: .3rem .35rem; border: solid currentColor; border-width: 0 2px 2px 0;
  rotate: 45deg; translate: 0 -.15em; }
.question[aria-expanded=true]::after { rotate: 225deg; translate: 0 .1em; }
.answer { padding: 0 .25rem 1.1rem; display: grid; gap: .7rem; overflow-wrap: anywhere; max-width: 44rem; grid-template-columns: minmax(0, 1fr); }
sup { font-size: .72em; line-height: 0; color: var(--_muted); margin-inline-start: .2em; }
.tag { justify-self: start; font-size: .85rem; padding: .1rem .6rem; border: 1px solid var(--_edge); border-radius: 99px; background: var(--_soft); }
.sources { background: var(--_soft); border-radius: 8px; padding: .7rem .9rem; font-size: .88rem; color: var(--_muted); }
.sources h4 { font-size: inherit; font-weight: 600; color: var(--_text); margin-block-end: .2rem; }
.sources ol { padding-inline-start: 1.4em; display: grid; gap: .3rem; }
a { color: var(--_accent); text-underline-offset: .15em; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.note { background: var(--_warn); border: 1px solid var(--_line); border-radius: 8px; padding: .65rem .9rem; display: flex; flex-wrap: wrap;
  gap: .5rem .9rem; align-items: center; justify-content: space-between; }
footer { font-size: .84rem; color: var(--_muted); border-block-start: 1px solid var(--_line); padding: .75rem 1.25rem .9rem; display: grid; gap: .35rem; }
footer label { display: flex; gap: .5rem; align-items: center; min-height: 1.75rem; }
footer input { inline-size: 1.5rem; block-size: 1.5rem; margin: 0; flex: none; accent-color: var(--_accent); }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (hover: hover) { .question:hover { color: var(--_accent); } .chip:hover, .plain:hover { border-color: var(--_edge); } }
@media (prefers-reduced-motion: no-preference) { .question::after { transition: rotate .15s, translate .15s; } }
@media (forced-colors: active) { button { color: ButtonText !important; background: ButtonFace !important; }
  .chip[aria-pressed=true] { forced-color-adjust: none; background: Highlight !important; color: HighlightText !important; border-color: Highlight; }
  .close { border-color: ButtonText; } }
@media (max-width: 30rem), (max-height: 24rem) { :host([mode=launcher]) .panel { inset: 0; width: 100vw; max-height: 100dvh; border-radius: 0; border: 0; } }
@container (max-width: 22rem) { header, .body, footer { padding-inline: .8rem; } }
`;

  let sheet; // one for all elements of the page
  let made = 0; // makes ids unique within a shadow tree

  /** Return an element; children that are text become text nodes, never markup. */
  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value === true) node.setAttribute(name, "");
      else if (value !== false && value != null) node.setAttribute(name, value);
    }
    node.append(...children.flat().filter((child) => child != null && child !== ""));
    return node;
  }

  /** What went wrong with a request: kind is away, busy, off or refused. */
  class Trouble extends Error {
    constructor(kind, told = {}) { super(kind); this.kind = kind; this.told = told; }
  }

  class SesAssistant extends HTMLElement {
    static observedAttributes = ["topics", "heading", "mode"];
    #strings = {};
    #entries = [];
    #total = 0;
    #known = []; // topics that the server has
    #typed = "";
    #topic = "";
    #limit = PAGE;
    #opened = null; // id of the entry that is open
    #sent = 0; // numbers searches, so that a late response does not replace a newer one
    #lost = false;
    #asking = null;

    /** Words of the interface; assign some of them to translate. */
    get strings() { return { ...STRINGS, ...this.#strings }; }
    set strings(words) { this.#strings = { ...words }; if (this.shadowRoot) this.#restart(); }

    connectedCallback() {
      if (this.shadowRoot) return;
      this.#readStrings();
      const root = this.attachShadow({ mode: "open", delegatesFocus: false });
      if (!sheet) { sheet = new CSSStyleSheet(); sheet.replaceSync(CSS); }
      root.adoptedStyleSheets = [sheet];
      root.addEventListener("keydown", (event) => this.#escape(event));
      this.#draw();
      if (this.getAttribute("mode") !== "launcher") this.#whenSeen();
    }

    attributeChangedCallback(_, before, now) { if (this.shadowRoot && before !== now) this.#restart(); }

    // What the ask panel uses too.

    make = make;

    /** Return a string of the interface with its blanks filled. */
    say(key, told = {}) {
      return (this.strings[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => told[name] ?? "");
    }

    /** Return a day as people write it in the language of the page. */
    day(iso) {
      const language = this.closest("[lang]")?.lang || "en";
      try {
        return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
      } catch { return iso; }
    }

    /** Send a request to the API and return its JSON; throw Trouble when there is none. No cookie, no referrer. */
    async call(path, body) {
      let response;
      try {
        response = await fetch(new URL(path, this.#api), {
          method: body ? "POST" : "GET", mode: "cors", credentials: "omit", referrerPolicy: "no-referrer",
          signal: AbortSignal.timeout(WAIT),
          ...(body && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
        });
      } catch { throw new Trouble("away"); }
      if (response.status === 204) return null;
      const found = await response.json().catch(() => ({}));
      if (response.ok) return found;
      if (found.type?.endsWith(":answers-off")) throw new Trouble("off", { reason: found.detail });
      const seconds = response.headers.get("Retry-After");
      if (response.status === 429) throw new Trouble("busy", { seconds: seconds ?? 60 });
      throw new Trouble(response.status >= 500 || response.status === 403 ? "away" : "refused", { reason: found.detail });
    }

    /** Say something once to those who listen. */
    announce(text) {
      const live = this.#part("live");
      live.textContent = "";
      setTimeout(() => { live.textContent = text; }, 60);
    }

    /** Read or keep something for as long as the tab is open, if the visitor and the page let it. */
    recall(name) {
      if (!this.#remembers) return null;
      try { return JSON.parse(sessionStorage.getItem(`ses-assistant ${this.#api} ${name}`)); } catch { return null; }
    }
    keep(name, value) {
      if (!this.#remembers) return;
      try { sessionStorage.setItem(`ses-assistant ${this.#api} ${name}`, JSON.stringify(value)); } catch { /* full or forbidden */ }
    }

    /** Return the numbered list of what sentences rest on; `number` is told the place of each source. */
    sources(bases, number = new Map()) {
      const list = make("ol");
      for (const basis of bases) {
        const key = `${basis.title}|${basis.locator}|${basis.relation}`;
        if (number.has(key)) continue;
        number.set(key, number.size + 1);
        const more = [this.say(basis.relation === "supports" ? "rests" : basis.relation), this.say(basis.seen),
          basis.confidence === "verified" ? "" : this.say(basis.confidence)];
        const told = [`${basis.publisher}, ${basis.date}`, ...more].filter((word) => word && !["primary", "source_document"].includes(word));
        list.append(make("li", { part: "source" }, this.link(`${basis.title}, ${basis.locator}`, basis.url), ` (${told.join("; ")})`));
      }
      return list;
    }

    /** Return a link that tells the other site nothing, or plain text when there is no address. */
    link(text, url) {
      if (!/^https?:\/\//.test(url ?? "")) return text;
      return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text,
        make("span", { class: "quiet" }, ` (${this.say("newTab")})`));
    }

    /** Open the ask panel, fetched the first time, with a question to ask at once if there is one. */
    async ask(question = "") {
      const region = this.#part("ask"), button = this.#part("asker");
      button.setAttribute("aria-expanded", "true");
      region.hidden = false;
      try { await (this.#asking ??= this.#fetchPanel()); } catch {
        this.#asking = null;
        this.#closeAsk();
        this.#tell("away");
        return;
      }
      if (region.hidden) return;
      const panel = region.querySelector("ses-assistant-ask") ?? region.appendChild(this.#newPanel());
      panel.focusField();
      if (question) panel.put(question);
    }

    // Drawing.

    get #api() {
      return new URL(this.getAttribute("api") || "/", HERE || document.baseURI).href.replace(/\/*$/, "/");
    }
    get #remembers() {
      if (this.getAttribute("remember") === "off") return false;
      try { return sessionStorage.getItem("ses-assistant off") === null; } catch { return false; }
    }
    #part(name) { return this.shadowRoot.querySelector(`[data-is=${name}]`); }

    #readStrings() {
      const words = this.querySelector(':scope > script[type="application/json"]');
      try { if (words) this.#strings = { ...JSON.parse(words.textContent), ...this.#strings }; } catch { /* stays English */ }
    }

    #restart() {
      const open = !this.#part("panel").hidden;
      this.#topic = "";
      this.#asking = null;
      this.#draw();
      if (open && this.getAttribute("mode") === "launcher") this.#part("panel").hidden = false;
      if (open) this.#search();
    }

    #draw() {
      const launcher = this.getAttribute("mode") === "launcher";
      const title = this.getAttribute("heading") || this.say("heading");
      const close = make("button", { type: "button", class: "plain close", part: "button", "aria-label": this.say("close"),
        onclick: () => this.#close() }, "×");
      const panel = make("section", { class: "panel", part: "panel", "data-is": "panel", id: "panel", "aria-labelledby": "title",
        role: launcher ? "dialog" : null, hidden: launcher },
        make("header", { part: "header" }, make("h2", { id: "title", part: "heading" }, title), launcher ? close : null),
        make("div", { class: "body" },
          make("div", { class: "note", part: "notice", "data-is": "note", hidden: true }),
          this.#drawFind(),
          make("div", { class: "topics", role: "group", "aria-label": this.say("topics"), "data-is": "topics" }),
          make("p", { class: "count", "data-is": "count" }, this.say("loading")),
          make("ul", { class: "entries", part: "entries", role: "list", "data-is": "entries", hidden: true }),
          make("div", { "data-is": "children", hidden: true }, make("slot")),
          make("div", { class: "row" }, make("button", { type: "button", class: "plain", part: "button", "data-is": "more", hidden: true,
            onclick: () => this.#showMore() }, this.say("more"))),
          make("div", {}, make("button", { type: "button", class: "go", part: "button ask", "data-is": "asker", "aria-expanded": "false",
            "aria-controls": "ask", onclick: () => this.#toggleAsk() }, this.say("ask"))),
          make("div", { id: "ask", "data-is": "ask", hidden: true })),
        make("footer", { part: "footer" }, make("p", { "data-is": "standing" }, this.say("standing")),
          this.getAttribute("remember") === "off" ? null : this.#drawSwitch()));
      const live = make("div", { class: "quiet", role: "status", "aria-live": "polite", "data-is": "live" });
      const button = make("button", { type: "button", class: "launch", part: "launcher", "data-is": "launcher", "aria-expanded": "false",
        "aria-controls": "panel", "aria-haspopup": "dialog", onclick: () => this.#toggle() }, title);
      this.shadowRoot.replaceChildren(...(launcher ? [button] : []), panel, live);
    }

    #drawFind() {
      const field = make("input", { type: "search", id: "find", class: "field", part: "search", autocomplete: "off", maxlength: 200,
        placeholder: this.say("placeholder"), "data-is": "field", enterkeyhint: "search" });
      let pause;
      field.addEventListener("input", () => {
        clearTimeout(pause);
        pause = setTimeout(() => { this.#typed = field.value; this.#limit = PAGE; this.#search(true); }, TYPING);
      });
      return make("div", { class: "find", role: "search" }, make("label", { for: "find" }, this.say("search")), field);
    }

    #drawSwitch() {
      const box = make("input", { type: "checkbox", role: "switch", "data-is": "switch" });
      box.checked = this.#remembers;
      box.addEventListener("change", () => {
        try {
          if (box.checked) sessionStorage.removeItem("ses-assistant off");
          else {
            for (const key of Object.keys(sessionStorage)) if (key.startsWith("ses-assistant ")) sessionStorage.removeItem(key);
            sessionStorage.setItem("ses-assistant off", "1");
          }
        } catch { box.checked = false; }
        if (box.checked) this.dispatchEvent(new Event("ses-remember"));
      });
      return make("label", {}, box, this.say("remember"));
    }

    #drawTopics() {
      const own = (this.getAttribute("topics") || "").split(/[\s,]+/).filter(Boolean);
      const names = this.#known.map((topic) => topic.name).filter((name) => !own.length || own.includes(name));
      const chip = (name, label) => make("button", { type: "button", class: "chip", part: "topic", "aria-pressed": String(this.#topic === name),
        onclick: (event) => {
          this.#topic = name; this.#limit = PAGE;
          for (const other of event.target.parentNode.children) other.setAttribute("aria-pressed", String(other === event.target));
          this.#search(true);
        } }, label);
      const label = (name) => this.strings[`topic_${name}`] ?? name.charAt(0).toUpperCase() + name.slice(1);
      this.#part("topics").replaceChildren(...(names.length > 1 ? [chip("", this.say("all")), ...names.map((name) => chip(name, label(name)))] : []));
    }

    #drawEntries() {
      const list = this.#part("entries");
      list.hidden = !this.#entries.length;
      list.replaceChildren(...this.#entries.map((entry) => this.#drawEntry(entry)));
      this.#part("more").hidden = this.#entries.length >= Math.min(this.#total, MOST) || this.#lost;
      const key = this.#total === 0 ? "found_none" : this.#total === 1 ? "found_one" : "found";
      this.#part("count").textContent = this.say(key, { count: this.#total });
    }

    #drawEntry(entry) {
      const id = `entry-${++made}`, open = entry.id === this.#opened;
      const body = make("div", { class: "answer", part: "answer", id, hidden: true, lang: "en", dir: "ltr" });
      const button = make("button", { type: "button", class: "question", part: "question", lang: "en", dir: "ltr", "aria-expanded": "false", "aria-controls": id,
        onclick: () => this.#openEntry(entry, button, body, button.getAttribute("aria-expanded") === "false") }, entry.heading.at(-1));
      if (open) this.#openEntry(entry, button, body, true);
      return make("li", { part: "entry" }, make("h3", {}, button), body);
    }

    #openEntry(entry, button, body, open) {
      button.setAttribute("aria-expanded", String(open));
      body.hidden = !open;
      this.#opened = open ? entry.id : null;
      if (open && !body.childNodes.length) body.append(...this.#drawAnswer(entry));
    }

    #drawAnswer(entry) {
      const number = new Map(), bases = entry.sentences.flatMap((sentence) => sentence.basis), list = this.sources(bases, number);
      const marks = (sentence) => [...new Set(sentence.basis.map((b) => number.get(`${b.title}|${b.locator}|${b.relation}`)))];
      const sentences = entry.sentences.map((sentence) => make("p", {}, sentence.text, marks(sentence).length ? make("sup", {}, marks(sentence).join(", ")) : null));
      const asks = entry.calculation ? "figures" : "askAbout";
      return [
        this.held(entry),
        ...sentences,
        bases.length ? make("div", { class: "sources", part: "basis" }, make("h4", {}, this.say("basis")), list) : null,
        entry.reviewed_on ? make("p", { class: "count" }, this.say("reviewed", { date: this.day(entry.reviewed_on), by: entry.reviewed_by })) : null,
        make("div", { class: "row" }, make("button", { type: "button", class: "plain", part: "button", onclick: () => this.ask(entry.heading.at(-1)) }, this.say(asks))),
      ].filter(Boolean);
    }

    /** Return a label for what is not simply in force, or nothing. */
    held(passage) {
      const until = passage.in_force.until;
      const words = [passage.status === "in_force" ? "" : this.say(passage.status), until ? this.say("until", { date: this.day(until) }) : ""];
      return words.some(Boolean) ? make("p", { class: "tag" }, words.filter(Boolean).join(" · ")) : null;
    }

    // Searching.

    #whenSeen() {
      const watch = new IntersectionObserver((seen) => {
        if (!seen.some((one) => one.isIntersecting)) return;
        watch.disconnect();
        this.#search();
      });
      watch.observe(this);
    }

    async #search(aloud = false) {
      const number = ++this.#sent;
      const own = (this.getAttribute("topics") || "").split(/[\s,]+/).filter(Boolean).join(",");
      const asked = new URLSearchParams({ q: this.#typed, topic: this.#topic || own, limit: this.#limit });
      try {
        const found = await this.call(`api/v1/faq?${asked}`);
        if (number !== this.#sent) return;
        this.#here(found);
        this.#keepEntries(found);
      } catch (trouble) {
        if (number !== this.#sent) return;
        if (trouble.kind === "away") this.#away(); else this.#tell(trouble.kind, trouble.told);
      }
      if (aloud) this.announce(this.#part("count").textContent);
    }

    #here(found) {
      const first = !this.#known.length || this.#lost;
      if (this.#lost) this.announce(this.say("back"));
      this.#lost = false;
      [this.#entries, this.#total, this.#known] = [found.entries, found.total, found.topics];
      this.#part("note").hidden = true;
      this.#part("children").hidden = true;
      this.#part("asker").hidden = Boolean(found.answers_off);
      if (found.answers_off) { this.#closeAsk(); this.#tell("off", { reason: found.answers_off }, false); }
      if (first) this.#drawTopics();
      this.#drawEntries();
    }

    /** Keep what was found for when the API is away, together with what was found before from the same release. */
    #keepEntries(found) {
      const before = this.recall("faq"), has = new Set(found.entries.map((entry) => entry.id));
      const older = before?.release === found.release ? before.entries.filter((entry) => !has.has(entry.id)) : [];
      this.keep("faq", { release: found.release, entries: [...found.entries, ...older].slice(0, KEPT) });
    }

    /** The API cannot be reached: say so, and show what was loaded before, else the element's own children. */
    #away() {
      this.#lost = true;
      const kept = this.recall("faq");
      const words = this.#typed.toLowerCase().split(/\s+/).filter(Boolean);
      const has = (entry) => words.every((word) => `${entry.heading.at(-1)} ${entry.text}`.toLowerCase().includes(word));
      this.#entries = (kept?.entries ?? []).filter((entry) => has(entry) && (!this.#topic || entry.topic === this.#topic));
      this.#total = this.#entries.length;
      this.#drawEntries();
      if (!kept) { this.#part("count").textContent = ""; this.#part("topics").replaceChildren(); }
      this.#part("children").hidden = Boolean(kept);
      this.#tell("away", {}, true, kept ? this.say("kept") : "");
      addEventListener("online", () => this.#lost && this.#search(), { once: true });
    }

    #tell(key, told = {}, again = true, more = "") {
      const note = this.#part("note");
      note.hidden = false;
      note.replaceChildren(make("span", {}, [this.say(key, told), more].filter(Boolean).join(" ")),
        ...(again ? [make("button", { type: "button", class: "plain", part: "button", onclick: () => this.#search(true) }, this.say("retry"))] : []));
      this.announce(this.say(key, told));
    }

    #showMore() {
      const before = this.#entries.length;
      this.#limit = Math.min(this.#limit + 2 * PAGE, MOST);
      this.#search(true).then(() => this.#part("entries").querySelectorAll(".question")[before]?.focus());
    }

    // Opening and closing.

    #toggle() { if (this.#part("panel").hidden) this.#open(); else this.#close(); }

    #open() {
      this.#part("panel").hidden = false;
      this.#part("launcher").setAttribute("aria-expanded", "true");
      this.#part("field").focus();
      document.addEventListener("keydown", this.#outside);
      if (!this.#entries.length) this.#search();
    }

    #close(within = true) {
      this.#part("panel").hidden = true;
      this.#part("launcher").setAttribute("aria-expanded", "false");
      document.removeEventListener("keydown", this.#outside);
      if (within) this.#part("launcher").focus();
    }

    /** What the open panel covers can be uncovered without moving the focus: Escape closes it from outside too. */
    #outside = (event) => { if (event.key === "Escape" && !this.#part("panel").hidden && document.activeElement !== this) this.#close(false); };

    #toggleAsk() { if (this.#part("ask").hidden) this.ask(); else this.#closeAsk(); }

    #closeAsk() {
      const within = this.#part("ask").contains(this.shadowRoot.activeElement);
      this.#part("ask").hidden = true;
      this.#part("asker").setAttribute("aria-expanded", "false");
      if (within) this.#part("asker").focus();
    }

    #escape(event) {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (this.shadowRoot.activeElement === this.#part("field") && this.#part("field").value) return; // clears the search
      if (this.#part("ask").contains(this.shadowRoot.activeElement)) this.#closeAsk();
      else if (this.getAttribute("mode") === "launcher" && !this.#part("panel").hidden) this.#close();
      else return;
      event.stopPropagation();
    }

    #newPanel() {
      const panel = document.createElement("ses-assistant-ask");
      panel.assistant = this;
      return panel;
    }

    /** Fetch the ask panel as a module whose content the browser checks. */
    #fetchPanel() {
      if (customElements.get("ses-assistant-ask")) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const script = make("script", { type: "module", crossorigin: "anonymous", src: new URL(ASK_PATH, this.#api).href, integrity: ASK_INTEGRITY,
          onload: resolve, onerror: reject });
        this.shadowRoot.append(script);
      });
    }
  }

  customElements.define("ses-assistant", SesAssistant);
})();
