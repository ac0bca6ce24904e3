package dev.sluice.worker.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Many inputs of one type, one after the other, with a result for each: {@code {"type": "keywords", "inputs": [{"text":
 * "..."}]}}. An input that fails costs its own result only.
 */
@ApplicationScoped
class BatchType implements TaskType {

    private static final int MOST = 1_000;
    private static final Set<String> NOT_WITHIN = Set.of("batch", "prefetch");

    private final Instance<TaskTypes> types;

    BatchType(Instance<TaskTypes> types) {
        this.types = types;
    }

    /**
     * What came of one input.
     *
     * @param index its place, from 0
     * @param state {@code succeeded} or {@code failed}
     * @param result the type's result
     * @param madeBy as of a task
     * @param error why it failed
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            int index,
            String state,
            @Nullable Object result,
            @Nullable String madeBy,
            @Nullable String error) {}

    /**
     * All results.
     *
     * @param items in the order of the inputs
     * @param succeeded how many have a result
     * @param failed how many have none
     */
    @RegisterForReflection
    record Items(List<Item> items, long succeeded, long failed) {}

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(30);
    }

    @Override
    public void check(Map<String, Object> input) {
        Fields.known(input, Set.of("type", "inputs"));
        TaskType type = type(input);
        List<Map<String, Object>> inputs = inputs(input);
        for (int i = 0; i < inputs.size(); i++) {
            try {
                type.check(inputs.get(i));
            } catch (Refusal e) {
                throw Refusal.badRequest("invalid_input", "input.inputs[%d]: %s".formatted(i, e.getMessage()));
            }
        }
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        TaskType type = type(job.input());
        List<Map<String, Object>> inputs = inputs(job.input());
        List<Item> items = new ArrayList<>();
        TryLater last = null;
        int tryLater = 0;
        for (Map<String, Object> input : inputs) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted between two inputs");
            }
            int index = items.size();
            try {
                // What is done stays done when the worker is killed in the middle.
                items.add(job.step("item-" + index, Item.class, () -> {
                    Outcome outcome = type.run(new Job(job.tenant(), input, percent -> {}, job.keyId()));
                    return new Item(index, "succeeded", outcome.result(), outcome.madeBy(), null);
                }));
            } catch (TryLater e) {
                last = e;
                tryLater++;
                items.add(new Item(index, "failed", null, null, e.getMessage()));
            } catch (CannotDo e) {
                items.add(new Item(index, "failed", null, null, e.getMessage()));
            }
            job.progress().accept(95 * items.size() / inputs.size());
        }
        if (last != null && tryLater == items.size()) {
            throw last;
        }
        long succeeded =
                items.stream().filter(item -> item.state().equals("succeeded")).count();
        return new Outcome(new Items(items, succeeded, items.size() - succeeded), madeBy(items));
    }

    private static String madeBy(List<Item> items) {
        List<String> ways = items.stream()
                .map(Item::madeBy)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return ways.size() == 1 ? ways.getFirst() : ways.isEmpty() ? "local:batch" : "mixed";
    }

    private TaskType type(Map<String, Object> input) {
        String name = Fields.text(input, "type", 60);
        if (NOT_WITHIN.contains(name)) {
            throw Refusal.badRequest("invalid_input", "input.type cannot be '%s'.".formatted(name));
        }
        return types.get().named(name);
    }

    private static List<Map<String, Object>> inputs(Map<String, Object> input) {
        if (!(input.get("inputs") instanceof List<?> list) || list.isEmpty() || list.size() > MOST) {
            throw Refusal.badRequest(
                    "invalid_input", "input.inputs must be a list of 1 to %d inputs of the type.".formatted(MOST));
        }
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (Object one : list) {
            if (!(one instanceof Map<?, ?> map)) {
                throw Refusal.badRequest("invalid_input", "Each of input.inputs must be an object, as for a task.");
            }
            @SuppressWarnings("unchecked") // JSON's keys are texts.
            Map<String, Object> fields = (Map<String, Object>) map;
            inputs.add(fields);
        }
        return inputs;
    }
}
