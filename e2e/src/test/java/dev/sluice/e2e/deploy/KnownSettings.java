package dev.sluice.e2e.deploy;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** What may stand in the environment of a service, and what its own settings file says. */
final class KnownSettings {

    /** Settings of Quarkus and of the JVM that the shipped files use; a new one is looked up in their guides first. */
    private static final Set<String> PLATFORM = Set.of(
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "QUARKUS_CONFIG_LOCATIONS",
            "QUARKUS_HTTP_HOST",
            "QUARKUS_HTTP_PORT",
            "QUARKUS_OTEL_SDK_DISABLED",
            "QUARKUS_SHUTDOWN_TIMEOUT");

    private static final Map<String, ConfigKeys> KEYS = new TreeMap<>();

    private KnownSettings() {}

    /** The keys of a service. */
    static synchronized ConfigKeys keys(String service) {
        return KEYS.computeIfAbsent(service, ConfigKeys::of);
    }

    /** Whether a service reads this variable: as one of its keys, by name in its properties, or in its platform. */
    static boolean reads(String service, String variable) {
        return PLATFORM.contains(variable)
                || (variable.startsWith("SLUICE_") && keys(service).knowsVariable(variable))
                || text(service).contains("${" + variable);
    }

    /** A property of a service's own settings file. */
    static String property(String service, String key) {
        var properties = new Properties();
        try (var reader = new java.io.StringReader(text(service))) {
            properties.load(reader);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return properties.getProperty(key, "");
    }

    private static String text(String service) {
        return Repo.read(service + "-service/src/main/resources/application.properties");
    }
}
