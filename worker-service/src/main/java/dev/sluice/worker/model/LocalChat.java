package dev.sluice.worker.model;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** The built-in model for callers in this process: the same answers as over HTTP. */
@ApplicationScoped
public class LocalChat {

    private final LocalModel model;
    private final Clock clock;

    LocalChat(LocalModel model, Clock clock) {
        this.model = model;
        this.clock = clock;
    }

    /** A whole chat completion. */
    public Completion.Body complete(String tenant, ChatRequest request) {
        return completion(tenant, request).whole();
    }

    Completion completion(String tenant, ChatRequest request) {
        return Completion.of(request, model.answer(tenant, request.messages()).text(), clock.instant());
    }
}
