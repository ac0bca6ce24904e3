/** What is known of tasks: their states and the only legal steps between them, the table folded from the state topic, and the writer that appends to it. */
@NullMarked
package dev.sluice.worker.ledger;

import org.jspecify.annotations.NullMarked;
