package dev.sluice.local;

import dev.sluice.local.data.Secrets;
import dev.sluice.local.text.Complaint;
import dev.sluice.local.text.Json;
import java.util.Optional;

/** API keys of a running suite, made by its admin API. */
final class Keys {

    private static final String FIRST_TENANT = "local";

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
        Optional<String> kept = secrets.apiKey();
        if (kept.isPresent() && Http.get(baseUrl + "/v1/models", kept.get()).status() != 401) {
            return kept.get();
        }
        String key = create(FIRST_TENANT, "first key");
        secrets.apiKey(key);
        return key;
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
