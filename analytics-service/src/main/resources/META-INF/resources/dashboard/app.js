// The frame: who looks, which page, which period, which theme. Pages are in pages/.

import { Fault, forget, hasKey, maybe, ask, call, events, query, remember, remembered } from "./api.js";
import { state } from "./dom.js";
import { clock } from "./text.js";

const RANGE = "sluice.range";
const THEME = "sluice.theme";
const THEMES = ["auto", "light", "dark"];
const EVERY = 5000;
const SLOWEST = 60000;
const PAGES = ["overview", "costs", "requests", "cache", "tasks", "experiments", "keys", "playground"];
const ADMIN_PAGES = ["tenants", "allkeys"];
const byId = (id) => document.getElementById(id);

/** The management port knows the admin key alone, and shows what only administrators see. */
let admin = false;
let seconds = 86400;
let live = true;
let failures = 0;
let timer = 0;
let round = 0;
let shown = { name: "", page: null, close: () => {} };

const context = {
  ask, maybe, call, events, query,
  seconds: () => seconds,
  /** The period as parameters of a question. */
  period: () => ({ from: new Date(Date.now() - seconds * 1000).toISOString() }),
  isLive: () => live && !document.hidden,
  go: (name, parameters = {}) => { location.hash = `#/${name}${query(parameters)}`; },
  href: (name, parameters = {}) => `#/${name}${query(parameters)}`,
  say: (text) => { byId("said").textContent = text; },
  refresh: () => refresh(),
  failed: (fault) => failed(fault),
  recovered: () => recovered(),
};

function place() {
  const [name, parameters] = location.hash.replace(/^#\/?/, "").split("?");
  const known = admin ? ADMIN_PAGES : PAGES;
  return { name: known.includes(name) ? name : known[0], parameters: new URLSearchParams(parameters ?? "") };
}

async function open() {
  if (!hasKey()) return;
  const { name, parameters } = place();
  clearTimeout(timer);
  const mine = ++round;
  context.parameters = parameters;
  if (shown.name === name && shown.page?.move) {
    shown.page.move(parameters);
    return refresh();
  }
  shown.close();
  for (const link of document.querySelectorAll(".side a[data-page]")) {
    if (link.dataset.page === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const main = byId("main");
  main.replaceChildren(state("loading", "Loading", "One moment."));
  main.setAttribute("aria-busy", "true");
  const module = await import(`/dashboard/pages/${name}.js`);
  if (mine !== round) return;
  byId("title").textContent = module.title;
  byId("lead").textContent = module.lead;
  document.title = `${module.title} · Sluice`;
  byId("range").hidden = !module.ranged;
  const root = document.createElement("div");
  root.className = `page page-${name}`;
  const page = module.open(root, context);
  shown = { name, page, close: () => page.close?.() };
  main.replaceChildren(root);
  await refresh();
}

async function refresh() {
  clearTimeout(timer);
  if (!hasKey() || document.hidden || !shown.page) return;
  const mine = ++round;
  try {
    await shown.page.refresh();
    if (mine !== round) return;
    recovered();
  } catch (fault) {
    if (mine !== round) return;
    failed(fault);
  }
  byId("main").setAttribute("aria-busy", "false");
  if (live && hasKey() && !shown.page.still) timer = setTimeout(refresh, Math.min(SLOWEST, EVERY * 2 ** Math.min(failures, 4)));
}

function failed(fault) {
  failures++;
  if (fault.status === 401) {
    gate("This key is not known here, or no longer. Check it and try again.");
    return;
  }
  if (!(fault instanceof Fault)) console.error(fault);
  const known = fault instanceof Fault ? fault.message : "The page could not be refreshed.";
  if (fault.status === 403 && shown.page) {
    shown.page.still = true;
    byId("main").querySelector(".page").replaceChildren(state("error", "This key may not see it", known));
    return;
  }
  byId("problem").textContent = known;
  byId("problem").hidden = false;
  byId("live").classList.add("away");
  byId("live-text").textContent = "Away";
}

function recovered() {
  if (failures > 0) context.say("The numbers are coming again.");
  failures = 0;
  byId("problem").hidden = true;
  byId("live").classList.remove("away");
  byId("live-text").textContent = live ? "Live" : "Paused";
  byId("as-of").textContent = `As of ${clock(new Date(), 1)}.`;
}

function gate(fault = "") {
  forget();
  clearTimeout(timer);
  round++;
  shown.close();
  shown = { name: "", page: null, close: () => {} };
  byId("key").value = "";
  byId("key-fault").textContent = fault;
  byId("problem").hidden = true;
  byId("main").replaceChildren();
  byId("app").hidden = true;
  byId("gate").hidden = false;
  byId("key").focus();
}

async function enter(given) {
  const text = given.trim();
  if (!/^[\x21-\x7e]{1,512}$/.test(text)) {
    byId("key-fault").textContent = "That is no key: keys are one word of letters, digits and signs.";
    return;
  }
  remember(text);
  failures = 0;
  byId("key").value = "";
  byId("key-fault").textContent = "";
  byId("gate").hidden = true;
  byId("app").hidden = false;
  byId("tenant").textContent = "…";
  try {
    byId("tenant").textContent = await who();
  } catch (fault) {
    failed(fault);
  }
  byId("tenant-pages").hidden = admin;
  byId("admin-pages").hidden = !admin;
  await open();
}

/** The tenant of the key; where no tenant's key is known, the administrator of the management port. */
async function who() {
  try {
    admin = false;
    return (await ask("/system/limits")).tenant;
  } catch (fault) {
    if (fault.status !== 404) throw fault;
    await ask("/admin/audit?limit=1");
    admin = true;
    return "all (administrator)";
  }
}

/** A key may come behind the hash, as a link of the launcher; it is taken out of the address at once. */
function keyFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given !== null) history.replaceState(null, "", location.pathname + location.search);
  return given;
}

function theme(name) {
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  byId("theme-text").textContent = `Theme: ${name}`;
  sessionStorage.setItem(THEME, name);
  document.dispatchEvent(new Event("sluice-theme"));
}

function wire() {
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    enter(byId("key").value);
  });
  byId("leave").addEventListener("click", () => gate());
  byId("theme").addEventListener("click", () =>
    theme(THEMES[(THEMES.indexOf(sessionStorage.getItem(THEME) ?? "auto") + 1) % THEMES.length]));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new Event("sluice-theme")));
  byId("live").addEventListener("click", () => {
    live = !live;
    byId("live").setAttribute("aria-pressed", String(live));
    byId("live-text").textContent = live ? "Live" : "Paused";
    refresh();
  });
  byId("range").addEventListener("change", (event) => {
    seconds = Number(event.target.value);
    sessionStorage.setItem(RANGE, String(seconds));
    shown.page?.moved?.();
    refresh();
  });
  addEventListener("hashchange", () => {
    const given = keyFromAddress();
    if (given) enter(given);
    else open().then(() => byId("main").focus({ preventScroll: true }));
  });
  document.addEventListener("visibilitychange", () => live && refresh());
}

function start() {
  const kept = sessionStorage.getItem(RANGE);
  const choice = [...document.querySelectorAll("#range input")].find((input) => input.value === kept);
  if (choice) {
    choice.checked = true;
    seconds = Number(kept);
  }
  theme(sessionStorage.getItem(THEME) ?? "auto");
  wire();
  const given = keyFromAddress() ?? remembered();
  if (given) enter(given);
  else gate();
}

start();
