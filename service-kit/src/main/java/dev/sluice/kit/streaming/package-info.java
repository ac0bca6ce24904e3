/** Server-sent events written by a virtual thread that notices when the client leaves. */
@NullMarked
package dev.sluice.kit.streaming;

import org.jspecify.annotations.NullMarked;
