package dev.sluice.worker.streaming;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Data of an {@code error} event, which ends a stream in place of {@code done}.
 *
 * @param code a stable word for programs
 * @param detail what happened
 */
@RegisterForReflection
record Broken(String code, String detail) {}
