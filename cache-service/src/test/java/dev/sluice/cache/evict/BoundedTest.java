package dev.sluice.cache.evict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundedTest {

    private final TestClock clock = new TestClock();
    private final long start = clock.millis();
    private final long later = start + 60_000;
    private final Queue<String> gone = new ConcurrentLinkedQueue<>();

    private Bounded<String> bounded(long capacity, Strategy strategy) {
        return new Bounded<>(capacity, capacity, 0.5, strategy, clock, gone::add);
    }

    private boolean put(Bounded<String> to, String tenant, String id, int bytes, double saves) {
        return to.put(tenant, id, id, new Worth(bytes, saves, later));
    }

    @ParameterizedTest
    @EnumSource
    void whatFitsToTheLastByteStaysAndOneByteMoreMakesRoom(Strategy strategy) {
        var full = bounded(100, strategy);
        assertThat(put(full, "acme", "a", 60, 10)).isTrue();
        assertThat(put(full, "acme", "b", 40, 10)).isTrue();
        assertThat(full.bytes()).isEqualTo(100);
        assertThat(gone).isEmpty();

        put(full, "acme", "c", 1, 10);

        assertThat(full.bytes()).isLessThanOrEqualTo(100);
        assertThat(gone).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLargerThanAllRoomIsNotKeptAndPushesNothingOut(Strategy strategy) {
        var small = bounded(100, strategy);
        put(small, "acme", "a", 50, 10);
        assertThat(put(small, "acme", "big", 101, 10)).isFalse();
        assertThat(gone).containsExactly("big");
        assertThat(small.find("acme", "a")).isEqualTo("a");
        assertThat(put(small, "acme", "all", 100, 1_000)).isIn(true, false);
        assertThat(small.bytes()).isLessThanOrEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource
    void aNewValueTakesThePlaceOfTheOldInTheCountToo(Strategy strategy) {
        var some = bounded(100, strategy);
        put(some, "acme", "a", 50, 10);
        some.put("acme", "a", "new", new Worth(70, 10, later));
        assertThat(some.bytes()).isEqualTo(70);
        assertThat(some.find("acme", "a")).isEqualTo("new");
        assertThat(gone).containsExactly("a");
        assertThat(some.remove("acme", "a")).isEqualTo("new");
        assertThat(some.remove("acme", "a")).isNull();
        assertThat(some.bytes()).isZero();
    }

    @Test
    void lruLetsTheOneGoThatWasNotUsedForLongest() {
        var three = bounded(3, Strategy.LRU);
        for (String id : List.of("a", "b", "c")) {
            put(three, "acme", id, 1, 1);
        }
        three.find("acme", "a");
        put(three, "acme", "d", 1, 1);
        assertThat(gone).containsExactly("b");
    }

    @Test
    void lfuLetsTheOneGoThatIsUsedLeast() {
        var three = bounded(3, Strategy.LFU);
        for (String id : List.of("a", "b", "c")) {
            for (int i = 0; i < (id.equals("a") ? 2 : 9); i++) {
                three.find("acme", id);
            }
            put(three, "acme", id, 1, 1);
        }
        for (int i = 0; i < 5; i++) {
            three.find("acme", "d");
        }
        put(three, "acme", "d", 1, 1);
        assertThat(gone).containsExactly("a");
        three.find("acme", "once");
        assertThat(put(three, "acme", "once", 1, 1)).as("seen once").isFalse();
    }

    @Test
    void ttlLetsTheOneGoThatExpiresSoonest() {
        var three = bounded(3, Strategy.TTL);
        three.put("acme", "a", "a", new Worth(1, 1, later));
        three.put("acme", "b", "b", new Worth(1, 1, later - 1));
        three.put("acme", "c", "c", new Worth(1, 1, later + 1));
        three.find("acme", "b");
        three.put("acme", "d", "d", new Worth(1, 1, later + 2));
        assertThat(gone).containsExactly("b");
    }

    @Test
    void hybridLetsTheOneGoThatSavesLeastForItsSize() {
        var some = bounded(40, Strategy.HYBRID);
        put(some, "acme", "dear", 10, 9_000);
        put(some, "acme", "cheap", 10, 90);
        put(some, "acme", "large", 20, 9_000);
        put(some, "acme", "new", 10, 9_000);
        assertThat(gone).containsExactly("cheap");
        put(some, "acme", "newer", 10, 9_000);
        assertThat(gone).containsExactly("cheap", "large");
    }

    @ParameterizedTest
    @EnumSource
    void whatHasExpiredIsNotFoundAndGoesFirst(Strategy strategy) {
        var three = bounded(3, strategy);
        three.put("acme", "short", "short", new Worth(1, 1_000, start + 10));
        put(three, "acme", "a", 1, 1);
        put(three, "acme", "b", 1, 1);
        assertThat(three.put("acme", "late", "late", new Worth(1, 1, start))).isFalse();
        clock.pass(Duration.ofMillis(9));
        assertThat(three.find("acme", "short")).isEqualTo("short");
        clock.pass(Duration.ofMillis(1));
        assertThat(three.find("acme", "short")).isNull();
        assertThat(three.of("acme")).containsExactlyInAnyOrder("a", "b");
        assertThat(put(three, "acme", "c", 1, 1)).isTrue();
        assertThat(gone).containsExactly("late", "short");
        assertThat(three.evictions()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aTenantMayTakeAllRoomUntilOthersWantTheirShare(Strategy strategy) {
        var shared = bounded(100, strategy);
        for (int i = 0; i < 100; i++) {
            assertThat(put(shared, "greedy", "g" + i, 1, 1_000_000)).isTrue();
        }
        for (int i = 0; i < 50; i++) {
            assertThat(put(shared, "modest", "m" + i, 1, 1)).as("m" + i).isTrue();
        }
        assertThat(shared.of("greedy")).hasSize(50);
        assertThat(shared.of("modest")).hasSize(50);
        assertThat(shared.evictions("greedy")).isEqualTo(50);
        assertThat(shared.evictions("modest")).isZero();

        for (int i = 100; i < 1_000; i++) {
            put(shared, "greedy", "g" + i, 1, 1_000_000);
        }
        assertThat(shared.of("modest")).as("nobody is pushed out of his share").hasSize(50);
        assertThat(shared.bytes()).isEqualTo(100);
    }

    @Test
    void hybridLooksAtHowLatelyWhenThatPaysAndAtHowOftenWhenThatDoes() {
        var hybrid = bounded(500, Strategy.HYBRID);
        var luck = new SplittableRandom(7);
        for (int i = 0; i < 60_000; i++) {
            // A popular few among many that come once.
            String id = i % 2 == 0 ? "once" + i : "often" + (int) (600 * Math.pow(luck.nextDouble(), 3));
            ask(hybrid, id);
        }
        assertThat(hybrid.prefersFrequency()).isTrue();
        for (int i = 0; i < 200_000; i++) {
            // Conversations: what was said is needed again soon, and then never.
            ask(hybrid, "turn" + (i / 1_200 * 400 + i % 400));
        }
        assertThat(hybrid.prefersFrequency()).isFalse();
    }

    private void ask(Bounded<String> of, String id) {
        if (of.find("acme", id) == null) {
            put(of, "acme", id, 1, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void underManyThreadsNoByteIsLostAndNothingIsToldTwice(Strategy strategy) throws Exception {
        var busy = bounded(2_000, strategy);
        List<Future<Integer>> threads = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 64; thread++) {
                int number = thread;
                threads.add(executor.submit(() -> work(busy, number)));
            }
        }
        int puts = 0;
        for (Future<Integer> thread : threads) {
            puts += thread.get();
        }
        List<String> there = new ArrayList<>(busy.of("t0"));
        there.addAll(busy.of("t1"));
        assertThat(busy.size()).isEqualTo(there.size());
        assertThat(busy.bytes()).isEqualTo(10L * there.size()).isLessThanOrEqualTo(2_000);
        assertThat(gone).hasSize(puts - there.size()).doesNotHaveDuplicates();
        assertThat(gone).doesNotContainAnyElementsOf(there);
    }

    private int work(Bounded<String> busy, int thread) {
        int puts = 0;
        var luck = new SplittableRandom(thread);
        for (int i = 0; i < 500; i++) {
            String tenant = "t" + luck.nextInt(2);
            String id = "id" + luck.nextInt(400);
            if (busy.find(tenant, id) == null) {
                busy.put(tenant, id, thread + "/" + i, new Worth(10, 1 + luck.nextInt(100), later));
                puts++;
            } else if (luck.nextInt(10) == 0) {
                busy.remove(tenant, id);
            }
            assertThat(busy.bytes()).isLessThanOrEqualTo(2_000);
        }
        return puts;
    }
}
