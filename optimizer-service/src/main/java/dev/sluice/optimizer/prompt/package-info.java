/** {@code /optimize}: prompts in, shorter prompts out, remembered for each tenant and counted. */
@NullMarked
package dev.sluice.optimizer.prompt;

import org.jspecify.annotations.NullMarked;
