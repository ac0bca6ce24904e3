/**
 * Translates the configuration of other gateways into a control file. Runs in a process of its own with this module's
 * libraries, since the launcher has none.
 */
@NullMarked
package dev.sluice.local.imports;

import org.jspecify.annotations.NullMarked;
