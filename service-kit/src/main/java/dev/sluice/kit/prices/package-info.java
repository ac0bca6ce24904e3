/** What tokens cost: one table of list prices, shared by all services, so that they agree on money. */
@NullMarked
package dev.sluice.kit.prices;

import org.jspecify.annotations.NullMarked;
