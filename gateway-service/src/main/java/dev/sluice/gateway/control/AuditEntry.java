package dev.sluice.gateway.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what: stored under {@code audit/<id>}.
 *
 * @param id a UUIDv7, so that ids sort by time
 * @param at when
 * @param actor who: {@code admin-key}, or {@code <issuer name>:<subject>} of a person
 * @param action what was done, such as {@code key.create} or {@code tenant.put}
 * @param target the record's key, such as {@code tenant/acme}
 * @param before what it was, without secrets; absent if it is new
 * @param after what it is, without secrets; absent if it is gone
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditEntry(
        String id,
        Instant at,
        String actor,
        String action,
        String target,
        @Nullable JsonNode before,
        @Nullable JsonNode after) {}
