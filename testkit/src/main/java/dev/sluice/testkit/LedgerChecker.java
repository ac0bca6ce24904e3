package dev.sluice.testkit;

import dev.sluice.contracts.tasks.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was promised with what happened, after the dust has settled. For tasks (promise P4): every accepted id
 * reaches exactly one final state by exactly one transition and nothing follows it; a result exists if and only if the
 * task succeeded; no attempt is above the maximum or goes back or runs twice; cancelled before its start never ran; no
 * id is unknown. For events (promise P5): see {@link #events}.
 */
public final class LedgerChecker {

    private final Set<String> accepted = new LinkedHashSet<>();
    private final Set<String> perhaps = new LinkedHashSet<>();
    private final List<TaskRecord> states = new ArrayList<>();
    private final List<Execution> executions = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private boolean resultsKnown;
    private int maxAttempts = Integer.MAX_VALUE;

    private LedgerChecker() {}

    /** A check of tasks; feed it and call {@link #check()}. */
    public static LedgerChecker tasks() {
        return new LedgerChecker();
    }

    /**
     * A check of events: every produced id is stored, none twice, none that nobody produced. {@code rejected} ids were
     * refused with a reason and must not be stored.
     */
    public static LedgerReport events(
            Collection<String> produced, Collection<String> stored, Collection<String> rejected) {
        return EventLedger.check(produced, stored, rejected);
    }

    /** A check of events of which none was rejected. */
    public static LedgerReport events(Collection<String> produced, Collection<String> stored) {
        return EventLedger.check(produced, stored, List.of());
    }

    /** Ids that were answered with 202. */
    public LedgerChecker accepted(Collection<String> ids) {
        accepted.addAll(ids);
        return this;
    }

    /** Ids whose submission got no answer: they may exist or not, but if they do they must obey. */
    public LedgerChecker perhapsAccepted(Collection<String> ids) {
        perhaps.addAll(ids);
        return this;
    }

    /** All records of the state topic, in order. */
    public LedgerChecker states(Collection<TaskRecord> records) {
        states.addAll(records);
        return this;
    }

    /** The task id of every result there is, one entry for each result; without this call results are not checked. */
    public LedgerChecker results(Collection<String> taskIds) {
        results.addAll(taskIds);
        resultsKnown = true;
        return this;
    }

    /** Every start of work that workers logged; optional. */
    public LedgerChecker executions(Collection<Execution> starts) {
        executions.addAll(starts);
        return this;
    }

    /** The most attempts allowed. */
    public LedgerChecker maxAttempts(int value) {
        maxAttempts = value;
        return this;
    }

    /** Looks at everything. */
    public LedgerReport check() {
        List<String> found = new ArrayList<>();
        Map<String, List<TaskRecord>> byTask = new LinkedHashMap<>();
        states.forEach(record ->
                byTask.computeIfAbsent(record.taskId(), id -> new ArrayList<>()).add(record));
        Map<String, TaskRecord> finals = new HashMap<>();
        byTask.forEach((id, records) -> checkHistory(id, records, finals, found));
        for (String id : accepted) {
            if (!byTask.containsKey(id)) {
                found.add("task " + id + " was accepted and has no state at all: lost");
            } else if (!finals.containsKey(id)) {
                found.add("task " + id + " was accepted and never reached a final state: " + path(byTask.get(id)));
            }
        }
        if (resultsKnown) {
            checkResults(finals, found);
        }
        checkExecutions(finals, found);
        return new LedgerReport(
                "%d accepted tasks, %d state records, %d results, %d executions"
                        .formatted(accepted.size(), states.size(), results.size(), executions.size()),
                found);
    }

    private void checkHistory(String id, List<TaskRecord> records, Map<String, TaskRecord> finals, List<String> found) {
        if (unknown(id)) {
            found.add("task " + id + " has states but nobody submitted it: " + path(records));
        }
        int attempt = 0;
        for (TaskRecord record : records) {
            TaskRecord ended = finals.get(id);
            if (ended != null && record.state().isTerminal()) {
                found.add("task " + id + " reached a final state twice: " + path(records));
            } else if (ended != null) {
                found.add("task " + id + " left its final state: " + path(records));
            } else if (record.state().isTerminal()) {
                finals.put(id, record);
            }
            if (record.attempt() < attempt) {
                found.add("task " + id + " went back from attempt " + attempt + ": " + path(records));
            }
            attempt = Math.max(attempt, record.attempt());
        }
        if (attempt > maxAttempts) {
            found.add("task " + id + " has attempt " + attempt + ", allowed are " + maxAttempts);
        }
    }

    private void checkResults(Map<String, TaskRecord> finals, List<String> found) {
        Set<String> seen = new HashSet<>();
        for (String id : results) {
            if (!seen.add(id)) {
                found.add("task " + id + " has more than one result");
                continue;
            }
            TaskRecord ended = finals.get(id);
            if (unknown(id)) {
                found.add("there is a result for task " + id + ", which nobody submitted");
            } else if (ended == null || ended.state() != TaskState.SUCCEEDED) {
                found.add("task " + id + " has a result but "
                        + (ended == null ? "no final state" : "is " + ended.state()));
            }
        }
        finals.forEach((id, ended) -> {
            if (ended.state() == TaskState.SUCCEEDED && !seen.contains(id)) {
                found.add("task " + id + " succeeded without a result");
            }
        });
    }

    private void checkExecutions(Map<String, TaskRecord> finals, List<String> found) {
        Set<String> seen = new HashSet<>();
        for (Execution start : executions) {
            String id = start.taskId();
            TaskRecord ended = finals.get(id);
            if (unknown(id)) {
                found.add("task " + id + " ran but nobody submitted it");
            }
            if (!seen.add(id + "#" + start.attempt())) {
                found.add("task " + id + " ran attempt " + start.attempt() + " twice");
            }
            if (start.attempt() > maxAttempts) {
                found.add("task " + id + " ran as attempt " + start.attempt() + ", allowed are " + maxAttempts);
            }
            if (ended != null && ended.state() == TaskState.CANCELLED && ended.attempt() == 0) {
                found.add("task " + id + " was cancelled before its start and ran all the same");
            }
            if (ended != null && start.startedAt().isAfter(ended.at())) {
                found.add("task " + id + " ran after it was " + ended.state());
            }
        }
    }

    private boolean unknown(String id) {
        return !accepted.contains(id) && !perhaps.contains(id);
    }

    private static String path(@Nullable List<TaskRecord> records) {
        return records == null
                ? "nothing"
                : String.join(
                        " -> ",
                        records.stream()
                                .map(record -> record.state() + "(" + record.attempt() + ")")
                                .toList());
    }
}
