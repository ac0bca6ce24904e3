/** What anyone may ask optimizer-service: make this cheaper without changing what it means. */
@NullMarked
package dev.sluice.contracts.optimize;

import org.jspecify.annotations.NullMarked;
