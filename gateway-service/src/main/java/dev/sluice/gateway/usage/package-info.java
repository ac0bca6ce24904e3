/** What a call used and cost: tokens, money, the event, the log line. */
@NullMarked
package dev.sluice.gateway.usage;

import org.jspecify.annotations.NullMarked;
