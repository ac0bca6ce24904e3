/**
 * Whether a change helped, decided with statistics: who saw what is counted once, a broken split blocks the verdict, and
 * looking every day costs nothing in truth. Pure arithmetic; where the numbers come from is elsewhere.
 */
@NullMarked
package dev.sluice.analytics.experiments;

import org.jspecify.annotations.NullMarked;
