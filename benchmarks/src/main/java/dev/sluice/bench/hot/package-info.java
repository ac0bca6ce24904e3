/** JMH over the code that every completion runs through. */
@NullMarked
package dev.sluice.bench.hot;

import org.jspecify.annotations.NullMarked;
