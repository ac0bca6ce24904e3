package dev.sluice.kit.egress;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A call to the outside.
 *
 * @param method such as {@code POST}
 * @param url where to
 * @param headers besides host and content-length
 * @param body sent as UTF-8; empty for none
 * @param within for resolving, connecting, sending and reading together, redirects included
 * @param largest bytes of an answer that are read; a longer one is cut
 * @param redirects how many redirects are followed, each checked like the first URL; only of GET; 0 gives the 3xx back
 */
public record EgressRequest(
        String method, URI url, Map<String, String> headers, String body, Duration within, int largest, int redirects) {

    private static final int LARGEST = 5 * 1024 * 1024;
    private static final Duration WITHIN = Duration.ofSeconds(10);

    public EgressRequest {
        headers = Map.copyOf(headers);
        if (largest < 0 || redirects < 0 || !within.isPositive()) {
            throw new IllegalArgumentException("bounds are positive");
        }
    }

    /** A GET of at most 5 MiB in 10 s that follows no redirect. */
    public static EgressRequest get(URI url, Map<String, String> headers) {
        return new EgressRequest("GET", url, headers, "", WITHIN, LARGEST, 0);
    }

    /** A POST whose answer has at most 5 MiB, in 10 s, that follows no redirect. */
    public static EgressRequest post(URI url, Map<String, String> headers, String body) {
        return new EgressRequest("POST", url, headers, body, WITHIN, LARGEST, 0);
    }

    /** With another deadline for the whole. */
    public EgressRequest within(Duration deadline) {
        return new EgressRequest(method, url, headers, body, deadline, largest, redirects);
    }

    /** With another bound of the answer, in bytes. */
    public EgressRequest largest(int bytes) {
        return new EgressRequest(method, url, headers, body, within, bytes, redirects);
    }

    EgressRequest to(URI next) {
        // A secret meant for the first host is not carried to another.
        boolean same = next.getHost() != null && next.getHost().equalsIgnoreCase(url.getHost());
        return new EgressRequest(method, next, same ? headers : Map.of(), body, within, largest, redirects - 1);
    }
}
