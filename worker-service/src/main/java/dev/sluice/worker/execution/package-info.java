/** Attempts at tasks: claim, work, publish; heartbeats, and the reaper that wakes what nobody wakes. */
@NullMarked
package dev.sluice.worker.execution;

import org.jspecify.annotations.NullMarked;
