package dev.sluice.testkit;

import static dev.sluice.contracts.tasks.TaskState.ACCEPTED;
import static dev.sluice.contracts.tasks.TaskState.CANCELLED;
import static dev.sluice.contracts.tasks.TaskState.DEAD;
import static dev.sluice.contracts.tasks.TaskState.RUNNING;
import static dev.sluice.contracts.tasks.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contracts.tasks.TaskState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LedgerCheckerTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static TaskRecord state(String id, TaskState state, int attempt, int second) {
        return new TaskRecord(id, state, attempt, NOON.plusSeconds(second));
    }

    private static LedgerChecker clean() {
        return LedgerChecker.tasks()
                .accepted(List.of("a", "b"))
                .states(List.of(
                        state("a", ACCEPTED, 0, 0),
                        state("b", ACCEPTED, 0, 0),
                        state("a", RUNNING, 1, 1),
                        state("a", SUCCEEDED, 1, 2),
                        state("b", RUNNING, 1, 1),
                        state("b", RUNNING, 2, 3),
                        state("b", DEAD, 2, 4)))
                .results(List.of("a"))
                .executions(List.of(
                        new Execution("a", 1, NOON.plusSeconds(1)),
                        new Execution("b", 1, NOON.plusSeconds(1)),
                        new Execution("b", 2, NOON.plusSeconds(3))))
                .maxAttempts(2);
    }

    private static void assertViolation(LedgerChecker checker, String words) {
        LedgerReport report = checker.check();
        assertThat(report.violations()).hasSize(1).first().asString().contains(words);
        assertThatThrownBy(report::assertClean)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(words);
    }

    @Test
    void isCleanWhenAllPromisesAreKept() {
        LedgerReport report = clean().check();

        report.assertClean();
        assertThat(report).hasToString("2 accepted tasks, 7 state records, 1 results, 3 executions: clean");
    }

    @Nested
    class Tasks {

        @Test
        void findsALostTask() {
            assertViolation(clean().accepted(List.of("c")), "c was accepted and has no state at all");
        }

        @Test
        void findsATaskThatNeverEnded() {
            assertViolation(
                    clean().accepted(List.of("c")).states(List.of(state("c", RUNNING, 1, 1))),
                    "c was accepted and never reached a final state: RUNNING(1)");
        }

        @Test
        void findsASecondFinalTransition() {
            assertViolation(clean().states(List.of(state("b", DEAD, 2, 5))), "b reached a final state twice");
        }

        @Test
        void findsATaskThatLeftItsFinalState() {
            assertViolation(clean().states(List.of(state("b", RUNNING, 2, 5))), "b left its final state");
        }

        @Test
        void findsAnAttemptAboveTheMaximum() {
            LedgerReport report = clean().maxAttempts(1).check();

            assertThat(report.violations())
                    .containsExactly("task b has attempt 2, allowed are 1", "task b ran as attempt 2, allowed are 1");
        }

        @Test
        void findsAnAttemptThatWentBack() {
            assertViolation(
                    clean().accepted(List.of("c"))
                            .states(List.of(state("c", RUNNING, 2, 1), state("c", CANCELLED, 1, 2))),
                    "c went back from attempt 2");
        }

        @Test
        void findsATaskNobodySubmittedUnlessItMayHaveBeen() {
            var record = List.of(state("x", CANCELLED, 0, 1));

            assertViolation(clean().states(record), "x has states but nobody submitted it");
            clean().states(record).perhapsAccepted(List.of("x")).check().assertClean();
        }

        @Test
        void findsResultsThatAreMissingDoubledStrangeOrOfAFailure() {
            assertViolation(clean().results(List.of("a")), "a has more than one result");
            assertViolation(clean().results(List.of("b")), "b has a result but is DEAD");
            assertViolation(clean().results(List.of("x")), "result for task x, which nobody submitted");
            assertViolation(
                    clean().accepted(List.of("c")).states(List.of(state("c", SUCCEEDED, 1, 1))),
                    "c succeeded without a result");
        }

        @Test
        void findsWorkDoneTwiceAfterTheEndOrForNobody() {
            assertViolation(
                    clean().executions(List.of(new Execution("a", 1, NOON.plusSeconds(1)))), "a ran attempt 1 twice");
            assertViolation(
                    clean().executions(List.of(new Execution("a", 2, NOON.plusSeconds(9)))),
                    "a ran after it was SUCCEEDED");
            assertViolation(clean().executions(List.of(new Execution("x", 1, NOON))), "x ran but nobody submitted it");
        }

        @Test
        void findsATaskThatRanThoughItWasCancelledBeforeItsStart() {
            assertViolation(
                    clean().accepted(List.of("c"))
                            .states(List.of(state("c", CANCELLED, 0, 5)))
                            .executions(List.of(new Execution("c", 1, NOON))),
                    "c was cancelled before its start and ran");
        }
    }

    @Nested
    class Events {

        @Test
        void areCleanWhenEachIsStoredOrRejectedOnce() {
            LedgerChecker.events(List.of("a", "b", "c"), List.of("b", "a"), List.of("c"))
                    .assertClean();
        }

        @Test
        void maySayWhatIsLostDoubledOrStrange() {
            LedgerReport report =
                    LedgerChecker.events(List.of("a", "b", "c"), List.of("a", "a", "x", "c"), List.of("c", "y"));

            assertThat(report.violations())
                    .containsExactly(
                            "event a is stored twice",
                            "event x is stored but nobody produced it",
                            "event c was rejected and is stored all the same",
                            "event b was produced and is neither stored nor rejected",
                            "event y was rejected but nobody produced it");
            assertThat(report.toString()).contains("5 violations", "  - event a is stored twice");
        }
    }
}
