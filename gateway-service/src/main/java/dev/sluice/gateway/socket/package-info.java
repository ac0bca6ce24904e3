/** Conversations over WebSockets: who may talk, one answer at a time, pings, and an end for those who say nothing. */
@NullMarked
package dev.sluice.gateway.socket;

import org.jspecify.annotations.NullMarked;
