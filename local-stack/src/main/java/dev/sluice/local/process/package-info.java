/**
 * The processes of the local stack: what is started, on which ports, when it is ready, how it ends. A process is named
 * by pid and start time together, so that a pid given to somebody else is never signalled.
 */
@NullMarked
package dev.sluice.local.process;

import org.jspecify.annotations.NullMarked;
