package dev.sluice.kit.egress;

import java.util.Map;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status the HTTP status
 * @param headers names in lower case; of repeated ones the first
 * @param body as much as was asked for, read as UTF-8
 * @param complete whether that is all of it
 */
public record EgressReply(int status, Map<String, String> headers, String body, boolean complete) {

    public EgressReply {
        headers = Map.copyOf(headers);
    }

    /** A header by its name in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
