/** Whether shortening is worth its time, measured for each tenant: the break-even rule and the choice of a level. */
@NullMarked
package dev.sluice.optimizer.benefit;

import org.jspecify.annotations.NullMarked;
