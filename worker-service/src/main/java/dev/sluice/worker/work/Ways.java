package dev.sluice.worker.work;

import dev.sluice.worker.llm.Gateway;
import dev.sluice.worker.llm.Model;
import dev.sluice.worker.llm.NoAnswer;
import dev.sluice.worker.llm.Payer;
import dev.sluice.worker.work.TaskType.CannotDo;
import dev.sluice.worker.work.TaskType.Job;
import dev.sluice.worker.work.TaskType.Outcome;
import dev.sluice.worker.work.TaskType.TryLater;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * The two ways to do a piece of work: with a model, and with a method of this process. The model is the one named by the
 * input, else the configured one, and is asked for the key that submitted the task. The local method serves when there is
 * no model, and in place of a configured model that does not answer; a model that the input names is never replaced.
 */
@ApplicationScoped
class Ways {

    private final Gateway gateway;

    Ways(Gateway gateway) {
        this.gateway = gateway;
    }

    /** The work done with a model. */
    interface WithModel<T> {

        /** Its result; empty when the model answered with nothing of use. */
        Optional<T> result(Model model) throws NoAnswer, InterruptedException;
    }

    /** The work done here. */
    interface Local {
        Outcome outcome() throws InterruptedException;
    }

    Optional<Model> model(Job job) {
        return gateway.model(payer(job), Fields.model(job.input()));
    }

    static Payer payer(Job job) {
        return new Payer(job.tenant(), job.keyId());
    }

    /** With the model if there is one and it answers, else here. */
    <T> Outcome either(Job job, WithModel<T> withModel, Local local) throws CannotDo, TryLater, InterruptedException {
        Optional<Model> model = model(job);
        if (model.isEmpty()) {
            return local.outcome();
        }
        try {
            Optional<T> made = withModel.result(model.get());
            return made.isPresent() ? new Outcome(made.get(), model.get().madeBy()) : local.outcome();
        } catch (NoAnswer e) {
            if (model.get().isWished()) {
                throw unanswered(e);
            }
            return local.outcome();
        }
    }

    /** What a model's silence means for the task that named it; the exception says how it goes on. */
    static TryLater unanswered(NoAnswer why) throws CannotDo {
        if (!why.isPassing()) {
            throw new CannotDo(why.getMessage() + " Name another model, or 'local' for the method without one.");
        }
        return new TryLater(String.valueOf(why.getMessage()), Duration.ZERO);
    }
}
