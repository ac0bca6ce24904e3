package dev.sluice.gateway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    private final Breaker breaker = new Breaker(3, Duration.ofSeconds(5), Duration.ofSeconds(1), now::get);

    @Test
    void itOpensAtTheThirdFailureInARow() {
        breaker.failed();
        breaker.failed();
        assertThat(breaker.allows()).isTrue();

        breaker.failed();

        assertThat(breaker.allows()).isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void aSuccessBetweenFailuresStartsTheCountAgain() {
        breaker.failed();
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        breaker.failed();

        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void afterThePauseOneCallTriesAndTheOthersWait() {
        open();
        now.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
        assertThat(breaker.allows()).isFalse();

        now.incrementAndGet();

        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isFalse();
    }

    @Test
    void theTryDecides() {
        open();
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        breaker.allows();
        breaker.failed();
        assertThat(breaker.allows()).isFalse();
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        breaker.allows();

        breaker.succeeded();

        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void aLateAnswerShortensThePause() {
        open();

        breaker.late();

        assertThat(breaker.allows()).isFalse();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void aLateAnswerToAClosedBreakerChangesNothing() {
        breaker.late();

        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }

    private void open() {
        breaker.failed();
        breaker.failed();
        breaker.failed();
    }
}
