package dev.sluice.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.allowance.Level;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of counters promises, in one process or in Redis. */
abstract class StoreContract {

    private static final AtomicInteger IDS = new AtomicInteger();
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    final MovingClock clock = new MovingClock("2026-11-20T10:00:00Z");
    private String tenant;
    private Store store;

    abstract Store store();

    @BeforeEach
    void fresh() {
        tenant = "acme-" + System.nanoTime();
        store = store();
    }

    @Test
    void exactlyTheLimitIsAdmittedAndNotOneMore() {
        Rule rule = requests(3, MINUTE);

        assertThat(admitted(rule, 10)).isEqualTo(3);
    }

    @Test
    void aLimitOfOneAdmitsOne() {
        assertThat(admitted(requests(1, Duration.ofSeconds(1)), 5)).isEqualTo(1);
    }

    @Test
    void aBurstFromManyThreadsIsAdmittedExactlyUpToTheLimit() throws Exception {
        Rule rule = requests(100, HOUR);
        var admitted = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 400; i++) {
                threads.submit(() -> {
                    if (admit(rule, 1) instanceof Verdict.Granted) {
                        admitted.incrementAndGet();
                    }
                });
            }
        }

        assertThat(admitted).hasValue(100);
    }

    @Test
    void noWindowHoldsMoreThanTheLimitWhereverItBegins() {
        Rule rule = requests(60, MINUTE);
        List<Long> times = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            for (int i = 0; i < 3; i++) {
                if (admit(rule, 1) instanceof Verdict.Granted) {
                    times.add(clock.millis());
                }
            }
            clock.advance(Duration.ofMillis(700));
        }

        for (long start : times) {
            assertThat(times.stream().filter(time -> time >= start && time < start + 60_000))
                    .hasSizeLessThanOrEqualTo(60);
        }
        assertThat(times).hasSizeGreaterThan(240);
    }

    @Test
    void theWaitThatIsToldIsEnoughAndNotALotMore() {
        Rule rule = requests(2, MINUTE);
        admit(rule, 1);
        clock.advance(Duration.ofSeconds(20));
        admit(rule, 1);
        clock.advance(Duration.ofSeconds(5));

        var denied = (Verdict.Denied) admit(rule, 1);
        assertThat(denied.waitMillis()).isBetween(35_000L, 36_000L);

        clock.advance(Duration.ofMillis(denied.waitMillis() - 1));
        assertThat(admit(rule, 1)).isInstanceOf(Verdict.Denied.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(admit(rule, 1)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void allLevelsOrNone() {
        Rule wide = requests(100, MINUTE);
        Rule narrow = new Rule(Level.Kind.TENANT, tenant, What.REQUESTS, new Window.Rolling(MINUTE), 2, false);

        for (int i = 0; i < 5; i++) {
            admit(List.of(wide, narrow), 1);
        }

        assertThat(look(wide).used()).isEqualTo(2);
        assertThat(look(narrow).used()).isEqualTo(2);
        var denied = (Verdict.Denied) admit(List.of(wide, narrow), 1);
        assertThat(denied.line()).isEqualTo(1);
        assertThat(denied.standings().get(0).remaining(100)).isEqualTo(98);
    }

    @Test
    void ofSeveralRefusingLevelsTheOneWithTheLongestWaitIsNamed() {
        Rule minute = requests(1, MINUTE);
        Rule hour = requests(1, HOUR);
        admit(List.of(minute, hour), 1);

        var denied = (Verdict.Denied) admit(List.of(minute, hour), 1);

        assertThat(denied.line()).isEqualTo(1);
        assertThat(denied.waitMillis()).isBetween(3_600_000L, 3_660_000L);
    }

    @Test
    void aClaimLargerThanItsLimitIsNeverGranted() {
        assertThat(((Verdict.Denied) admit(tokens(100), 101)).waitMillis()).isEqualTo(Verdict.NEVER);
        assertThat(admit(tokens(100), 100)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void whatWasReservedTooMuchIsGivenBack() {
        Rule rule = tokens(1_000);
        String id = granted(rule, 600);
        assertThat(look(rule)).extracting(Standing::used, Standing::reserved).containsExactly(600L, 600L);

        settle(id, new Actual(1, 250, 0));

        assertThat(look(rule)).extracting(Standing::used, Standing::reserved).containsExactly(250L, 0L);
    }

    @Test
    void whatWasUsedBeyondTheReservationCountsToo() {
        Rule rule = tokens(1_000);

        settle(granted(rule, 600), new Actual(1, 1_400, 0));

        assertThat(look(rule)).extracting(Standing::used, Standing::reserved).containsExactly(1_400L, 0L);
        assertThat(look(rule).remaining(1_000)).isZero();
    }

    @Test
    void aCallIsSettledOnce() {
        Rule rule = tokens(1_000);
        String id = granted(rule, 600);

        settle(id, new Actual(1, 250, 0));
        settle(id, new Actual(1, 100, 0));
        settle("unknown", new Actual(1, 100, 0));

        assertThat(look(rule)).extracting(Standing::used, Standing::reserved).containsExactly(250L, 0L);
    }

    @Test
    void aRequestThatFailedStaysCountedAndItsTokensAndMoneyComeBack() {
        Rule requests = requests(10, HOUR);
        Rule tokens = tokens(1_000);
        Rule money = day(5_000, ZoneOffset.UTC);
        Claim claim = claim(List.of(requests, tokens, money), 1, 400, 900);
        assertThat(await(store.admit(claim))).isInstanceOf(Verdict.Granted.class);

        settle(claim.id(), new Actual(1, 0, 0));

        assertThat(look(requests).used()).isEqualTo(1);
        assertThat(look(tokens).used()).isZero();
        assertThat(look(money).used()).isZero();
    }

    @Test
    void onlySoManyAtATime() {
        Rule rule = new Rule(Level.Kind.KEY, "k", What.CONCURRENT, new Window.InFlight(), 2, false);
        String first = granted(rule, 1);
        granted(rule, 1);

        var denied = (Verdict.Denied) admit(rule, 1);
        assertThat(denied.waitMillis()).isZero();

        settle(first, new Actual(1, 0, 0));
        assertThat(admit(rule, 1)).isInstanceOf(Verdict.Granted.class);
        assertThat(admit(rule, 1)).isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void aReservationGrowsUntilTheLimit() {
        Rule rule = tokens(1_000);
        String id = granted(rule, 300);
        String other = granted(rule, 300);

        assertThat(await(store.topUp(tenant, id, 700, 0))).isTrue();
        assertThat(look(rule).used()).isEqualTo(1_000);
        assertThat(await(store.topUp(tenant, other, 301, 0))).isFalse();
        assertThat(await(store.topUp(tenant, id, 500, 0))).isTrue();
        assertThat(look(rule).used()).isEqualTo(1_000);

        settle(id, new Actual(1, 650, 0));
        settle(other, new Actual(1, 300, 0));
        assertThat(look(rule)).extracting(Standing::used, Standing::reserved).containsExactly(950L, 0L);
    }

    @Test
    void aTopUpTakesTokensAndMoneyOrNeither() {
        Rule tokens = tokens(10_000);
        Rule money = day(1_000, ZoneOffset.UTC);
        Claim claim = claim(List.of(tokens, money), 1, 100, 900);
        await(store.admit(claim));

        assertThat(await(store.topUp(tenant, claim.id(), 200, 1_001))).isFalse();

        assertThat(look(tokens).used()).isEqualTo(100);
        assertThat(look(money).used()).isEqualTo(900);
    }

    @Test
    void aCallThatOutlivesItsWindowIsSettledWithoutHarmToTheNextOne() {
        Rule rule = new Rule(Level.Kind.KEY, "k", What.TOKENS, new Window.Rolling(MINUTE), 1_000, false);
        String old = granted(rule, 800);
        clock.advance(Duration.ofMinutes(3));
        assertThat(look(rule)).extracting(Standing::used, Standing::reserved).containsExactly(0L, 800L);
        granted(rule, 500);

        assertThat(await(store.topUp(tenant, old, 900, 0))).isTrue();
        assertThat(look(rule).used()).isEqualTo(600);
        settle(old, new Actual(1, 50, 0));

        assertThat(look(rule)).extracting(Standing::used, Standing::reserved).containsExactly(500L, 500L);
    }

    @Test
    void aDayEndsAtMidnightOfItsZone() {
        Rule rule = day(1_000, ZoneId.of("Asia/Tokyo"));
        settle(granted(rule, 1_000), new Actual(1, 0, 1_000));

        var denied = (Verdict.Denied) admit(rule, 1);
        // 10:00 in UTC is 19:00 in Tokyo.
        assertThat(denied.waitMillis()).isEqualTo(Duration.ofHours(5).toMillis());

        clock.advance(Duration.ofHours(5));
        assertThat(admit(rule, 1)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void aMonthEndsWithItsLastDay() {
        Rule rule =
                new Rule(Level.Kind.TENANT, tenant, What.MONEY, new Window.Calendar(true, ZoneOffset.UTC), 1_000, true);
        settle(granted(rule, 1_000), new Actual(1, 0, 1_000));

        clock.advance(Duration.ofDays(10));
        assertThat(admit(rule, 1)).isInstanceOf(Verdict.Denied.class);
        clock.advance(Duration.ofHours(14));
        assertThat(admit(rule, 1)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void amountsNearTheLargestStayExact() {
        Rule rule = day(Long.MAX_VALUE, ZoneOffset.UTC);
        settle(granted(rule, Rule.MOST - 1), new Actual(1, 0, Rule.MOST - 1));

        assertThat(look(rule).used()).isEqualTo(Rule.MOST - 1);
        assertThat(admit(rule, 2)).isInstanceOf(Verdict.Denied.class);
        assertThat(admit(rule, 1)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void whatWasUsedElsewhereIsCharged() {
        Rule rule = day(1_000, ZoneOffset.UTC);

        await(store.charge(tenant, claim(List.of(rule), 0, 0, 700).lines()));

        assertThat(look(rule)).extracting(Standing::used, Standing::reserved).containsExactly(700L, 0L);
    }

    @Test
    void tenantsDoNotShareCounters() {
        Rule rule = requests(1, HOUR);
        granted(rule, 1);
        tenant += "x";

        assertThat(admit(rule, 1)).isInstanceOf(Verdict.Granted.class);
    }

    Rule requests(long limit, Duration window) {
        return new Rule(Level.Kind.KEY, "k", What.REQUESTS, new Window.Rolling(window), limit, false);
    }

    Rule tokens(long limit) {
        return new Rule(Level.Kind.KEY, "k", What.TOKENS, new Window.Rolling(HOUR), limit, false);
    }

    Rule day(long limit, ZoneId zone) {
        return new Rule(Level.Kind.TENANT, tenant, What.MONEY, new Window.Calendar(false, zone), limit, true);
    }

    private int admitted(Rule rule, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += admit(rule, 1) instanceof Verdict.Granted ? 1 : 0;
        }
        return admitted;
    }

    String tenant() {
        return tenant;
    }

    String granted(Rule rule, long amount) {
        Claim claim = claim(List.of(rule), amount, amount, amount);
        assertThat(await(store.admit(claim))).isInstanceOf(Verdict.Granted.class);
        return claim.id();
    }

    Verdict admit(Rule rule, long amount) {
        return admit(List.of(rule), amount);
    }

    private Verdict admit(List<Rule> rules, long amount) {
        return await(store.admit(claim(rules, amount, amount, amount)));
    }

    private Claim claim(List<Rule> rules, long requests, long tokens, long nano) {
        List<Line> lines = rules.stream()
                .map(rule -> Line.of(
                        rule,
                        tenant,
                        switch (rule.what()) {
                            case REQUESTS, CONCURRENT -> requests;
                            case TOKENS -> tokens;
                            case MONEY -> nano;
                        },
                        clock.instant()))
                .toList();
        return new Claim("r" + IDS.incrementAndGet(), tenant, lines);
    }

    void settle(String id, Actual actual) {
        await(store.settle(tenant, id, actual));
    }

    Standing look(Rule rule) {
        return await(store.look(tenant, claim(List.of(rule), 0, 0, 0).lines())).getFirst();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
