/** What the tests of the gateway share: fake siblings, a client, an admin. */
@NullMarked
package dev.sluice.gateway.testing;

import org.jspecify.annotations.NullMarked;
