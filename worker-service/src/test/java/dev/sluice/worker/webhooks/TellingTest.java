package dev.sluice.worker.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.worker.ledger.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TellingTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final RetryPolicy THREE = new RetryPolicy(3, Duration.ofSeconds(4), Duration.ofSeconds(60));

    private final Telling fresh = Telling.fresh("t", 0, NOW);

    @Test
    void any_2xx_is_delivered_and_nothing_else_is() {
        for (int status : new int[] {200, 204, 299}) {
            assertThat(fresh.called(status, THREE, 0, NOW).state()).isEqualTo(Telling.State.DELIVERED);
        }
        for (int status : new int[] {0, 199, 300, 302, 400, 404, 429, 500, 503}) {
            assertThat(fresh.called(status, THREE, 0, NOW).state()).isEqualTo(Telling.State.PENDING);
        }
        assertThat(fresh.called(410, THREE, 0, NOW).state()).isEqualTo(Telling.State.GIVEN_UP);
    }

    @Test
    void it_rests_longer_after_each_call_and_is_given_up_at_the_last() {
        Telling once = fresh.called(500, THREE, 0, NOW);
        Telling twice = once.called(500, THREE, 0, NOW);
        Telling thrice = twice.called(500, THREE, 0, NOW);

        assertThat(once.next()).isEqualTo(NOW.plusSeconds(2));
        assertThat(twice.next()).isEqualTo(NOW.plusSeconds(4));
        assertThat(thrice.state()).isEqualTo(Telling.State.GIVEN_UP);
        assertThat(thrice.calls()).isEqualTo(3);
    }

    @Test
    void the_message_has_the_same_id_at_each_call_and_another_in_another_life() {
        assertThat(fresh.called(500, THREE, 0, NOW).messageId()).isEqualTo(fresh.messageId());
        assertThat(Telling.fresh("t", 1, NOW).messageId()).isNotEqualTo(fresh.messageId());
    }

    /** The example of the Standard Webhooks specification's libraries. */
    @Test
    void a_message_is_signed_as_the_specifications_example_is() {
        byte[] key = java.util.Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(Signed.headers(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1_614_265_330),
                        "{\"test\": 2432232314}",
                        key))
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void secrets_differ_by_tenant_and_root_and_a_short_root_is_refused() {
        var one = new Secrets(Optional.of("root-one-root-one"));
        var two = new Secrets(Optional.of("root-two-root-two"));

        assertThat(one.of("acme")).isEqualTo(one.of("acme")).isNotEqualTo(one.of("other"));
        assertThat(one.of("acme")).isNotEqualTo(two.of("acme"));
        assertThat(one.of("acme").orElseThrow().getBytes(StandardCharsets.UTF_8))
                .startsWith("whsec_".getBytes(StandardCharsets.UTF_8));
        assertThat(new Secrets(Optional.empty()).of("acme")).isEmpty();
        assertThatThrownBy(() -> new Secrets(Optional.of("fifteen-letters"))).hasMessageContaining("16");
        assertThat(new Secrets(Optional.of("sixteen--letters")).isConfigured()).isTrue();
    }
}
