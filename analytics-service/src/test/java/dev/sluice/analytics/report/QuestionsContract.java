package dev.sluice.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.Engine;
import dev.sluice.contracts.analytics.Overview;
import dev.sluice.contracts.events.Event;
import dev.sluice.kit.prices.Price;
import dev.sluice.kit.problem.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What every engine answers about the golden events, beside what plain Java makes of the same list. */
abstract class QuestionsContract {

    static final List<Event> EVENTS = Golden.events(4_000);

    private static final long DAY = 86_400_000_000L;
    static final Period WHOLE = new Period(Golden.FROM, Golden.TO, Duration.ofDays(1));

    /** The engine, with the golden events in it. */
    abstract Engine<?> engine();

    private AnalyticsStore store() {
        return engine().store();
    }

    /** Writes the golden events in batches, each of them twice. */
    static void fill(AnalyticsStore store) {
        var source = new Batch.Source("sluice.events", 0);
        for (int at = 0; at < EVENTS.size(); at += 1_500) {
            List<Event> part = EVENTS.subList(at, Math.min(EVENTS.size(), at + 1_500));
            for (int again = 0; again < 2; again++) {
                store.append(new Batch(Golden.TO, part, List.of(), Map.of(source, (long) at + part.size())));
            }
        }
    }

    /** The same, of which half of the hours are then summed up and half are not. */
    static void fillAndSumUpHalf(AnalyticsStore store) {
        fill(store);
        assertThat(store.rollUp(Golden.FROM.plus(Duration.ofDays(5)))).isEqualTo(5 * 24);
        // A late event of an hour that was summed up marks it again.
        store.append(new Batch(
                Golden.TO,
                List.of(EVENTS.getFirst()),
                List.of(),
                Map.of(new Batch.Source("sluice.events", 0), 9_999L)));
    }

    @Test
    void theAnswerIsTheSameBeforeAndAfterHoursAreSummedUp() throws Exception {
        engine().withEmpty(other -> {
            // Given
            fill(other);
            var hours = new Period(Golden.FROM.plusSeconds(77), Golden.TO, Duration.ofHours(1));
            var minutes =
                    new Period(Golden.FROM.plusSeconds(77), Golden.FROM.plusSeconds(90_000), Duration.ofMinutes(15));
            Overview before = Question.of(other, "acme", hours, Overviews::of);
            Overview fine = Question.of(other, "acme", minutes, Overviews::of);

            // When
            assertThat(other.rollUp(Golden.TO.plus(Duration.ofHours(1)))).isPositive();

            // Then
            assertThat(other.rollUp(Golden.TO.plus(Duration.ofHours(1)))).isZero();
            assertThat(Question.of(other, "acme", hours, Overviews::of)).isEqualTo(before);
            assertThat(Question.of(other, "acme", minutes, Overviews::of)).isEqualTo(fine);
        });
    }

    @Test
    void whatIsSummedUpAfterALongStopSaysTheSameThoughItsMinutesAreNotKeptAnyMore() throws Exception {
        engine().withEmpty(other -> {
            // Given
            fill(other);
            Instant day = Golden.FROM.plus(Duration.ofDays(4));
            var hours = new Period(Golden.FROM, Golden.TO, Duration.ofHours(1));
            var old = new Period(Golden.FROM, Golden.FROM.plus(Duration.ofDays(1)), Duration.ofMinutes(15));
            var fresh = new Period(day, day.plus(Duration.ofDays(1)), Duration.ofMinutes(15));
            List<Overview> before = Stream.of(hours, old, fresh)
                    .map(period -> Question.of(other, "acme", period, Overviews::of))
                    .toList();

            // When
            other.forget(new AnalyticsStore.Keep(Golden.FROM, day, Golden.FROM, Golden.FROM));
            other.rollUp(Golden.TO.plus(Duration.ofHours(1)));

            // Then
            assertThat(Stream.of(hours, old, fresh)
                            .map(period -> Question.of(other, "acme", period, Overviews::of))
                            .toList())
                    .isEqualTo(before);
        });
    }

    @Test
    void sumsOutliveTheEventsAndAreNotMadeFromWhatIsLeft() throws Exception {
        engine().withEmpty(other -> {
            // Given
            fill(other);
            other.rollUp(Golden.TO.plus(Duration.ofHours(1)));
            Instant day = Golden.FROM.plus(Duration.ofDays(4));
            var period = new Period(Golden.FROM, day, Duration.ofHours(1));
            Overview before = Question.of(other, "acme", period, Overviews::of);
            var keep = new AnalyticsStore.Keep(day, day, Golden.FROM, day);

            // When
            other.forget(keep);
            other.append(new Batch(
                    Golden.TO,
                    List.of(EVENTS.stream()
                            .filter(e -> e.at().isBefore(day))
                            .findFirst()
                            .orElseThrow()),
                    List.of(),
                    Map.of()));
            other.rollUp(Golden.TO);
            other.forget(keep);

            // Then
            assertThat(other.events())
                    .isEqualTo(
                            EVENTS.stream().filter(e -> !e.at().isBefore(day)).count());
            assertThat(Question.of(other, "acme", period, Overviews::of)).isEqualTo(before);
        });
    }

    @Test
    void overviewIsWhatTheEventsSay() {
        Overview overview = ask(WHOLE, Overviews::of);

        assertThat(overview.requests()).isEqualTo(count(QuestionsContract::isCompletion));
        assertThat(overview.errors()).isEqualTo(count(e -> isCompletion(e) && isFailed(e)));
        assertThat(overview.cacheHits())
                .isEqualTo(count(e -> isCompletion(e) && outcome(e).equals("HIT")));
        assertThat(overview.semanticHits())
                .isEqualTo(count(e -> isCompletion(e) && outcome(e).equals("SEMANTIC")));
        assertThat(overview.costNano()).isEqualTo(cost(mine(QuestionsContract::isCall)));
        assertThat(overview.savedNano())
                .isEqualTo(mine(QuestionsContract::isCall).stream()
                        .mapToLong(e -> e.money().savedNano())
                        .sum());
        assertThat(overview.tasks()).isEqualTo(count(e -> e.task() != null));
        assertThat(overview.tasksFailed())
                .isEqualTo(count(e -> e.task() != null && !e.task().state().equals("succeeded")));
        assertThat(overview.savedTokens())
                .isEqualTo(mine(e -> true).stream()
                        .mapToLong(QuestionsContract::savedTokens)
                        .sum());
        assertThat(overview.series().stream()
                        .mapToLong(Overview.Bucket::costNano)
                        .sum())
                .isEqualTo(overview.costNano());
        assertThat(overview.models().stream()
                        .mapToLong(Overview.ByModel::costNano)
                        .sum())
                .isEqualTo(overview.costNano());
        assertThat(overview.latencyP95Ms())
                .isCloseTo(
                        quantile(mine(QuestionsContract::isCompletion), 0.95) / 1000, Percentage.withPercentage(2.5));
    }

    @Test
    void aPeriodThatBeginsAndEndsWithinAnHourIsExact() {
        var odd = new Period(Golden.FROM.plusSeconds(3_601), Golden.TO.minusSeconds(5_000), Duration.ofHours(1));

        Overview overview = ask(odd, Overviews::of);

        assertThat(overview.requests()).isEqualTo(count(e -> isCompletion(e) && within(e, odd)));
        assertThat(overview.costNano()).isEqualTo(cost(mine(e -> isCall(e) && within(e, odd))));
    }

    @Test
    void costsOfEveryDimensionAddUpToTheSameNanoDollars() {
        for (Dimension by : Dimension.values()) {
            Costs costs = ask(WHOLE, question -> Costs.of(question, by, Only.ALL));

            assertThat(costs.rows().stream().mapToLong(Costs.Row::costNano).sum())
                    .as(by.wireName())
                    .isEqualTo(cost(mine(QuestionsContract::isCall)));
        }
        Map<String, Long> byKey = mine(QuestionsContract::isCall).stream()
                .collect(Collectors.groupingBy(
                        e -> Objects.requireNonNull(e.origin().keyId()),
                        Collectors.summingLong(e -> e.money().costNano())));
        assertThat(ask(WHOLE, question -> Costs.of(question, Dimension.KEY, Only.ALL)).rows().stream()
                        .collect(Collectors.toMap(Costs.Row::name, Costs.Row::costNano)))
                .isEqualTo(byKey);
    }

    private static String template(Event e) {
        return e.props().getOrDefault("template", "none");
    }

    @Test
    void versionsOfATemplateAreToldApartByWhatTheyCostAndHowLongTheyTook() {
        Map<String, Long> byTemplate = mine(QuestionsContract::isCall).stream()
                .collect(Collectors.groupingBy(
                        QuestionsContract::template,
                        Collectors.summingLong(e -> e.money().costNano())));

        assertThat(byTemplate).containsOnlyKeys("none", "brief@1", "brief@2", "brief@3");
        assertThat(ask(WHOLE, question -> Costs.of(question, Dimension.TEMPLATE, Only.ALL)).rows().stream()
                        .collect(Collectors.toMap(Costs.Row::name, Costs.Row::costNano)))
                .isEqualTo(byTemplate);
        assertThat(ask(WHOLE, question -> Latency.of(question, Dimension.TEMPLATE))
                        .rows())
                .allSatisfy(row -> assertThat(row.calls())
                        .isEqualTo(count(e -> isCompletion(e) && template(e).equals(row.name()))));
        Only only = new Only();
        only.template = "brief@2";
        assertThat(ask(WHOLE, question -> Costs.of(question, Dimension.TEMPLATE, only))
                        .rows())
                .extracting(Costs.Row::name)
                .containsExactly("brief@2");
    }

    @Test
    void whatWasToldIsWhatTheTokensCost() {
        Ledger ledger = ask(WHOLE, Ledger::of);

        assertThat(ledger.costNano()).isEqualTo(cost(mine(QuestionsContract::isCall)));
        assertThat(ledger.rows()).allSatisfy(row -> assertThat(row.differing()).isZero());
        var priced = ledger.rows().stream()
                .filter(row -> row.priceVersion().equals(Golden.PRICES.version()))
                .findFirst()
                .orElseThrow();
        assertThat(priced.checked()).isPositive();
        assertThat(priced.computedNano()).isEqualTo(priced.costNano());
    }

    @Test
    void savingsAreTheDifferenceToWhatItWouldHaveCost() {
        Map<String, Savings.Row> rows = ask(WHOLE, Savings::of).rows().stream()
                .collect(Collectors.toMap(Savings.Row::cause, Function.identity()));

        long routed = 0;
        long instead = 0;
        for (Event e : mine(e -> isCall(e) && !isBeside(e) && e.usage() != null)) {
            Price asked = Golden.PRICES.of(e.call().model()).orElse(null);
            boolean priced = e.money().priceVersion().equals(Golden.PRICES.version());
            if (priced && asked != null && !e.call().model().equals(e.call().modelUsed())) {
                routed += e.money().costNano();
                instead += asked.nanoUsd(
                        e.usage().inputTokens(),
                        e.usage().cachedInputTokens(),
                        e.usage().outputTokens(),
                        e.usage().reasoningTokens(),
                        e.usage().audioInputTokens(),
                        e.usage().audioOutputTokens());
            }
        }
        assertThat(rows.get("routing").costNano()).isEqualTo(routed);
        assertThat(rows.get("routing").counterfactualNano()).isEqualTo(instead);
        assertThat(rows.get("cache_exact").savedNano())
                .isEqualTo(mine(e -> isCall(e) && !isBeside(e) && outcome(e).equals("HIT")).stream()
                        .mapToLong(e -> e.money().savedNano())
                        .sum());
        assertThat(rows.get("cache_exact").costNano()).isZero();
        assertThat(rows).containsKeys("cache_semantic", "cache_joined", "optimizer");
    }

    @Test
    void percentilesAreThoseOfTheCalls() {
        Latency.Row row = ask(WHOLE, question -> Latency.of(question, Dimension.MODEL))
                .rows()
                .getFirst();

        List<Event> calls =
                mine(e -> isCompletion(e) && row.name().equals(e.call().modelUsed()));
        assertThat(row.calls()).isEqualTo(calls.size());
        assertThat(row.p50Ms()).isCloseTo(quantile(calls, 0.5) / 1000, Offset.offset(0.001));
        assertThat(row.p99Ms()).isCloseTo(quantile(calls, 0.99) / 1000, Offset.offset(0.001));
    }

    @Test
    void errorsAddUpByCause() {
        Errors errors = ask(WHOLE, Errors::of);

        assertThat(errors.rows().stream().mapToLong(Errors.Row::count).sum())
                .isEqualTo(count(e -> isCall(e) && !isBeside(e) && isFailed(e)));
        assertThat(errors.rows()).extracting(Errors.Row::cause).contains("timeout", "status_429", "status_458");
    }

    @Test
    void theCacheCurveCountsEachDecision() {
        CacheCurve curve = ask(WHOLE, CacheCurve::of);

        assertThat(curve.buckets()).hasSize(10);
        assertThat(curve.buckets().stream().mapToLong(CacheCurve.Bucket::joined).sum())
                .isEqualTo(count(e -> isCompletion(e) && outcome(e).equals("JOINED")));
        assertThat(curve.buckets())
                .allSatisfy(bucket -> assertThat(bucket.completions())
                        .isEqualTo(bucket.exact()
                                + bucket.semantic()
                                + bucket.joined()
                                + bucket.misses()
                                + bucket.bypassed()));
    }

    @Test
    void tasksAreToldByLane() {
        assertThat(ask(WHOLE, Tasks::of).rows().stream()
                        .filter(row -> row.lane().equals("bulk"))
                        .mapToLong(Tasks.Row::count)
                        .sum())
                .isEqualTo(count(e -> e.task() != null && e.task().lane().equals("bulk")));
    }

    @Test
    void theLastCallsComeFirst() {
        var newest = mine(QuestionsContract::isCall).stream()
                .sorted(Comparator.comparing(Event::at).reversed())
                .limit(5)
                .map(e -> e.origin().requestId())
                .toList();

        assertThat(ask(WHOLE, question -> Requests.of(question, Only.ALL, false, 5))
                        .requests())
                .extracting(Requests.Row::id)
                .isEqualTo(newest);
    }

    @Test
    void aJourneyIsAllOfOneUserInOrder() {
        String user = "%032x".formatted(16);

        Journey journey = ask(WHOLE, question -> Journey.of(question, user, "nobody-else", 1_000));

        assertThat(journey.steps())
                .extracting(Journey.Step::request)
                .containsExactlyElementsOf(mine(e -> user.equals(e.origin().userId())).stream()
                        .sorted(Comparator.comparing(Event::at))
                        .map(e -> e.origin().requestId())
                        .toList());
        assertThat(journey.more()).isFalse();
        assertThat(ask(WHOLE, question -> Journey.of(question, user, "nobody-else", 3))
                        .more())
                .isTrue();
    }

    @Test
    void funnelsCountTheBestAttemptOfEachUser() {
        for (Duration window : List.of(Duration.ofHours(6), Duration.ofDays(1), Duration.ofDays(5))) {
            List<String> steps = List.of("page_view", "query_submitted", "answer_read", "positive_feedback");

            Funnel funnel = ask(WHOLE, question -> Funnel.of(question, steps, window));

            assertThat(funnel.steps())
                    .extracting(Funnel.Step::users)
                    .as("%s", window)
                    .isEqualTo(funnel(steps, window));
        }
    }

    @Test
    void aFunnelMayNameAStepTwice() {
        List<String> steps = List.of("page_view", "page_view", "completion");

        assertThat(ask(WHOLE, question -> Funnel.of(question, steps, Duration.ofHours(8)))
                        .steps())
                .extracting(Funnel.Step::users)
                .isEqualTo(funnel(steps, Duration.ofHours(8)));
    }

    @Test
    void retentionCountsWhoComesBack() {
        Map<String, TreeSet<Long>> days = new HashMap<>();
        for (Event e : mine(e -> uid(e) != null)) {
            days.computeIfAbsent(Objects.requireNonNull(uid(e)), u -> new TreeSet<>())
                    .add(Period.micros(e.at()) / DAY);
        }
        var grid = new TreeMap<Long, TreeMap<Integer, Long>>();
        days.values()
                .forEach(seen -> seen.forEach(day -> grid.computeIfAbsent(seen.first(), d -> new TreeMap<>())
                        .merge((int) (day - seen.first()), 1L, Long::sum)));

        Retention retention = ask(WHOLE, question -> Retention.of(question, "day", 1));

        assertThat(retention.cohorts()).hasSameSizeAs(grid.keySet());
        for (Retention.Cohort cohort : retention.cohorts()) {
            var expected = Objects.requireNonNull(grid.get(Period.micros(cohort.at()) / DAY));
            for (int age = 0; age < cohort.users().size(); age++) {
                assertThat(cohort.users().get(age)).isEqualTo(expected.getOrDefault(age, 0L));
            }
        }
    }

    @Test
    void hoursHoldWhatTheCallsOfTheHourCost() {
        Hours hours = ask(WHOLE, Hours::of);

        long sum = 0;
        for (long at = Hours.at(Golden.FROM); at < Hours.at(Golden.TO); at += Hours.HOUR) {
            sum += hours.value(at, row -> row.whole("cost"));
        }
        assertThat(sum).isEqualTo(cost(mine(QuestionsContract::isCall)));
    }

    @Test
    void anotherTenantSharesNothing() {
        Overview nobody = Question.of(store(), "nobody", WHOLE, Overviews::of);

        assertThat(nobody.requests() + nobody.costNano() + nobody.tasks()).isZero();
        assertThat(Question.of(
                                store(),
                                "nobody",
                                WHOLE,
                                q -> Funnel.of(q, List.of("page_view", "completion"), Duration.ofDays(1)))
                        .steps())
                .allSatisfy(step -> assertThat(step.users()).isZero());
        assertThat(Question.of(store(), "nobody", WHOLE, q -> Retention.of(q, "day", 1))
                        .cohorts())
                .isEmpty();
    }

    <T> T ask(Period period, Function<Question, T> answer) {
        return Question.of(store(), "acme", period, answer);
    }

    /** Every start is tried, step by step, as slowly as can be. */
    private static List<Long> funnel(List<String> steps, Duration window) {
        Map<String, List<Event>> byUser = mine(e -> uid(e) != null).stream()
                .sorted(Comparator.comparing(Event::at))
                .collect(Collectors.groupingBy(e -> Objects.requireNonNull(uid(e))));
        long[] users = new long[steps.size()];
        for (List<Event> events : byUser.values()) {
            int best = 0;
            for (int start = 0; start < events.size(); start++) {
                int level = 0;
                Instant began = events.get(start).at();
                for (Event e : events.subList(start, events.size())) {
                    boolean inTime = !e.at().isAfter(began.plus(window));
                    if (inTime
                            && level < steps.size()
                            && name(e).equals(steps.get(level))
                            && (level > 0 || e == events.get(start))) {
                        level++;
                    }
                }
                best = Math.max(best, level);
            }
            for (int i = 0; i < best; i++) {
                users[i]++;
            }
        }
        return java.util.Arrays.stream(users).boxed().toList();
    }

    @Test
    void costsOverTimeAddUpToTheCosts() {
        Costs costs = ask(WHOLE, question -> Costs.of(question, Dimension.MODEL, Only.ALL));
        CostCurve curve = ask(WHOLE, question -> CostCurve.of(question, Dimension.MODEL, Only.ALL));

        for (Costs.Row row : costs.rows()) {
            assertThat(curve.points().stream()
                            .filter(point -> point.name().equals(row.name()))
                            .mapToLong(CostCurve.Point::costNano)
                            .sum())
                    .as(row.name())
                    .isEqualTo(row.costNano());
        }
        assertThat(curve.points()).isSortedAccordingTo(Comparator.comparing(CostCurve.Point::at));
    }

    @Test
    void costsOfSomeCallsAreThoseOfTheCallsThatFit() {
        Only only = new Only();
        only.key = "key-1";
        only.cache = "MISS";

        long told = ask(WHOLE, question -> Costs.of(question, Dimension.MODEL, only)).rows().stream()
                .mapToLong(Costs.Row::costNano)
                .sum();

        assertThat(told)
                .isPositive()
                .isEqualTo(cost(mine(e -> isCall(e)
                        && "key-1".equals(e.origin().keyId())
                        && outcome(e).equals("MISS"))));
    }

    @Test
    void operatorsAreToldWhatEachTenantSpent() {
        Costs costs = store().ask(snapshot -> TenantsResource.of(snapshot, WHOLE));

        assertThat(costs.rows()).hasSize(2);
        for (Costs.Row row : costs.rows()) {
            assertThat(row.costNano())
                    .as(row.name())
                    .isEqualTo(cost(EVENTS.stream()
                            .filter(e -> e.tenant().equals(row.name()) && isCall(e))
                            .toList()));
        }
    }

    @Test
    void failedRequestsAreToldByThemselves() {
        var failed = ask(WHOLE, question -> Requests.of(question, Only.ALL, true, 200))
                .requests();

        assertThat(failed).hasSize((int) Math.min(200, count(QuestionsContract::isFailed)));
        assertThat(failed).allMatch(row -> row.error() != null || Objects.requireNonNull(row.status()) >= 400);
    }

    @Test
    void oneRequestIsExplained() {
        Event wanted =
                mine(e -> isCompletion(e) && outcome(e).equals("SEMANTIC")).getFirst();
        String id = Objects.requireNonNull(wanted.origin().requestId());

        Explained explained = ask(WHOLE, question -> Explained.of(question, id));

        assertThat(explained.request().id()).isEqualTo(id);
        assertThat(explained.steps().stream().map(Explained.Step::step))
                .containsExactly("limits", "cache", "route", "answer", "money");
        assertThat(explained.steps().get(1).decision()).isEqualTo("semantic hit");
        assertThatThrownBy(() -> ask(WHOLE, question -> Explained.of(question, "no-such-request")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(404));
    }

    @Test
    void anotherTenantsRequestIsAsMissing() {
        Event theirs = EVENTS.stream()
                .filter(e -> e.tenant().equals("other") && isCompletion(e))
                .findFirst()
                .orElseThrow();
        String id = Objects.requireNonNull(theirs.origin().requestId());

        assertThatThrownBy(() -> ask(WHOLE, question -> Explained.of(question, id)))
                .isInstanceOf(Refusal.class);
    }

    static List<Event> mine(Predicate<Event> which) {
        return EVENTS.stream()
                .filter(e -> e.tenant().equals("acme"))
                .filter(which)
                .toList();
    }

    private static long count(Predicate<Event> which) {
        return mine(which).size();
    }

    private static long cost(List<Event> events) {
        return events.stream().mapToLong(e -> e.money().costNano()).sum();
    }

    private static double quantile(List<Event> calls, double part) {
        List<Long> sorted = new ArrayList<>(
                calls.stream().map(e -> e.call().durationMicros()).sorted().toList());
        double rank = part * (sorted.size() - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (rank - below) * (sorted.get(above) - sorted.get(below));
    }

    private static boolean within(Event e, Period period) {
        return !e.at().isBefore(period.from()) && e.at().isBefore(period.to());
    }

    private static boolean isBeside(Event e) {
        return e.call() != null
                && Objects.requireNonNullElse(e.call().route(), "").startsWith("shadow:");
    }

    private static boolean isCall(Event e) {
        return e.call() != null;
    }

    private static boolean isCompletion(Event e) {
        return e.kind() == Event.Kind.COMPLETION && !isBeside(e);
    }

    private static boolean isFailed(Event e) {
        return e.call() != null && (e.call().status() >= 400 || e.call().error() != null);
    }

    private static String outcome(Event e) {
        return e.cache() == null ? "" : e.cache().outcome();
    }

    private static long savedTokens(Event e) {
        if (e.optimize() != null) {
            return e.optimize().tokensBefore() - e.optimize().tokensAfter();
        }
        return isCall(e) && e.cache() != null ? e.cache().savedTokens() : 0;
    }

    private static String name(Event e) {
        return e.name() == null ? e.kind().name().toLowerCase(java.util.Locale.ROOT) : e.name();
    }

    private static @org.jspecify.annotations.Nullable String uid(Event e) {
        return e.origin().userId() == null ? e.origin().sessionId() : e.origin().userId();
    }
}
