/** Who is calling, as the gateway tells the other services. The tenant comes from the credential only. */
@NullMarked
package dev.sluice.contracts.identity;

import org.jspecify.annotations.NullMarked;
