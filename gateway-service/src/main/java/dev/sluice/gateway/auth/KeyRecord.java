package dev.sluice.gateway.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contracts.identity.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a key, on {@code sluice.control} under {@code key/<id>}, in the snapshot and in the control file.
 *
 * @param id the key's public part
 * @param hash hex HMAC-SHA-256 of the whole key
 * @param tenant whose key it is
 * @param name a name for people
 * @param project a part of the tenant's work
 * @param scopes what the key may do; empty means everything
 * @param models names and patterns of the models it may ask; empty means all
 * @param tier a tier of the configuration
 * @param limits limits of its own, as {@link dev.sluice.gateway.tenancy.AllowanceReader} reads them
 * @param budget a budget of its own
 * @param optimize how far its prompts are shortened; absent means as the route or the configuration says
 * @param expiresAt from when on it is refused; absent means never
 * @param ipRanges addresses and CIDR ranges it may be used from; empty means anywhere
 * @param createdAt when it was made
 * @param previous the secret before the last rotation
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record KeyRecord(
        String id,
        String hash,
        String tenant,
        @Nullable String name,
        @Nullable String project,
        Set<String> scopes,
        List<String> models,
        @Nullable String tier,
        @Nullable JsonNode limits,
        @Nullable JsonNode budget,
        @Nullable String optimize,
        @Nullable Instant expiresAt,
        List<String> ipRanges,
        Instant createdAt,
        @Nullable Previous previous) {

    /**
     * A secret that is still good for a while.
     *
     * @param hash hex HMAC-SHA-256 of the whole old key
     * @param until when it ends
     */
    @RegisterForReflection
    record Previous(String hash, Instant until) {}

    KeyRecord {
        scopes = scopes == null ? Set.of() : Set.copyOf(scopes);
        models = models == null ? List.of() : List.copyOf(models);
        ipRanges = ipRanges == null ? List.of() : List.copyOf(ipRanges);
        createdAt = createdAt == null ? Instant.EPOCH : createdAt;
        limits = limits == null || limits.isNull() ? null : limits;
        budget = budget == null || budget.isNull() ? null : budget;
    }

    Caller caller() {
        return new Caller(tenant, project, id, scopes);
    }

    KeyRecord rotated(String newHash, @Nullable Previous old) {
        return new KeyRecord(
                id, newHash, tenant, name, project, scopes, models, tier, limits, budget, optimize, expiresAt, ipRanges,
                createdAt, old);
    }
}
