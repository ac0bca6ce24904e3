package dev.sluice.local;

import dev.sluice.local.data.Secrets;
import dev.sluice.local.text.Complaint;
import dev.sluice.local.text.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** API keys of a running suite, made by its admin API. */
final class Keys {

    private static final String FIRST_TENANT = "local";
    private static final Duration BELIEVE_NO_AFTER = Duration.ofSeconds(3);

    private final String baseUrl;
    private final String adminUrl;
    private final Secrets secrets;

    Keys(String baseUrl, String adminUrl, Secrets secrets) {
        this.baseUrl = baseUrl;
        this.adminUrl = adminUrl;
        this.secrets = secrets;
    }

    /** The key of the first tenant: the one kept from an earlier start while the gateway takes it, else a new one. */
    String first() {
        Optional<String> kept = secrets.apiKey().filter(this::isTaken);
        if (kept.isPresent()) {
            return kept.get();
        }
        String key = create(FIRST_TENANT, "first key");
        secrets.apiKey(key);
        return key;
    }

    /** A gateway that has just started may know only the keys of its last snapshot, so a no is not believed at once. */
    private boolean isTaken(String key) {
        Instant deadline = Instant.now().plus(BELIEVE_NO_AFTER);
        while (Http.get(baseUrl + "/v1/models", key).status() == 401) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the gateway", e);
        }
    }

    /** A new key for a tenant. */
    String create(String tenant, String name) {
        String asked = Json.object("tenant", tenant, "name", name).write();
        Http.Answer answer = Http.post(adminUrl + "/admin/keys", secrets.adminKey(), asked);
        if (answer.status() != 201) {
            throw new Complaint(
                    "The gateway made no API key: it answered " + answer.status() + " to POST " + adminUrl
                            + "/admin/keys.",
                    "Look into its log with ./sluice logs gateway-service.");
        }
        return Json.parse(answer.body()).at("key").text("");
    }
}
