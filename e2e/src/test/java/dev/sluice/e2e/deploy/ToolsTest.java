package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/** The tools of these tests find what they are there to find. */
class ToolsTest {

    @Test
    void aMisspeltFieldIsFoundWhereverItIs() {
        Object pod = Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: a
                spec:
                  containers:
                    - name: a
                      securityContext:
                        readOnlyRootFilesytem: true
                """);

        assertThat(UnknownFields.of(pod)).anyMatch(path -> path.endsWith("securityContext.readOnlyRootFilesytem"));
    }

    @Test
    void aFieldOfKubernetesIsNotMistakenForOne() {
        Object pod = Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: a
                  labels:
                    any: label
                spec:
                  containers:
                    - name: a
                      lifecycle:
                        preStop:
                          sleep:
                            seconds: 5
                """);

        assertThat(UnknownFields.of(pod)).isEmpty();
    }

    @Test
    void keysAreReadFromTheInterfacesThatDeclareThem() {
        ConfigKeys cache = ConfigKeys.of("cache");

        assertThat(cache.knows("sluice.redis.url")).as("shared").isTrue();
        assertThat(cache.knows("sluice.cache.ttl.standard")).as("nested").isTrue();
        assertThat(cache.knows("sluice.kafka.properties.\"security.protocol\""))
                .as("in a map")
                .isTrue();
        assertThat(cache.knowsVariable("SLUICE_KAFKA_BOOTSTRAP")).isTrue();
        assertThat(cache.knowsVariable("SLUICE_KAFKA_BOOTSTRAPS")).isFalse();
        assertThat(cache.knows("sluice.gateway.admin-key"))
                .as("another service's")
                .isFalse();
    }
}
