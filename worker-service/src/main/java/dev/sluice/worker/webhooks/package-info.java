/** The ends of tasks told to their owners, in the manner of Standard Webhooks (standardwebhooks.com). */
@NullMarked
package dev.sluice.worker.webhooks;

import org.jspecify.annotations.NullMarked;
