package dev.sluice.worker;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.contracts.tasks.TaskCommand;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.contracts.tasks.TaskResult;
import dev.sluice.contracts.tasks.TaskView;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The contract records that are read and written as JSON outside of JAX-RS, named for a native image. */
@RegisterForReflection(
        targets = {
            TaskRecord.class,
            TaskRecord.Idempotency.class,
            TaskRecord.LeaseMark.class,
            TaskRecord.Terms.class,
            TaskRecord.Death.class,
            TaskRecord.Carried.class,
            TaskRequest.class,
            TaskRequest.Webhook.class,
            TaskCommand.class,
            TaskResult.class,
            TaskView.class,
            Passage.class,
            Event.class,
            Event.Origin.class,
            Event.TaskNote.class,
            Event.Money.class
        })
final class NativeShapes {

    private NativeShapes() {}
}
