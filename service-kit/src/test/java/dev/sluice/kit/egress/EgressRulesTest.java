package dev.sluice.kit.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRulesTest {

    private final EgressRules rules = new EgressRules(List.of(), List.of(80, 443));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::ffff:0:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:a9fe:a9fe::1",
                "fc00::1",
                "fd00:ec2::254",
                "fdff:ffff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1"
            })
    void addresses_that_are_not_public_are_never_called(String address) {
        assertThat(rules.objection(addresses(address), 443)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "168.63.129.15",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void addresses_beside_the_reserved_ranges_are_called(String address) {
        assertThat(rules.objection(addresses(address), 443)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "gopher://example.com/",
                "ftp://example.com/",
                "dict://example.com:11211/",
                "jar:http://example.com!/",
                "//example.com/",
                "example.com",
                "http:///path",
                "http://user@example.com/",
                "http://user:word@example.com/",
                "http://example.com:0/",
                "http://example.com:65536/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://127.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.0x1/",
                "http://2130706433./",
                "http://under_score.example/"
            })
    void urls_that_are_odd_are_not_even_resolved(String url) {
        assertThat(rules.objection(URI.create(url))).isPresent();
    }

    @Test
    void plain_urls_may_be_resolved() {
        assertThat(rules.objection(URI.create("https://example.com/hook?x=1"))).isEmpty();
        assertThat(rules.objection(URI.create("HTTP://example.com"))).isEmpty();
        assertThat(rules.objection(URI.create("http://[2606:4700::1111]:8080/")))
                .isEmpty();
    }

    @Test
    void one_forbidden_address_among_good_ones_forbids_the_host() {
        assertThat(rules.objection(addresses("93.184.216.34", "127.0.0.1"), 443))
                .isPresent();
        assertThat(rules.objection(new InetAddress[0], 443)).isPresent();
    }

    @Test
    void public_addresses_are_called_on_the_allowed_ports_only() {
        assertThat(rules.objection(addresses("93.184.216.34"), 80)).isEmpty();
        assertThat(rules.objection(addresses("93.184.216.34"), 22).orElseThrow())
                .contains("22");
    }

    @Test
    void what_the_operator_allows_is_called_on_any_port_and_its_neighbours_are_not() {
        var open = new EgressRules(List.of("10.1.2.0/24", "fd00:1::/64", "127.0.0.1"), List.of(443));

        assertThat(open.objection(addresses("10.1.2.0"), 9_999)).isEmpty();
        assertThat(open.objection(addresses("10.1.2.255"), 9_999)).isEmpty();
        assertThat(open.objection(addresses("::ffff:10.1.2.7"), 9_999)).isEmpty();
        assertThat(open.objection(addresses("fd00:1::7"), 9_999)).isEmpty();
        assertThat(open.objection(addresses("127.0.0.1"), 9_999)).isEmpty();
        assertThat(open.objection(addresses("10.1.3.0"), 443)).isPresent();
        assertThat(open.objection(addresses("127.0.0.2"), 443)).isPresent();
        assertThat(open.objection(addresses("fd00:1:0:1::7"), 443)).isPresent();
    }

    @Test
    void the_refusal_does_not_tell_the_address() {
        assertThat(rules.objection(addresses("10.9.8.7"), 443).orElseThrow()).doesNotContain("10.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "intranet", "::/129"})
    void what_is_no_network_is_said_at_the_start(String text) {
        assertThatThrownBy(() -> new EgressRules(List.of(text), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no network");
    }

    private static InetAddress[] addresses(String... literals) {
        return java.util.Arrays.stream(literals).map(EgressRulesTest::address).toArray(InetAddress[]::new);
    }

    private static InetAddress address(String literal) {
        try {
            if (!literal.startsWith("::ffff:") || literal.startsWith("::ffff:0:")) {
                return InetAddress.getByName(literal);
            }
            // Java turns a mapped literal into IPv4 by itself; the bytes as a resolver may give them do not pass there.
            return InetAddress.getByName(literal.substring(7));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
