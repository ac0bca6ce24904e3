// The frame: who looks, which page, which period, which theme. Pages are in pages/.

import { Fault, forget, hasKey, maybe, ask, call, events, query, remember, remembered, view } from "./api.js";
import { h, state } from "./dom.js";
import { begin, finish, providers } from "./signin.js";
import { clock } from "./text.js";

const RANGE = "sluice.range";
const THEME = "sluice.theme";
const THEMES = ["auto", "light", "dark"];
const EVERY = 5000;
const SLOWEST = 60000;
const PAGES = ["overview", "costs", "requests", "cache", "tasks", "experiments", "keys", "playground"];
const ADMIN_PAGES = ["tenants", "allkeys"];
const VIEW_PAGES = ["overview", "costs", "requests", "experiments"];
const byId = (id) => document.getElementById(id);

/** The management port knows the admin key alone, and shows what only administrators see. */
let admin = false;
/** The tenant whose pages an administrator looks at. */
let looked = null;
let seconds = 86400;
let live = true;
let failures = 0;
let timer = 0;
let round = 0;
let shown = { name: "", page: null, close: () => {} };

const context = {
  ask, maybe, call, events, query,
  isAdmin: () => admin,
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
  const known = !admin ? PAGES : looked === null ? ADMIN_PAGES : [...VIEW_PAGES, ...ADMIN_PAGES];
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
    gate(signedIn() ? "Your sign-in has ended. Sign in again." : "This key is not known here, or no longer. Check it and try again.");
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

/** Whether the tab has a token of an identity provider, and no key of ours. */
function signedIn() {
  return remembered()?.startsWith("ey") ?? false;
}

/** A button for each identity provider that the gateway takes people from. */
async function offer() {
  const list = await providers();
  const host = byId("sign-in");
  host.replaceChildren(...list.map((one) =>
    h("button", { type: "button", class: "primary", onclick: () => begin(one).catch(() => { byId("key-fault").textContent = "The browser cannot begin a sign-in here."; }) }, `Sign in with ${one.title}`)));
  host.hidden = list.length === 0;
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
  offer();
}

async function enter(given) {
  const text = given.trim();
  if (!/^[\x21-\x7e]{1,8192}$/.test(text)) {
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
  byId("admin-pages").hidden = !admin;
  byId("pick-row").hidden = !admin;
  if (admin) await fillPicker();
  look(null);
  await open();
}

/** Tenants to choose from: those that called something in the last 30 days. */
async function fillPicker() {
  const from = new Date(Date.now() - 30 * 86400 * 1000).toISOString();
  const told = await maybe(`/admin/analytics/tenants${query({ from })}`);
  byId("pick").replaceChildren(h("option", { value: "" }, "all of them"), ...(told?.rows ?? []).map((row) => h("option", { value: row.name }, row.name)));
}

/** Shows an administrator one tenant's pages, or all tenants'. */
function look(tenant) {
  looked = admin ? tenant : null;
  view(looked);
  byId("tenant-pages").hidden = admin && looked === null;
  for (const link of document.querySelectorAll("#tenant-pages a[data-page]")) {
    link.parentElement.hidden = looked !== null && !VIEW_PAGES.includes(link.dataset.page);
  }
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
  byId("pick").addEventListener("change", (event) => {
    look(event.target.value || null);
    shown.close();
    shown = { name: "", page: null, close: () => {} };
    const next = `#/${looked === null ? ADMIN_PAGES[0] : VIEW_PAGES[0]}`;
    if (location.hash === next) open();
    else location.hash = next;
  });
  byId("range").addEventListener("change", (event) => {
    seconds = Number(event.target.value);
    sessionStorage.setItem(RANGE, String(seconds));
    shown.page?.rest?.();
    refresh();
  });
  addEventListener("hashchange", () => {
    const given = keyFromAddress();
    if (given) enter(given);
    else open().then(() => byId("main").focus({ preventScroll: true }));
  });
  // A page nobody sees must not keep a stream: a browser has six connections to one host, for all its tabs together.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) shown.page?.rest?.();
    else if (live) refresh();
  });
}

async function start() {
  const kept = sessionStorage.getItem(RANGE);
  const choice = [...document.querySelectorAll("#range input")].find((input) => input.value === kept);
  if (choice) {
    choice.checked = true;
    seconds = Number(kept);
  }
  theme(sessionStorage.getItem(THEME) ?? "auto");
  wire();
  try {
    const given = (await finish()) ?? keyFromAddress() ?? remembered();
    if (given) enter(given);
    else gate();
  } catch (fault) {
    gate(fault.message);
  }
}

start();
