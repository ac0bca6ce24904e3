package dev.sluice.gateway.auth;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;

/** Where a request comes from: the connection's other end, or what a trusted proxy says about it. */
@Singleton
class PeerAddress {

    private static final int MOST_HOPS = 20;

    private final List<IpRange> proxies;

    PeerAddress(KeyConfig config) {
        this.proxies = config.trustedProxies().orElse(List.of()).stream()
                .map(String::trim)
                .map(PeerAddress::proxy)
                .toList();
    }

    /** An address as text; something that is no address if a trusted proxy wrote nonsense. */
    String of(HttpServerRequest request) {
        var remote = request.remoteAddress();
        String peer = remote == null || remote.hostAddress() == null ? "" : remote.hostAddress();
        if (proxies.isEmpty() || !isTrusted(peer)) {
            return peer;
        }
        return behind(peer, request.headers().getAll("x-forwarded-for"));
    }

    /** The last address in the chain that is no proxy of ours: what stands before it, anybody may have written. */
    String behind(String peer, List<String> forwarded) {
        String[] hops = String.join(",", forwarded).split(",", -1);
        String found = peer;
        for (int i = hops.length - 1; i >= 0 && i >= hops.length - MOST_HOPS; i--) {
            String hop = hops[i].trim();
            if (hop.isEmpty()) {
                return found;
            }
            found = hop;
            if (!isTrusted(hop)) {
                return found;
            }
        }
        return found;
    }

    private boolean isTrusted(String address) {
        for (IpRange proxy : proxies) {
            if (proxy.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static IpRange proxy(String text) {
        try {
            return IpRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "sluice.gateway.keys.trusted-proxies holds '%s', which is no address and no range such as 10.0.0.0/8."
                            .formatted(text),
                    e);
        }
    }
}
