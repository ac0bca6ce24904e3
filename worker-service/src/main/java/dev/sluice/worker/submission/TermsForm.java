package dev.sluice.worker.submission;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskRequest;
import dev.sluice.kit.egress.EgressClient;
import dev.sluice.kit.egress.EgressException;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TasksConfig;
import dev.sluice.worker.webhooks.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is asked for beside the work: time, parents, webhook, keeping, labels. */
@ApplicationScoped
class TermsForm {

    static final int MOST_PARENTS = 100;
    static final int LONGEST_URL = 2_000;
    static final int MOST_LABELS = 16;
    static final int LONGEST_LABEL = 64;
    static final Duration FURTHEST = Duration.ofDays(90);
    static final Duration LONGEST_WAIT = Duration.ofDays(30);
    static final Duration SHORTEST_KEEP = Duration.ofHours(1);
    static final Duration LONGEST_KEEP = Duration.ofDays(30);

    private final TaskLedger ledger;
    private final EgressClient egress;
    private final Secrets secrets;
    private final TasksConfig config;

    TermsForm(TaskLedger ledger, EgressClient egress, Secrets secrets, TasksConfig config) {
        this.ledger = ledger;
        this.egress = egress;
        this.secrets = secrets;
        this.config = config;
    }

    TaskRecord.Terms of(Caller caller, TaskRequest request, String type, Lane lane, Instant now, long tokens) {
        Instant notBefore = request.notBefore();
        if (notBefore != null && notBefore.isAfter(now.plus(FURTHEST))) {
            throw Refusal.badRequest(
                    "bad_not_before", "notBefore may be at most %d days from now.".formatted(FURTHEST.toDays()));
        }
        Long startWithin =
                within("startWithinSeconds", request.startWithinSeconds(), Duration.ofSeconds(1), LONGEST_WAIT);
        Long keep = within("keepSeconds", request.keepSeconds(), SHORTEST_KEEP, LONGEST_KEEP);
        Duration keepOfType = config.keepOf().get(type);
        return new TaskRecord.Terms(
                parents(caller, request.parents()),
                notBefore,
                startWithin != null
                        ? startWithin
                        : Long.valueOf(startWithin(lane).toSeconds()),
                keep != null || keepOfType == null ? keep : Long.valueOf(keepOfType.toSeconds()),
                webhook(request.webhook()),
                labels(request.labels()),
                tokens);
    }

    private Duration startWithin(Lane lane) {
        return switch (lane) {
            case CRITICAL -> config.startWithin().critical();
            case HIGH -> config.startWithin().high();
            case NORMAL -> config.startWithin().normal();
            case LOW -> config.startWithin().low();
            case BULK -> config.startWithin().bulk();
        };
    }

    private static @Nullable Long within(String field, @Nullable Long seconds, Duration least, Duration most) {
        if (seconds != null && (seconds < least.toSeconds() || seconds > most.toSeconds())) {
            throw Refusal.badRequest(
                    "invalid_field",
                    "%s must be a number of seconds from %d to %d."
                            .formatted(field, least.toSeconds(), most.toSeconds()));
        }
        return seconds;
    }

    /** Parents must exist when a child is submitted, so there can be no circle of them. */
    private @Nullable List<String> parents(Caller caller, @Nullable List<String> asked) {
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        if (asked.size() > MOST_PARENTS) {
            throw Refusal.badRequest(
                    "too_many_parents", "A task waits for at most %d parents.".formatted(MOST_PARENTS));
        }
        List<String> parents = asked.stream().distinct().toList();
        for (String parent : parents) {
            if (ledger.table()
                    .find(parent == null ? "" : parent)
                    .filter(task -> task.tenant().equals(caller.tenant()))
                    .isEmpty()) {
                if (!ledger.isReady()) {
                    throw TaskLookup.rebuilding();
                }
                throw Refusal.notFound("parent task", TaskLookup.shortened(String.valueOf(parent)));
            }
        }
        return parents;
    }

    private @Nullable String webhook(TaskRequest.@Nullable Webhook asked) {
        if (asked == null) {
            return null;
        }
        if (!secrets.isConfigured()) {
            throw Refusal.badRequest(
                    "webhooks_not_configured",
                    "This worker has nothing to sign webhooks with. Set sluice.worker.webhooks.secret, or follow the task instead.");
        }
        String url = asked.url() == null ? "" : asked.url();
        try {
            if (url.length() > LONGEST_URL) {
                throw Refusal.badRequest(
                        "bad_webhook", "webhook.url has at most %d characters.".formatted(LONGEST_URL));
            }
            egress.check(new URI(url));
            return url;
        } catch (URISyntaxException e) {
            throw Refusal.badRequest("bad_webhook", "webhook.url is no URL.");
        } catch (EgressException.Refused e) {
            throw Refusal.badRequest("bad_webhook", "webhook.url cannot be taken. " + e.getMessage());
        }
    }

    private static @Nullable Map<String, String> labels(@Nullable Map<String, String> asked) {
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        boolean good = asked.size() <= MOST_LABELS
                && asked.entrySet().stream().allMatch(label -> isGood(label.getKey()) && isGood(label.getValue()));
        if (!good) {
            throw Refusal.badRequest(
                    "bad_labels",
                    "A task has at most %d labels, each a name and a value of 1 to %d characters; a name has no ':'."
                            .formatted(MOST_LABELS, LONGEST_LABEL));
        }
        if (asked.keySet().stream().anyMatch(name -> name.contains(":"))) {
            throw Refusal.badRequest("bad_labels", "The name of a label has no ':'.");
        }
        return new TreeMap<>(asked);
    }

    private static boolean isGood(@Nullable String text) {
        return text != null && !text.isBlank() && text.length() <= LONGEST_LABEL;
    }
}
