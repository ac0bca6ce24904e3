package dev.sluice.gateway.ingress;

/**
 * One message of a conversation, as places in the body.
 *
 * @param role such as {@code user}
 * @param whole the message object
 * @param content the value of its content; empty when it has none
 * @param kind what the content is
 * @param plain whether the message has nothing but role, name and content
 */
public record Turn(String role, Span whole, Span content, Kind kind, boolean plain) {

    /** What a message's content is. */
    public enum Kind {
        /** A string. */
        TEXT,
        /** A list of parts that are all text. */
        TEXT_PARTS,
        /** A list with other parts, such as images. */
        MIXED_PARTS,
        /** Absent or null. */
        NONE
    }

    /** Whether the content is text and nothing else. */
    public boolean isText() {
        return kind == Kind.TEXT || kind == Kind.TEXT_PARTS;
    }
}
