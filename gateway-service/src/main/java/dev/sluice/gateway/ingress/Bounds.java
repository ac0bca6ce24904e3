package dev.sluice.gateway.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sluice.gateway.errors.ApiError;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** How large the parts of a caller's JSON may be, and the refusal of what is larger: what, the bound, and what now. */
@Singleton
public final class Bounds {

    /** Jackson's own bound, and ours: trees and canonical forms are walked recursively. */
    static final int DEEPEST = 1_000;

    /** For what we wrote ourselves, from a request that was within its bounds. */
    public static final Bounds NONE = new Bounds(DEEPEST, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    private final int nesting;
    private final int messages;
    private final long n;
    private final long maxTokens;
    private final JsonFactory json;

    @Inject
    Bounds(JsonConfig config) {
        this(config.nesting(), config.messages(), config.n(), config.maxTokens().orElse(Long.MAX_VALUE));
    }

    Bounds(int nesting, int messages, long n, long maxTokens) {
        if (nesting < 1 || nesting > DEEPEST) {
            throw new IllegalArgumentException(
                    "sluice.gateway.json.nesting is " + nesting + ", must be 1 to " + DEEPEST);
        }
        if (messages < 1 || n < 1 || maxTokens < 1) {
            throw new IllegalArgumentException(
                    "sluice.gateway.json.messages, .n and .max-tokens must be at least 1, or nothing is served");
        }
        this.nesting = nesting;
        this.messages = messages;
        this.n = n;
        this.maxTokens = maxTokens;
        this.json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(nesting)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /** Parsers that stop at the bound of nesting. */
    JsonFactory json() {
        return json;
    }

    /** The parser has stopped. */
    ApiError tooDeep() {
        return ApiError.invalid(
                null,
                "nesting_too_deep",
                "The body breaks a limit on JSON: at most %d levels of nesting, names and numbers of a sane length. Send a flatter body."
                        .formatted(nesting));
    }

    /** Refuses a list of messages that has come to hold too many. */
    void messages(String name, int count) {
        if (count > messages) {
            throw ApiError.invalid(
                    name,
                    "array_above_max_length",
                    "The list '%s' holds more than %d entries, the most that is taken here. Drop or sum up the oldest."
                            .formatted(name, messages));
        }
    }

    /** Refuses too large an {@code n}. */
    void n(String name, double wanted) {
        if (wanted > n) {
            throw ApiError.invalid(
                    name,
                    "integer_above_max_value",
                    "The field '%s' asks for more than %d answers at once, the most that is given here. Ask for fewer, or several times."
                            .formatted(name, n));
        }
    }

    /** Refuses to ask for too long an answer. */
    void tokens(String name, double wanted) {
        if (wanted > maxTokens) {
            throw ApiError.invalid(
                    name,
                    "integer_above_max_value",
                    "The field '%s' asks for more than %d tokens, the longest answer that may be asked for here. Ask for fewer."
                            .formatted(name, maxTokens));
        }
    }
}
