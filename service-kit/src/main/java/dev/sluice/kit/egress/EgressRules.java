package dev.sluice.kit.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What may be called: http and https on a few ports of public addresses, and whatever the operator has allowed. The ranges
 * are those of the IANA special-purpose registries (RFC 6890), of cloud metadata services, and IPv6 forms that carry an
 * IPv4 address. Pure: names are resolved elsewhere.
 */
final class EgressRules {

    private static final List<Network> RESERVED = Stream.of(
                    "0.0.0.0/8", // this host
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // carrier-grade NAT; a metadata service of one cloud
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // a cloud's host agent
                    "169.254.0.0/16", // link-local; most metadata services
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, broadcast
                    "::/96", // unspecified, loopback, IPv4-compatible
                    "::ffff:0:0:0/96", // translated IPv4
                    "64:ff9b::/96", // NAT64: may reach an IPv4 address behind it
                    "64:ff9b:1::/48", // local NAT64
                    "100::/64", // discard
                    "2001::/23", // protocol assignments, Teredo among them
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4: carries an IPv4 address
                    "3fff::/20", // documentation
                    "5f00::/16", // segment routing
                    "fc00::/7", // unique local; a metadata service of one cloud
                    "fe80::/10", // link-local
                    "fec0::/10", // site-local
                    "ff00::/8") // multicast
            .map(Network::parse)
            .toList();

    private static final Pattern NUMERIC = Pattern.compile("(?:^|\\.)(?:\\d+|0[xX][0-9a-fA-F]*)$");
    private static final Pattern QUAD = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

    private final List<Network> allowed;
    private final Set<Integer> ports;

    /**
     * Rules with exceptions.
     *
     * @param allowed networks in CIDR notation that may be called on any port
     * @param ports of all other addresses
     * @throws IllegalArgumentException for what is no network
     */
    EgressRules(List<String> allowed, List<Integer> ports) {
        this.allowed = allowed.stream().map(Network::parse).toList();
        this.ports = Set.copyOf(ports);
    }

    /** Why this URL cannot be called whatever it resolves to; empty when it may be resolved. */
    Optional<String> objection(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("the URL must begin with https:// or http://");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("the URL must not carry a user or password");
        }
        if (url.getHost() == null || url.getHost().isEmpty()) {
            return Optional.of("the URL names no host");
        }
        if (isNumberInDisguise(url.getHost())) {
            return Optional.of("the URL's host is a number that is no address; write 192.0.2.1 in full");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            return Optional.of("the URL's port is none");
        }
        return Optional.empty();
    }

    /** Forms that some resolvers read as IPv4: 2130706433, 0x7f000001, 127.1, 0177.0.0.1. */
    private static boolean isNumberInDisguise(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return NUMERIC.matcher(bare).find() && !QUAD.matcher(bare).matches();
    }

    /** Why none of these addresses may be called at this port; one forbidden address forbids them all. */
    Optional<String> objection(InetAddress[] addresses, int port) {
        if (addresses.length == 0) {
            return Optional.of("its host has no address");
        }
        return Arrays.stream(addresses)
                .map(address -> objection(address, port))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> objection(InetAddress address, int port) {
        InetAddress real = embedded(address);
        if (allowed.stream().anyMatch(network -> network.contains(real))) {
            return Optional.empty();
        }
        if (RESERVED.stream().anyMatch(network -> network.contains(real))) {
            // The address itself is not told: it would describe the inside to whoever named the host.
            return Optional.of("its host is at a private, local or reserved address"
                    + " (an operator can allow one with sluice.egress.allowed-networks)");
        }
        if (!ports.contains(port)) {
            return Optional.of("port %d is not among the allowed ones".formatted(port));
        }
        return Optional.empty();
    }

    /** An IPv4-mapped IPv6 address as what it stands for. */
    private static InetAddress embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean mapped = bytes.length == 16 && bytes[10] == -1 && bytes[11] == -1;
        for (int i = 0; mapped && i < 10; i++) {
            mapped = bytes[i] == 0;
        }
        try {
            return mapped ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)) : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** The port a URL means. */
    static int port(URI url) {
        return url.getPort() > 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }
}
