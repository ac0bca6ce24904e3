package dev.sluice.local.imports;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns a vendor, an address and a key into a provider. Keys themselves are never written: only names of variables. */
final class Endpoints {

    private final Imported into;

    Endpoints(Imported into) {
        this.into = into;
    }

    /**
     * A provider's name.
     *
     * @param base its address; empty means the vendor's own
     * @param key what stood there for its key: {@code ${NAME}}, a key in plain text, or nothing
     * @param name what to call it; empty means as the vendor is called
     * @return empty if it cannot be reached, which has been noted
     */
    String provider(Vendor vendor, String base, String key, Map<String, Object> headers, String name) {
        String address = base.isEmpty() ? vendor.base() : trimmed(base);
        if (address.isEmpty()) {
            into.note("A provider of kind %s has no address (api_base, custom_host) and was left out.", vendor.name());
            return "";
        }
        String called = !name.isEmpty() ? name : vendor.isAzure() ? "azure-" + host(address) : vendor.name();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("baseUrl", vendor.isAzure() ? azure(address) : address);
        if (vendor.anthropic()) {
            settings.put("dialect", "anthropic");
        }
        String secret = secret(vendor, key, called);
        Map<String, Object> more = new LinkedHashMap<>(headers);
        if (vendor.isAzure() && !secret.isEmpty()) {
            more.put("api-key", secret);
        } else if (!secret.isEmpty()) {
            settings.put("apiKey", secret);
        }
        if (!more.isEmpty()) {
            settings.put("headers", more);
        }
        // An explicit pattern that matches nothing by itself: models are reached through routes or as provider/model.
        settings.put("models", List.of(called + "/*"));
        return into.provider(called, settings);
    }

    private String secret(Vendor vendor, String key, String called) {
        if (key.startsWith("${")) {
            return key;
        }
        if (key.isEmpty()) {
            return vendor.key().isEmpty() ? "" : "${" + vendor.key() + "}";
        }
        String variable = called.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_") + "_API_KEY";
        into.note(
                "The key of %s stands in the file in plain text and was not copied: put it into the environment variable %s.",
                called, variable);
        return "${" + variable + "}";
    }

    /** Azure's versionless API, which is OpenAI's dialect; the key goes into a header of its own. */
    private static String azure(String address) {
        return address.endsWith("/openai/v1") ? address : address.replaceAll("/openai.*$", "") + "/openai/v1";
    }

    private static String trimmed(String address) {
        return address.replaceAll("/+$", "").replaceAll("/chat/completions$", "");
    }

    private static String host(String address) {
        try {
            String host = URI.create(address).getHost();
            return host == null ? "host" : host.replaceAll("\\..*$", "");
        } catch (IllegalArgumentException e) {
            return "host";
        }
    }
}
