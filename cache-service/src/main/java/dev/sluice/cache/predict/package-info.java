/**
 * Which question usually follows which, tenant by tenant, and asking for its answer before somebody does. Off unless
 * configured. The call itself is made by the worker at bulk priority, through the gateway and under the key that asked
 * before, so that it lands in the same scope and is limited and paid for like any other.
 */
@NullMarked
package dev.sluice.cache.predict;

import org.jspecify.annotations.NullMarked;
