package dev.sluice.gateway.oidc;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token that holds says.
 *
 * @param id the provider's name and the subject, for events, logs and audit records: {@code <name>:<subject>}
 * @param tenant whose it is; absent if the token names none, which then is good for nothing but administration
 * @param project a part of the tenant's work
 * @param scopes what it may do; empty means nothing
 * @param tier a tier of the configuration for this subject
 * @param admin whether the bearer is an administrator
 * @param expiresAt from when on it is refused
 */
public record Identity(
        String id,
        @Nullable String tenant,
        @Nullable String project,
        Set<String> scopes,
        @Nullable String tier,
        boolean admin,
        Instant expiresAt) {

    public Identity {
        scopes = Set.copyOf(scopes);
    }
}
