package dev.sluice.gateway.control;

import io.vertx.core.Future;
import java.util.Optional;

/** A way to prove that one is an administrator. */
public interface AdminLogin {

    /** Whether it is configured. */
    boolean isOn();

    /**
     * Who an administrator is, for the audit trail; empty if the credential is not of this kind; a failed future if it is,
     * but does not hold.
     *
     * @param credential what stood behind {@code Bearer}
     */
    Future<Optional<String>> actor(String credential);
}
