package dev.sluice.gateway.overload;

import dev.sluice.gateway.errors.ApiError;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much a call matters, as told in {@code x-sluice-priority}; the lower ones are turned away first. */
public enum Priority {
    CRITICAL(1.00, 1),
    HIGH(0.95, 1),
    NORMAL(0.90, 1),
    LOW(0.80, 5),
    BULK(0.70, 15);

    /** The scope that a key needs for {@link #CRITICAL}. */
    public static final String SCOPE = "priority:critical";

    private final double share;
    private final int retryAfterSeconds;

    Priority(double share, int retryAfterSeconds) {
        this.share = share;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The load at which it is no longer taken, 1 being full. */
    double share() {
        return share;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Its name in headers and labels. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a header asks for; absent means normal.
     *
     * @throws ApiError 400 for a word that is none of the five
     */
    public static Priority of(@Nullable String header) {
        if (header == null) {
            return NORMAL;
        }
        for (Priority one : values()) {
            if (one.word().equalsIgnoreCase(header)) {
                return one;
            }
        }
        throw ApiError.invalid(
                "x-sluice-priority",
                "invalid_priority",
                "x-sluice-priority must be critical, high, normal, low or bulk.");
    }
}
