/** API keys: who is calling. A replica answers from an immutable snapshot; the truth is the compacted topic sluice.control. */
@NullMarked
package dev.sluice.gateway.auth;

import org.jspecify.annotations.NullMarked;
