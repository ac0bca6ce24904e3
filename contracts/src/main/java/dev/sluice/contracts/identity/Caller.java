package dev.sluice.contracts.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling: derived from the credential by the gateway, trusted by the other services only beside the internal
 * secret.
 *
 * @param tenant the owner of everything the call touches; part of every cache key, task, document, event and query
 * @param project a part of the tenant's work, for budgets and reports
 * @param keyId the public id of the API key, never its secret
 * @param scopes what the key may do, such as {@code chat}, {@code tasks}, {@code knowledge}, {@code analytics}
 */
public record Caller(
        String tenant, @Nullable String project, @Nullable String keyId, Set<String> scopes) {

    public Caller {
        if (tenant.isBlank()) {
            throw new IllegalArgumentException("a caller needs a tenant");
        }
        scopes = Set.copyOf(scopes);
    }
}
