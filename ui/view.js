// Draws a tree of [tag, attributes, ...children] with text nodes only, and makes its buttons work.
// Nothing is parsed as HTML; a tag, attribute or address that is not listed is left out.
const TAGS = new Set(("a article blockquote button details div h2 h3 h4 header li mark ol p section span strong " +
  "summary table tbody td th thead tr ul").split(" "));
const PLAIN = new Set(["class", "id", "role", "scope", "dir"]);
const announced = (window.__sesAnnounced ||= new Set());
const led = (window.__sesLed ||= new Set());
const leading = (window.__sesLeading ||= {});

export default function ({ parentElement, data: sent }) {
  liveRegion();
  const drawn = new TextDecoder().decode(sent);
  if (parentElement.__sesDrawn === drawn) return;
  const data = JSON.parse(drawn);
  const open = [...parentElement.querySelectorAll("[aria-expanded=true]")].map((b) => b.getAttribute("aria-controls"));
  parentElement.__sesDrawn = drawn;
  parentElement.querySelector(".ses-root")?.remove();
  const root = document.createElement("div");
  root.className = "ses-root";
  const fresh = Boolean(data.announce) && !announced.has(data.key);
  if (fresh && data.lead) root.classList.add("fresh");
  root.append(build(data.node));
  parentElement.append(root);
  root.addEventListener("click", (event) => clicked(event, root, data));
  root.addEventListener("keydown", (event) => { if (event.key === "Escape") closeAround(event.target, root); });
  for (const id of open) toggle(root, id, true);
  if (fresh) announce(data.key, data.announce);
  if (data.lead) lead(data.key, root);
}

// Streamlit scrolls to the end of a page with a question box; a page and an answer are read from their beginning. What
// comes later below it, or is mounted anew, moves it again, until the reader touches the page.
function lead(key, root) {
  if (led.has(key)) {
    if (leading.key === key) leading.root = root;
    return;
  }
  led.add(key);
  leading.stop?.();
  Object.assign(leading, { key, root });
  const stop = new AbortController();
  const timer = setInterval(() => { if (leading.root.isConnected) leading.root.scrollIntoView({ block: "start" }); }, 100);
  const end = leading.stop = () => { clearInterval(timer); stop.abort(); leading.key = null; };
  for (const touch of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    window.addEventListener(touch, end, { signal: stop.signal, capture: true, passive: true });
  }
  setTimeout(() => { if (leading.stop === end) end(); }, 6000);
}

function build(spec) {
  if (!Array.isArray(spec)) return document.createTextNode(String(spec));
  const [tag, attributes, ...children] = spec;
  if (!TAGS.has(tag)) return document.createTextNode("");
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  element.append(...children.map(build));
  return element;
}

function set(element, name, value) {
  if (PLAIN.has(name)) element.setAttribute(name, value);
  else if (name === "label") element.setAttribute("aria-label", value);
  else if (name === "open") element.open = true;
  else if (name === "href" && /^https?:\/\/[^\s]+$/i.test(value)) {
    element.href = value;
    element.target = "_blank";
    element.rel = "noopener noreferrer";
  } else if (name === "opens") {
    element.setAttribute("aria-controls", value);
    element.setAttribute("aria-expanded", "false");
    element.type = "button";
  } else if (name === "act" || name === "closes") {
    element.dataset[name] = value;
    element.type = "button";
  }
  if (name === "id") element.hidden = true; // what a button opens is closed at first
}

function clicked(event, root, data) {
  const button = event.target.closest("button");
  if (!button) return;
  const controls = button.getAttribute("aria-controls");
  if (controls) toggle(root, controls, button.getAttribute("aria-expanded") !== "true", button);
  else if (button.dataset.closes) close(root, button.dataset.closes);
  else if (button.dataset.act === "copy") copy(data.file.text, button);
  else if (button.dataset.act === "download") download(data.file);
  else if (button.dataset.act === "print") printSheet(data.blocks);
}

const opener = (root, id) => root.querySelector(`[aria-controls="${CSS.escape(id)}"]`);
const panel = (root, id) => root.querySelector(`#${CSS.escape(id)}`);

function toggle(root, id, show, button = opener(root, id)) {
  if (!button || !panel(root, id)) return;
  if (show) {
    for (const other of root.querySelectorAll("[aria-expanded=true]")) {
      if (other !== button) { other.setAttribute("aria-expanded", "false"); panel(root, other.getAttribute("aria-controls")).hidden = true; }
    }
  }
  button.setAttribute("aria-expanded", String(show));
  panel(root, id).hidden = !show;
}

function close(root, id) {
  toggle(root, id, false);
  opener(root, id)?.focus();
}

function closeAround(target, root) {
  const within = target.closest("[id]");
  const id = within?.id || target.getAttribute("aria-controls");
  if (id && opener(root, id)?.getAttribute("aria-expanded") === "true") close(root, id);
}

function liveRegion() {
  let region = document.getElementById("ses-live");
  if (!region) {
    region = document.createElement("div");
    region.id = "ses-live";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    region.setAttribute("aria-label", "Assistant");
    region.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
    document.body.append(region);
  }
  return region;
}

function announce(key, text) {
  announced.add(key);
  const region = liveRegion();
  setTimeout(() => { region.textContent = text; }, 150);
}

async function copy(text, button) {
  const label = button.textContent;
  button.textContent = (await copied(text)) ? "Copied" : "Not copied";
  setTimeout(() => { button.textContent = label; }, 2000);
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { // no permission, or a page without TLS: the older way
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

function download({ name, text, kind }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${kind};charset=utf-8` }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function printSheet(blocks) {
  const tags = { title: "h1", heading: "h2", paragraph: "p", quote: "blockquote", item: "p" };
  const sheet = document.createElement("div");
  sheet.className = "ses-sheet";
  for (const [kind, text] of blocks) {
    const element = document.createElement(tags[kind]);
    element.className = kind;
    element.textContent = text;
    element.dir = "auto";
    sheet.append(element);
  }
  document.body.append(sheet);
  document.documentElement.classList.add("ses-printing");
  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("ses-printing");
    sheet.remove();
  }, { once: true });
  window.print();
}
