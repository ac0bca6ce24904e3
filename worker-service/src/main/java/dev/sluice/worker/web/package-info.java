/** Searches of the web at the operator's provider, off unless configured and asked for. */
@NullMarked
package dev.sluice.worker.web;

import org.jspecify.annotations.NullMarked;
