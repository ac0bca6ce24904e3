/**
 * From the model named in a request to the deployments that serve it: {@link dev.sluice.gateway.routing.Router} knows
 * providers and aliases, {@link dev.sluice.gateway.routing.RouteTable} the routes above them, and
 * {@link dev.sluice.gateway.routing.Routes} keeps the table that is in force. Resolution is pure code.
 */
@NullMarked
package dev.sluice.gateway.routing;

import org.jspecify.annotations.NullMarked;
