/** From the model named in a request to the deployment that serves it. Pure code. */
@NullMarked
package dev.sluice.gateway.routing;

import org.jspecify.annotations.NullMarked;
