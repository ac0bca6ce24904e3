/** The gateway beside a direct call and an nginx {@code proxy_pass}, one core each, in one run. */
@NullMarked
package dev.sluice.bench.gateway;

import org.jspecify.annotations.NullMarked;
