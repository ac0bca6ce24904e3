package dev.sluice.analytics.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the events of a request; {@code POST /analytics/events}.
 *
 * @param accepted events that Kafka has confirmed; one that was sent before is accepted and not counted again
 * @param rejected events that were refused
 * @param results one for each event, in the order of the request
 */
@RegisterForReflection
public record ClientReply(int accepted, int rejected, List<Result> results) {

    public ClientReply {
        results = List.copyOf(results);
    }

    static ClientReply of(List<Result> results) {
        int accepted = (int) results.stream().filter(Result::isAccepted).count();
        return new ClientReply(accepted, results.size() - accepted, results);
    }

    /**
     * What became of one event.
     *
     * @param id as the client sent it; absent where there was none to read
     * @param status {@code accepted} or {@code rejected}
     * @param reason a stable word, for a rejected one
     * @param detail what, why, and what now, for a rejected one
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(
            @Nullable String id,
            String status,
            @Nullable String reason,
            @Nullable String detail) {

        boolean isAccepted() {
            return status.equals("accepted");
        }
    }
}
