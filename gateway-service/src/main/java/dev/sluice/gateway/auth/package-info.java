/**
 * Who is calling: API keys, and the bearers of tokens that package oidc has checked, become a
 * {@link dev.sluice.gateway.auth.Credential}, if they are in force, come from the right address and have the scope that
 * the path takes. A request is answered from memory; a credential is made once for each state of the control plane.
 */
@NullMarked
package dev.sluice.gateway.auth;

import org.jspecify.annotations.NullMarked;
