/**
 * The launcher behind {@code ./sluice}: it builds what is missing, starts a real Kafka broker and the five services as
 * processes of their own, watches them and stops them. It runs from source or from class files, with nothing but the
 * JDK on its class path; only {@code broker} needs libraries, and it runs in a JVM of its own.
 */
@NullMarked
package dev.sluice.local;

import org.jspecify.annotations.NullMarked;
