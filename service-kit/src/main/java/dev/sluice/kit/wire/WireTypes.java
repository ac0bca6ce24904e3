package dev.sluice.kit.wire;

import dev.sluice.contracts.analytics.Overview;
import dev.sluice.contracts.cache.CacheAudit;
import dev.sluice.contracts.cache.CacheEntry;
import dev.sluice.contracts.cache.CacheQuestion;
import dev.sluice.contracts.cache.CacheReply;
import dev.sluice.contracts.cache.Gone;
import dev.sluice.contracts.cache.ValueEntry;
import dev.sluice.contracts.cache.ValueQuestion;
import dev.sluice.contracts.cache.ValueReply;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.knowledge.DocumentRequest;
import dev.sluice.contracts.knowledge.Passage;
import dev.sluice.contracts.optimize.CompressReply;
import dev.sluice.contracts.optimize.CompressRequest;
import dev.sluice.contracts.optimize.OptimizeFeedback;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeRequest;
import dev.sluice.contracts.optimize.RouteAdvice;
import dev.sluice.contracts.optimize.RouteFeedback;
import dev.sluice.contracts.optimize.RouteQuestion;
import dev.sluice.contracts.status.ServiceStatus;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskCommand;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.contracts.tasks.TaskResult;
import dev.sluice.contracts.tasks.TaskState;
import dev.sluice.contracts.tasks.TaskView;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The records that services say to each other, named for native executables: JSON reads and writes them by reflection, and the
 * contracts know nothing of Quarkus. Types within them are named with them.
 */
@RegisterForReflection(
        targets = {
            CacheAudit.class,
            CacheEntry.class,
            CacheQuestion.class,
            CacheReply.class,
            Caller.class,
            ChatMessage.class,
            CompressReply.class,
            CompressRequest.class,
            DocumentRequest.class,
            Event.class,
            Experiment.class,
            Gone.class,
            Lane.class,
            OptimizeFeedback.class,
            OptimizeReply.class,
            OptimizeRequest.class,
            Overview.class,
            Passage.class,
            RouteAdvice.class,
            RouteFeedback.class,
            RouteQuestion.class,
            ServiceStatus.class,
            TaskCommand.class,
            TaskRecord.class,
            TaskRequest.class,
            TaskResult.class,
            TaskState.class,
            TaskView.class,
            ValueEntry.class,
            ValueQuestion.class,
            ValueReply.class
        })
final class WireTypes {

    private WireTypes() {}
}
