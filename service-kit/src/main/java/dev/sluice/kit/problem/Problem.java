package dev.sluice.kit.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * The RFC 9457 body of an error.
 *
 * @param type {@code urn:sluice:<code>}
 * @param title a few words for people
 * @param status the HTTP status
 * @param detail what, why, and what now
 * @param code a stable word for programs
 * @param requestId the id to ask about
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String requestId) {

    /** The media type of this body. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The body of a refusal. */
    public static Problem of(Refusal refusal, @Nullable String requestId) {
        return new Problem(
                "urn:sluice:" + refusal.code(),
                refusal.title(),
                refusal.status(),
                refusal.detail(),
                refusal.code(),
                requestId);
    }
}
