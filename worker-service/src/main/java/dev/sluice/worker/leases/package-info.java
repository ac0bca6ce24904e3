/** Who may work on a task and write its state: a lease with a fencing token, in memory or in Redis. */
@NullMarked
package dev.sluice.worker.leases;

import org.jspecify.annotations.NullMarked;
