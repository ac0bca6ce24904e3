/**
 * Warm-up: questions that are asked of the model in the background before anybody asks them, so that the gateway remembers
 * their answers. The worker-service asks, for the key that ordered it.
 */
@NullMarked
package dev.sluice.cache.warm;

import org.jspecify.annotations.NullMarked;
