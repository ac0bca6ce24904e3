package dev.sluice.gateway.auth;

import java.net.InetAddress;

/** A CIDR range of IPv4 or IPv6 addresses; an address alone is a range of one. */
final class IpRange {

    private final byte[] network;
    private final int bits;

    private IpRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or an address; names are not looked up. */
    static IpRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] network = InetAddress.ofLiteral(address).getAddress();
        int most = network.length * 8;
        // An IPv4 address in IPv6 clothes is an IPv4 address for Java; the length of its range would mean something
        // else.
        if (slash >= 0 && address.indexOf(':') >= 0 && network.length == 4) {
            throw new IllegalArgumentException("write an IPv4 range as such");
        }
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("a prefix has 0 to " + most + " bits");
        }
        return new IpRange(network, bits);
    }

    /** Whether an address lies in it; false for what is no address. */
    boolean contains(String address) {
        byte[] bytes;
        int scope = address.indexOf('%');
        try {
            bytes = InetAddress.ofLiteral(scope < 0 ? address : address.substring(0, scope))
                    .getAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (bytes.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((bytes[whole] ^ network[whole]) & 0xFF & (0xFF << (8 - rest))) == 0;
    }
}
