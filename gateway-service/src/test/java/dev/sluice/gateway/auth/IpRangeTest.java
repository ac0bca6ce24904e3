package dev.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, ranges, and whom a proxy speaks for. */
class IpRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.255.255,true",
        "10.0.0.0/8,11.0.0.0,false",
        "192.168.1.128/25,192.168.1.128,true",
        "192.168.1.128/25,192.168.1.127,false",
        "0.0.0.0/0,8.8.8.8,true",
        "0.0.0.0/0,::1,false",
        "10.1.2.3,10.1.2.3,true",
        "10.1.2.3,10.1.2.4,false",
        "10.1.2.3,::ffff:10.1.2.3,true",
        "2001:db8::/32,2001:db8:ffff::1,true",
        "2001:db8::/32,2001:db9::1,false",
        "fe80::/10,fe80::1%eth0,true",
        "::/0,2001::1,true",
        "10.0.0.0/8,unknown,false",
        "10.0.0.0/8,'',false"
    })
    void aRangeHoldsItsAddresses(String range, String address, boolean inside) {
        assertThat(IpRange.parse(range).contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "::/129",
                "example.com",
                "10.0.0/8/8",
                "::ffff:10.0.0.0/104"
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> IpRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void anAddressLiesInEachPrefixOfItself(
            @ForAll @IntRange(max = 255) int a,
            @ForAll @IntRange(max = 255) int b,
            @ForAll @IntRange(max = 32) int bits) {
        String address = "%d.%d.%d.%d".formatted(a, b, b, a);

        assertThat(IpRange.parse(address + "/" + bits).contains(address)).isTrue();
    }

    @Test
    void whatStandsBeforeTheLastUnknownHopIsNotBelieved() {
        var address = new PeerAddress(() -> Optional.of(List.of("10.0.0.0/8", "127.0.0.1")));

        assertThat(address.behind("127.0.0.1", List.of())).isEqualTo("127.0.0.1");
        assertThat(address.behind("127.0.0.1", List.of("1.2.3.4"))).isEqualTo("1.2.3.4");
        assertThat(address.behind("127.0.0.1", List.of("6.6.6.6, 1.2.3.4, 10.0.0.9")))
                .isEqualTo("1.2.3.4");
        assertThat(address.behind("127.0.0.1", List.of("6.6.6.6", "1.2.3.4"))).isEqualTo("1.2.3.4");
        assertThat(address.behind("127.0.0.1", List.of("1.2.3.4, nonsense"))).isEqualTo("nonsense");
    }

    @Test
    void aProxyThatIsNoAddressStopsTheStart() {
        assertThatThrownBy(() -> new PeerAddress(() -> Optional.of(List.of("proxy.local"))))
                .hasMessageContaining("sluice.gateway.keys.trusted-proxies");
    }
}
