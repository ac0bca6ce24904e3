/** Documents that are made from the sources, and the tests that notice when they are stale. */
@NullMarked
package dev.sluice.e2e.docs;

import org.jspecify.annotations.NullMarked;
