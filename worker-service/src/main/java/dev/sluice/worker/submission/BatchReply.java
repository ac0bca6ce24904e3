package dev.sluice.worker.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of each task of a batch.
 *
 * @param accepted how many are durable
 * @param refused how many were not taken in
 * @param tasks one for each, in the order sent
 */
@RegisterForReflection
public record BatchReply(int accepted, int refused, List<Item> tasks) {

    /**
     * One of them.
     *
     * @param index where it stood in the request, from 0
     * @param status as it would have been alone, such as 202 or 400
     * @param id the task's id, if it was accepted
     * @param state the task's state, if it was accepted
     * @param code a word for programs, if it was refused
     * @param detail what, why and what now, if it was refused
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            int index,
            int status,
            @Nullable String id,
            @Nullable TaskState state,
            @Nullable String code,
            @Nullable String detail) {}

    static BatchReply of(List<Taken> taken) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            items.add(
                    switch (taken.get(i)) {
                        case Taken.Accepted accepted ->
                            new Item(
                                    i,
                                    202,
                                    accepted.task().id(),
                                    accepted.task().state(),
                                    null,
                                    null);
                        case Taken.Refused refused -> refused(i, refused.why());
                    });
        }
        int accepted = (int) items.stream().filter(item -> item.status() == 202).count();
        return new BatchReply(accepted, items.size() - accepted, items);
    }

    private static Item refused(int index, Refusal why) {
        return new Item(index, why.status(), null, null, why.code(), why.detail());
    }
}
