package dev.sluice.kit.identity;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.problem.Refusal;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of the request being served. */
@RequestScoped
public class CurrentCaller {

    private @Nullable Caller caller;

    /** The caller; a 401 {@link Refusal} when the request carries none. */
    public Caller get() {
        if (caller == null) {
            throw missing();
        }
        return caller;
    }

    static Refusal missing() {
        return new Refusal(
                401,
                "no_caller",
                "Unauthorized",
                "This path needs a caller. Go through the gateway with an API key: Authorization: Bearer sk-sl-...");
    }

    void set(Caller known) {
        this.caller = known;
    }
}
