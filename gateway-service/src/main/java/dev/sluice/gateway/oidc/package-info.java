/**
 * Tokens of identity providers (OIDC, JWT): which issuers are trusted, their signing keys, and what a token's claims
 * say. A token is checked against the one issuer it names, with that issuer's keys and a list of algorithms; nothing in
 * the token chooses a key's place or an algorithm that is not listed. Blocking, on virtual threads.
 */
@NullMarked
package dev.sluice.gateway.oidc;

import org.jspecify.annotations.NullMarked;
