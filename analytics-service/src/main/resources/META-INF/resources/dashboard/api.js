// Talks to the gateway with the key of this tab. The key is kept here and in sessionStorage, and nowhere else.

const KEY = "sluice.key";
const PATIENCE = 15000;

let key = null;

/** The tenant an administrator looks at; its numbers are asked for on the management port. */
let viewed = null;

/** What went wrong, said for people. */
export class Fault extends Error {
  constructor(message, status, code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function remember(text) {
  key = text;
  sessionStorage.setItem(KEY, text);
}

export function remembered() {
  return sessionStorage.getItem(KEY);
}

export function forget() {
  key = null;
  sessionStorage.removeItem(KEY);
}

export function hasKey() {
  return key !== null;
}

export function view(tenant) {
  viewed = tenant;
}

function addressed(path) {
  if (viewed === null || !path.startsWith("/analytics/")) return path;
  return `/admin${path}${path.includes("?") ? "&" : "?"}tenant=${encodeURIComponent(viewed)}`;
}

/** A request with the key; throws a Fault unless the answer is 2xx. */
export async function call(path, { method = "GET", body, headers = {}, signal } = {}) {
  let response;
  try {
    response = await fetch(addressed(path), {
      method,
      headers: {
        Authorization: `Bearer ${key}`, Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      // With no-store the browser adds Cache-Control: no-cache, by which the gateway's cache would not answer a chat.
      cache: method === "GET" ? "no-store" : "default", credentials: "omit", signal: signal ?? AbortSignal.timeout(PATIENCE),
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Fault("The gateway does not answer. Is it running? Trying again by itself.", 0);
  }
  if (response.ok) return response;
  const said = await response.json().catch(() => null);
  throw new Fault(said?.detail ?? said?.error?.message ?? `The gateway answered ${response.status}.`, response.status, said?.code ?? said?.error?.code);
}

/** The JSON of an answer; null when it has none. */
export async function ask(path, options) {
  const response = await call(path, options);
  return response.status === 204 ? null : response.json().catch(() => null);
}

/** As ask; null when the path cannot answer, unless the key itself is refused. */
export async function maybe(path, options) {
  try {
    return await ask(path, options);
  } catch (fault) {
    if (fault.status === 401) throw fault;
    return null;
  }
}

/** Reads server-sent events until they end: each {event, data}. Unlike EventSource it can carry a key. */
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += value.replaceAll("\r\n", "\n");
      for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
        const block = rest.slice(0, end);
        rest = rest.slice(end + 2);
        const one = { event: "message", data: "" };
        for (const line of block.split("\n")) {
          if (line.startsWith("event:")) one.event = line.slice(6).trim();
          if (line.startsWith("data:")) one.data += line.slice(5).trimStart();
        }
        if (one.data) yield one;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** A query string of what is not null or empty, with a question mark. */
export function query(parameters) {
  const kept = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
}
