package dev.sluice.gateway.auth;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Level;
import dev.sluice.gateway.oidc.Identity;
import dev.sluice.gateway.tenancy.Tenancy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The bearer of a token that holds. */
final class Bearer {

    private final Instant expiresAt;
    private final Caller caller;
    private final String id;
    private final Allowance allowance;
    private final Proof proof = new Proof();

    Bearer(Identity identity, Caller caller, Allowance allowance) {
        this.id = identity.id();
        this.allowance = allowance;
        this.expiresAt = identity.expiresAt();
        this.caller = caller;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    /** What the token proves; the same object until project, tenant or a model changes. */
    Credential credential(Tenancy tenancy) {
        return proof.of(tenancy, () -> prove(tenancy));
    }

    private Credential prove(Tenancy tenancy) {
        List<Level> levels = new ArrayList<>();
        if (allowance.limits()) {
            levels.add(new Level(Level.Kind.KEY, id, allowance));
        }
        levels.addAll(tenancy.levels(caller.tenant(), caller.project()));
        return new Credential(caller, Set.of(), levels, tenancy.perModel(caller.tenant()));
    }
}
