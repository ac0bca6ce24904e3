/**
 * How long each service takes to start and how much memory it has then: on a JVM, on a JVM with an AOT cache, and, where
 * one was built, as a native executable. {@code ./sluice bench startup}.
 */
@NullMarked
package dev.sluice.bench.startup;

import org.jspecify.annotations.NullMarked;
