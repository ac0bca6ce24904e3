package dev.sluice.gateway.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contracts.identity.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a key, on {@code sluice.control} under {@code key/<id>} and in the snapshot file.
 *
 * @param id the key's public part
 * @param hash hex HMAC-SHA-256 of the whole key
 * @param tenant whose key it is
 * @param name a name for people
 * @param project a part of the tenant's work
 * @param scopes what the key may do; empty means everything
 * @param createdAt when it was made
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyRecord(
        String id,
        String hash,
        String tenant,
        @Nullable String name,
        @Nullable String project,
        Set<String> scopes,
        Instant createdAt) {

    KeyRecord {
        scopes = scopes == null ? Set.of() : Set.copyOf(scopes);
    }

    Caller caller() {
        return new Caller(tenant, project, id, scopes);
    }
}
