/** {@code /internal/status}: how this process is, for the gateway's {@code /system/status}. */
@NullMarked
package dev.sluice.optimizer.status;

import org.jspecify.annotations.NullMarked;
