package dev.sluice.kit.egress;

import java.net.InetAddress;

/**
 * A range of addresses in CIDR notation.
 *
 * @param base its first address
 * @param bits how many leading bits all its addresses share
 */
record Network(InetAddress base, int bits) {

    /**
     * Reads {@code 10.0.0.0/8}, {@code fc00::/7} or a single address.
     *
     * @throws IllegalArgumentException when it is none of these; names are never resolved
     */
    static Network parse(String text) {
        String trimmed = text.trim();
        int slash = trimmed.indexOf('/');
        String address = slash < 0 ? trimmed : trimmed.substring(0, slash);
        try {
            InetAddress base = InetAddress.ofLiteral(address);
            int longest = base.getAddress().length * 8;
            int bits = slash < 0 ? longest : Integer.parseInt(trimmed.substring(slash + 1));
            if (bits < 0 || bits > longest) {
                throw new IllegalArgumentException("bits");
            }
            return new Network(base, bits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is no network. Write it like 10.1.2.0/24 or fd00:1::/64.".formatted(trimmed), e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] here = base.getAddress();
        byte[] there = address.getAddress();
        if (here.length != there.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((here[bit >> 3] & mask) != (there[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }
}
