package dev.sluice.gateway.auth;

import dev.sluice.gateway.tenancy.Tenancy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A credential that is made once for each state of projects, tenants and models, not for each request. */
final class Proof {

    private volatile @Nullable Made made;

    private record Made(Object version, Credential credential) {}

    /** The credential for the state at hand; the same object until that changes. */
    Credential of(Tenancy tenancy, Supplier<Credential> maker) {
        Object version = tenancy.version();
        Made known = made;
        if (known == null || !known.version.equals(version)) {
            known = new Made(version, maker.get());
            made = known;
        }
        return known.credential;
    }
}
