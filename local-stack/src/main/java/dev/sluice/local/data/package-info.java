/** The data directory of a local stack: its layout, its secrets and what must be true before anything is written. */
@NullMarked
package dev.sluice.local.data;

import org.jspecify.annotations.NullMarked;
