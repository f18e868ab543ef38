// The panel for asking in one's own words, fetched by ses-assistant.js when it is opened. It draws into the shadow tree of
// the element that it belongs to, with that element's words, requests and memory. Text nodes only.

const MOST_TURNS = 12; // earlier questions that are sent along and kept
const LONGEST = 2000; // characters of a question

const STRINGS = {
  askLabel: "Your question",
  askHint: "Please leave out names, identity numbers and anything else that is personal.",
  askPlaceholder: "For example: Can unused annual leave be paid out?",
  send: "Ask",
  thinking: "Looking it up …",
  understood: "Understood as: {question}",
  status_abstained: "No answer", status_out_of_scope: "Outside the subject", status_needs_input: "More is needed",
  sources_one: "1 source", sources: "{count} sources",
  source: "Source {number}",
  summary: "Our summary:",

  working: "How this was worked out", law: "Law",
  needs: "Needed for this", example: "for example {example}",
  notice_outdated: "Out of date", notice_conflict: "Told differently elsewhere", notice_assumption: "Assumption",
  notice_other_ses: "Another SES", notice_overdue_review: "Review overdue", notice_general_information: "Please note",
  related: "Near this",
  helpful: "Was this helpful?", up: "Yes", down: "No", thanks: "Thank you.", notKept: "That could not be kept.",
  dated: "On {date}, release {release}",
  forget: "Forget these questions",
};

const CSS = `
ses-assistant-ask { display: grid; gap: 1rem; margin-block-start: .25rem; grid-template-columns: minmax(0, 1fr); }
.turns { display: contents; }
ses-assistant-ask form { display: grid; gap: .4rem; }
ses-assistant-ask textarea { resize: vertical; min-height: 4.75rem; }
.hint, .small { font-size: .88rem; color: var(--_muted); }
.turn { border-block-start: 1px solid var(--_line); padding-block-start: 1rem; display: grid; gap: .75rem; overflow-wrap: anywhere;
  max-width: 46rem; grid-template-columns: minmax(0, 1fr); }
.asked { font-size: 1rem; font-weight: 650; }
.said { white-space: pre-line; }
.mark { font: inherit; font-size: .82em; min-width: 1.5rem; min-height: 1.5rem; padding: 0 .3rem; margin-inline: .12rem; border-radius: 6px; cursor: pointer;
  border: 1px solid var(--_line); background: var(--_soft); color: var(--_accent); vertical-align: baseline; }
.fold > button { display: inline-flex; gap: .5rem; align-items: center; }
.fold > button::before { content: ""; width: .42em; height: .42em; border: solid currentColor; border-width: 0 2px 2px 0; rotate: -45deg; }
.fold > button[aria-expanded=true]::before { rotate: 45deg; }
.fold ol, .fold ul { list-style: none; display: grid; gap: .6rem; margin-block-start: .6rem; grid-template-columns: minmax(0, 1fr); }
.cited, .steps { background: var(--_soft); border-radius: 8px; padding: .7rem .9rem; font-size: .9rem; display: grid; gap: .3rem; grid-template-columns: minmax(0, 1fr); }
.cited > ol { font-size: .95em; color: var(--_muted); list-style: disc; padding-inline-start: 1.2em; gap: .2rem; margin: 0; }
.where { font-weight: 600; }
.steps > li { display: grid; gap: .1rem; border-block-end: 1px solid var(--_line); padding-block-end: .45rem; }
.steps > li:last-child { border: 0; padding: 0; }
.step { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; }
.step b { font-variant-numeric: tabular-nums; font-weight: 600; }
.notices, .near { list-style: none; display: grid; gap: .4rem; grid-template-columns: minmax(0, 1fr); }
.notices > li { background: var(--_warn); border: 1px solid var(--_line); border-radius: 8px; padding: .55rem .85rem; font-size: .92rem; }
.near button { text-align: start; border-radius: 8px; height: auto; }
[aria-disabled=true] { opacity: .62; cursor: default; }
`;

let sheet;
let made = 0;

class SesAssistantAsk extends HTMLElement {
  #turns = []; // answers of this session, oldest first
  #busy = false;
  #list;
  #field;

  connectedCallback() {
    if (this.#list) return;
    const root = this.getRootNode();
    if (!sheet) { sheet = new CSSStyleSheet(); sheet.replaceSync(CSS); }
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    this.#draw();
    for (const turn of this.assistant.recall("turns") ?? []) this.#show(turn);
    this.assistant.addEventListener("ses-remember", () => this.#remember());
  }

  focusField() { this.#field.focus(); }

  /** Ask a question and show what comes back. */
  async put(text) {
    const question = text.trim();
    if (!question || this.#busy) return;
    this.#setBusy(true);
    const place = this.#make("p", { class: "hint", part: "waiting" }, this.#say("thinking"));
    this.#list.append(place);
    try {
      const history = this.#turns.slice(-MOST_TURNS).map((turn) => ({ question: turn.question.slice(0, 400), answer_id: turn.id }));
      const answer = await this.assistant.call("api/v1/answers", { text: question, history });
      this.#field.value = "";
      place.remove();
      this.#show(answer);
      this.#list.lastElementChild.scrollIntoView({ block: "nearest" });
      this.#remember();
      this.assistant.announce(answer.text.replace(/\s*\[\d+\]/g, ""));
    } catch (trouble) {
      if (!trouble.kind) { place.remove(); throw trouble; }
      this.#fail(place, question, trouble);
    } finally { this.#setBusy(false); }
  }

  // Small words.

  #make(...arguments_) { return this.assistant.make(...arguments_); }
  #say(key, told) {
    const own = this.assistant.strings[key] ?? STRINGS[key];
    return own === undefined ? this.assistant.say(key, told) : own.replace(/\{(\w+)\}/g, (_, name) => told?.[name] ?? "");
  }
  #button(text, onclick, more = {}) {
    return this.#make("button", { type: "button", class: "plain", part: "button", onclick, ...more }, text);
  }
  #remember() { this.assistant.keep("turns", this.#turns.slice(-MOST_TURNS)); }
  #setBusy(busy) {
    this.#busy = busy;
    this.querySelector("form [type=submit]").setAttribute("aria-disabled", String(busy));
    this.setAttribute("aria-busy", String(busy));
  }

  // Drawing.

  #draw() {
    const make = this.#make.bind(this);
    this.#field = make("textarea", { id: "own", class: "field", part: "input", rows: 3, maxlength: LONGEST, "aria-describedby": "own-hint",
      placeholder: this.#say("askPlaceholder"), autocomplete: "off" });
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.put(this.#field.value);
    });
    const form = make("form", { onsubmit: (event) => { event.preventDefault(); this.put(this.#field.value); } },
      make("label", { for: "own" }, this.#say("askLabel")), this.#field, make("p", { class: "hint", id: "own-hint" }, this.#say("askHint")),
      make("div", { class: "row" }, make("button", { type: "submit", class: "go", part: "button send" }, this.#say("send")),
        this.#button(this.#say("forget"), () => this.#forget(), { "data-is": "forget", hidden: true })));
    this.#list = make("div", { part: "turns", class: "turns" });
    this.append(form, this.#list);
  }

  #forget() {
    this.#turns = [];
    this.#list.replaceChildren();
    this.querySelector("[data-is=forget]").hidden = true;
    this.#remember();
    this.#field.focus();
  }

  #show(answer) {
    this.#turns.push(answer);
    this.querySelector("[data-is=forget]").hidden = false;
    const id = `turn-${++made}`, make = this.#make.bind(this);
    const sources = this.#drawSources(answer, id);
    this.#list.append(make("article", { class: "turn", part: "turn", "aria-labelledby": id },
      make("h3", { class: "asked", id, part: "asked" }, answer.question),
      answer.standalone !== answer.question ? make("p", { class: "small" }, this.#say("understood", { question: answer.standalone })) : null,
      answer.status !== "answered" ? make("p", { class: "tag" }, this.#say(`status_${answer.status}`)) : null,
      make("p", { class: "said", part: "text", lang: "en", dir: "ltr" }, ...this.#drawText(answer, sources)),
      this.#drawNeeds(answer.needs),
      this.#drawCalculation(answer.calculation),
      this.#drawNotices(answer.notices),
      sources?.node,
      this.#drawRelated(answer.related),
      this.#drawThumbs(answer),
      make("p", { class: "small" }, this.#say("dated", { date: this.assistant.day(answer.on), release: answer.release }))));
  }

  /** Return the text with a button for each [number], which opens that source. */
  #drawText(answer, sources) {
    return answer.text.split(/(\[\d+\])/).map((piece) => {
      const number = /^\[(\d+)\]$/.exec(piece)?.[1];
      if (!number || !sources?.places.has(number)) return piece;
      return this.#make("button", { type: "button", class: "mark", part: "mark", "aria-label": this.#say("source", { number }),
        onclick: () => sources.open(number) }, number);
    });
  }

  /** Return a button that folds `content` out. */
  #fold(text, content) {
    const id = `fold-${++made}`;
    const button = this.#button(text, () => set(content.hidden), { "aria-expanded": "false", "aria-controls": id });
    const set = (open) => { content.hidden = !open; button.setAttribute("aria-expanded", String(open)); };
    content.id = id;
    content.hidden = true;
    return { node: this.#make("div", { class: "fold" }, button, content), set };
  }

  #drawSources(answer) {
    if (!answer.citations.length) return null;
    const places = new Map(), list = this.#make("ol", { part: "sources", lang: "en", dir: "ltr" });
    for (const citation of answer.citations) {
      const item = this.#make("li", { class: "cited", part: "citation", tabindex: -1 }, ...this.#drawCitation(citation));
      places.set(String(citation.number), item);
      list.append(item);
    }
    const fold = this.#fold(places.size === 1 ? this.#say("sources_one") : this.#say("sources", { count: places.size }), list);
    return { node: fold.node, places, open: (number) => { fold.set(true); places.get(number).focus(); } };
  }

  #drawCitation(citation) {
    const ours = citation.document.kind === "summary", make = this.#make.bind(this), { document: from } = citation;
    const about = `${from.title}, ${from.publisher}, ${from.date}`;
    return [
      make("p", { class: "where" }, `${citation.number}. ${citation.heading.join(" › ")}`),
      this.assistant.held(citation),
      ours ? make("p", {}, `${this.#say("summary")} ${citation.quote}`) : make("p", {}, make("q", {}, citation.quote)),
      ours ? null : make("p", { class: "small" }, this.assistant.link(about, from.url)),
      citation.basis.length ? this.assistant.sources(citation.basis) : null,
    ];
  }

  #drawNeeds(needs) {
    if (!needs.length) return null;
    const items = needs.map((need) => this.#make("li", {}, `${need.label} (${this.#say("example", { example: need.example })})`));
    return this.#make("div", { part: "needs" }, this.#make("p", { class: "where" }, this.#say("needs")), this.#make("ul", { class: "notices" }, items));
  }

  #drawCalculation(calculation) {
    if (!calculation) return null;
    const make = this.#make.bind(this);
    const steps = calculation.steps.map((step) => make("li", {}, make("span", { class: "step" }, make("span", {}, step.label), make("b", {}, step.value)),
      make("span", { class: "small" }, step.expression)));
    const law = calculation.references.map((reference) => [this.assistant.link(`${reference.authority} ${reference.locator}`, reference.url), "; "]).flat();
    const references = make("li", {}, make("span", { class: "small" }, `${this.#say("law")}: `, ...law.slice(0, -1)));
    return this.#fold(this.#say("working"), make("ol", { class: "steps", part: "calculation", lang: "en", dir: "ltr" }, ...steps, law.length ? references : null)).node;
  }

  #drawNotices(notices) {
    if (!notices.length) return null;
    return this.#make("ul", { class: "notices", part: "notices", role: "list" }, notices.map((notice) =>
      this.#make("li", {}, this.#make("span", { class: "where" }, `${this.#say(`notice_${notice.kind}`)}: `), this.#make("span", { lang: "en" }, notice.text))));
  }

  #drawRelated(related) {
    if (!related.length) return null;
    return this.#make("div", { part: "related" }, this.#make("p", { class: "small" }, this.#say("related")), this.#make("ul", { class: "near", role: "list" },
      related.map((question) => this.#make("li", {}, this.#button(question, () => { this.put(question); this.focusField(); }, { lang: "en" })))));
  }

  #drawThumbs(answer) {
    const make = this.#make.bind(this), told = make("span", { role: "status", class: "small" });
    const thumb = (rating) => this.#button(this.#say(rating), async (event) => {
      if (row.dataset.done) return;
      row.dataset.done = rating;
      for (const one of row.querySelectorAll("button")) one.setAttribute("aria-disabled", "true");
      event.target.setAttribute("aria-pressed", "true");
      try {
        await this.assistant.call("api/v1/feedback", { answer_id: answer.id, rating });
        told.textContent = this.#say("thanks");
      } catch { told.textContent = this.#say("notKept"); }
    }, { "aria-pressed": "false", class: "chip", part: "thumb" });
    const label = `helpful-${++made}`;
    const row = make("div", { class: "row", role: "group", "aria-labelledby": label, part: "feedback" },
      make("span", { class: "small", id: label }, this.#say("helpful")), thumb("up"), thumb("down"), told);
    return row;
  }

  #fail(place, question, trouble) {
    const told = this.#say(trouble.kind === "refused" ? "away" : trouble.kind, trouble.told);
    this.#field.value ||= question;
    place.className = "note";
    place.replaceChildren(told, this.#button(this.#say("retry"), () => { place.remove(); this.put(question); this.focusField(); }));
    this.assistant.announce(told);
  }
}

customElements.define("ses-assistant-ask", SesAssistantAsk);
