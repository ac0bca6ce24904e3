// Asks the gateway for the numbers of a key every few seconds while the page is looked at.

import { charts, lanes, models, requests, services, totals } from "./view.js";
import { clock } from "./text.js";

const EVERY = 3000;
const SLOWEST = 30000;
const PATIENCE = 10000;
const KEY = "sluice.key";
const RANGE = "sluice.range";
const byId = (id) => document.getElementById(id);

let key = null;
let range = 86400;
let live = true;
let failures = 0;
let timer = 0;
let round = 0;

/** What went wrong, said for people. */
class Fault extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function ask(path, optional = false) {
  let response;
  try {
    response = await fetch(path, {
      headers: { Authorization: `Bearer ${key}`, Accept: "application/json" },
      cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    if (optional) return null;
    throw new Fault("The gateway does not answer. Is it running? Trying again by itself.", 0);
  }
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  if (optional && response.status !== 401) return null;
  const said = body?.detail ?? body?.error?.message;
  throw new Fault(said ?? `The gateway answered ${response.status}. Trying again by itself.`, response.status);
}

async function refresh() {
  clearTimeout(timer);
  if (!key || document.hidden) return;
  const mine = ++round;
  const from = encodeURIComponent(new Date(Date.now() - range * 1000).toISOString());
  try {
    const [overview, last, tasks, status] = await Promise.all([
      ask(`/analytics/overview?from=${from}`),
      ask(`/analytics/requests?from=${from}&limit=12`, true),
      ask(`/analytics/tasks?from=${from}`, true),
      ask("/system/status", true),
    ]);
    if (mine !== round) return;
    show(overview, last, tasks, status);
    recovered();
  } catch (fault) {
    if (mine !== round) return;
    failed(fault);
  }
  if (live && key) timer = setTimeout(refresh, Math.min(SLOWEST, EVERY * 2 ** Math.min(failures, 4)));
}

function show(overview, last, tasks, status) {
  const nothing = overview.requests === 0 && overview.tasks === 0;
  byId("empty").hidden = !nothing;
  byId("charts").hidden = nothing;
  totals(overview);
  if (!nothing) charts(overview);
  models(overview.models);
  requests(last?.requests ?? [], new Date());
  lanes(tasks?.rows ?? []);
  services(status);
  byId("as-of").textContent = `As of ${clock(new Date(), 1)}.`;
  byId("board").setAttribute("aria-busy", "false");
}

function failed(fault) {
  failures++;
  if (fault.status === 401 || fault.status === 403) {
    gate(fault.status === 401 ? "This key is not known here, or no longer. Check it and try again." : fault.message);
    return;
  }
  byId("problem").textContent = fault.message ?? "The page could not be refreshed.";
  byId("problem").hidden = false;
  byId("live").classList.add("away");
  byId("live-text").textContent = "Away";
}

function recovered() {
  if (failures > 0) byId("said").textContent = "The numbers are coming again.";
  failures = 0;
  byId("problem").hidden = true;
  byId("live").classList.remove("away");
  byId("live-text").textContent = live ? "Live" : "Paused";
}

function gate(fault = "") {
  key = null;
  sessionStorage.removeItem(KEY);
  clearTimeout(timer);
  round++;
  byId("key").value = "";
  byId("key-fault").textContent = fault;
  byId("problem").hidden = true;
  byId("board").hidden = true;
  byId("controls").hidden = true;
  byId("gate").hidden = false;
  byId("key").focus();
}

function enter(given) {
  const text = given.trim();
  if (!/^[\x21-\x7e]{1,512}$/.test(text)) {
    byId("key-fault").textContent = "That is no key: keys are one word of letters, digits and signs.";
    return;
  }
  key = text;
  failures = 0;
  sessionStorage.setItem(KEY, text);
  byId("key").value = "";
  byId("key-fault").textContent = "";
  byId("gate").hidden = true;
  byId("controls").hidden = false;
  byId("board").setAttribute("aria-busy", "true");
  byId("board").hidden = false;
  refresh();
}

function keyFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given !== null) history.replaceState(null, "", location.pathname + location.search);
  return given;
}

function wire() {
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    enter(byId("key").value);
  });
  byId("leave").addEventListener("click", () => gate());
  byId("live").addEventListener("click", () => {
    live = !live;
    byId("live").setAttribute("aria-pressed", String(live));
    byId("live-text").textContent = live ? "Live" : "Paused";
    if (live) refresh();
    else clearTimeout(timer);
  });
  byId("range").addEventListener("change", (event) => {
    range = Number(event.target.value);
    sessionStorage.setItem(RANGE, String(range));
    refresh();
  });
  addEventListener("hashchange", () => {
    const given = keyFromAddress();
    if (given) enter(given);
  });
  document.addEventListener("visibilitychange", () => live && refresh());
  byId("copy").addEventListener("click", async () => {
    await navigator.clipboard?.writeText(byId("curl").textContent);
    byId("copy").textContent = navigator.clipboard ? "Copied" : "Select it";
  });
}

function start() {
  byId("curl").textContent =
    `curl ${location.origin}/v1/chat/completions \\\n  -H "Authorization: Bearer $OPENAI_API_KEY" \\\n  -H "Content-Type: application/json" \\\n` +
    `  -d '{"model":"local","messages":[{"role":"user","content":"A sluice gate controls the flow of water. What does a sluice gate do?"}]}'`;
  const kept = sessionStorage.getItem(RANGE);
  const choice = [...document.querySelectorAll("#range input")].find((input) => input.value === kept);
  if (choice) {
    choice.checked = true;
    range = Number(kept);
  }
  wire();
  const given = keyFromAddress() ?? sessionStorage.getItem(KEY);
  if (given) enter(given);
  else gate();
}

start();
