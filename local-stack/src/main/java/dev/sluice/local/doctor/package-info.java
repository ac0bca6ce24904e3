/**
 * {@code ./sluice doctor}: looks at the machine, the settings and what they point at, and says what is wrong with what
 * to do. It only looks: nothing is made, changed or started.
 */
@NullMarked
package dev.sluice.local.doctor;

import org.jspecify.annotations.NullMarked;
