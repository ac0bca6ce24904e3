/** Where the repository is, what in it is older than its sources, and how Maven is run with visible progress. */
@NullMarked
package dev.sluice.local.build;

import org.jspecify.annotations.NullMarked;
