// Signing in with an identity provider: the authorization code flow with PKCE (RFC 7636). What was begun is kept in this
// tab until somebody comes back; the gateway makes a token of the code, which then is used as a key is.

import { Fault } from "./api.js";

const BEGUN = "sluice.signin";
const PATH = "/dashboard/login";
const PATIENCE = 15000;

const back = () => location.origin + "/dashboard/";

function word(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Whom people may be sent to; nobody where browsers do not offer what a proof is made with (neither https nor localhost). */
export async function providers() {
  if (!globalThis.crypto?.subtle) return [];
  try {
    const response = await fetch(PATH, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
    return response.ok ? (await response.json()).providers : [];
  } catch {
    return [];
  }
}

/** Leaves the page for the provider's. */
export async function begin(provider) {
  const random = () => word(crypto.getRandomValues(new Uint8Array(32)));
  const begun = { provider: provider.name, state: random(), verifier: random() };
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(begun.verifier));
  sessionStorage.setItem(BEGUN, JSON.stringify(begun));
  const address = new URL(provider.authorizeUrl);
  const parameters = {
    response_type: "code", client_id: provider.clientId, redirect_uri: back(), scope: provider.scope, state: begun.state,
    code_challenge: word(new Uint8Array(digest)), code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  location.assign(address.href);
}

/** The token of somebody who comes back from the provider; null when nobody does. The address is cleaned at once. */
export async function finish() {
  const told = new URLSearchParams(location.search);
  if (!told.has("state") || !(told.has("code") || told.has("error"))) return null;
  const begun = JSON.parse(sessionStorage.getItem(BEGUN) ?? "null");
  sessionStorage.removeItem(BEGUN);
  history.replaceState(null, "", location.pathname);
  if (begun?.state !== told.get("state")) throw new Fault("This sign-in was not begun in this tab. Sign in again.", 401);
  if (told.has("error")) throw new Fault(`The identity provider refused: ${told.get("error_description") ?? told.get("error")}.`, 401);
  let response;
  try {
    response = await fetch(PATH, {
      method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, credentials: "omit", cache: "no-store",
      body: JSON.stringify({ provider: begun.provider, code: told.get("code"), verifier: begun.verifier, redirectUri: back() }),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Fault("The gateway does not answer. Is it running?", 0);
  }
  const said = await response.json().catch(() => null);
  if (!response.ok) throw new Fault(said?.detail ?? `The gateway answered ${response.status}.`, response.status);
  return said.token;
}
