/** {@code /optimize/compress}: answers of models in, shorter ones out, with every fact kept or the whole thing refused. */
@NullMarked
package dev.sluice.optimizer.compress;

import org.jspecify.annotations.NullMarked;
