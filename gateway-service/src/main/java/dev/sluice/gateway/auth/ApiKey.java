package dev.sluice.gateway.auth;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * A key as its owner holds it: {@code sk-sl-<id>-<secret>}.
 *
 * @param id the public part, for lists, logs and events
 * @param text the whole key; a secret
 */
record ApiKey(String id, String text) {

    private static final String PREFIX = "sk-sl-";
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 12;
    private static final int SECRET_LENGTH = 43;
    private static final int LONGEST = 200;

    /** A new key; its secret has 256 bits. */
    static ApiKey create(SecureRandom random) {
        String id = letters(random, ID_LENGTH);
        return new ApiKey(id, PREFIX + id + "-" + letters(random, SECRET_LENGTH));
    }

    /** The same secret under another id. */
    ApiKey withId(String other) {
        return new ApiKey(other, PREFIX + other + text.substring(PREFIX.length() + id.length()));
    }

    /** Nothing if the text has not the form of a key. */
    static Optional<ApiKey> parse(String text) {
        int dash = text.startsWith(PREFIX) && text.length() <= LONGEST ? text.indexOf('-', PREFIX.length()) : -1;
        if (dash <= PREFIX.length() || dash == text.length() - 1) {
            return Optional.empty();
        }
        return Optional.of(new ApiKey(text.substring(PREFIX.length(), dash), text));
    }

    private static String letters(SecureRandom random, int count) {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + id + "-...";
    }
}
