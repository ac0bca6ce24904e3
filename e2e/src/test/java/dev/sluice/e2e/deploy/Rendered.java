package dev.sluice.e2e.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Objects a chart rendered, each read into its own class.
 *
 * @param objects in the order Helm would create them
 */
record Rendered(List<HasMetadata> objects) {

    static Rendered of(String yaml) {
        List<HasMetadata> objects = Stream.of(yaml.split("(?m)^---\\s*$"))
                .filter(text -> text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(text -> (HasMetadata) Serialization.unmarshal(text))
                .toList();
        return new Rendered(objects);
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        return all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s called %s among %s"
                        .formatted(
                                type.getSimpleName(),
                                name,
                                all(type).stream()
                                        .map(object -> object.getMetadata().getName())
                                        .toList())));
    }

    /** The pod templates by the component they run. */
    Map<String, PodTemplateSpec> pods() {
        var pods = new LinkedHashMap<String, PodTemplateSpec>();
        all(Deployment.class).forEach(it -> add(pods, it.getSpec().getTemplate()));
        all(StatefulSet.class).forEach(it -> add(pods, it.getSpec().getTemplate()));
        return pods;
    }

    /** The specifications of every pod, of jobs and tests too, by the name of what brings them. */
    Map<String, PodSpec> podSpecs() {
        var specs = new LinkedHashMap<String, PodSpec>();
        pods().forEach((component, pod) -> specs.put(component, pod.getSpec()));
        all(Job.class)
                .forEach(job -> specs.put(
                        job.getMetadata().getName(), job.getSpec().getTemplate().getSpec()));
        all(Pod.class).forEach(pod -> specs.put(pod.getMetadata().getName(), pod.getSpec()));
        return specs;
    }

    private static void add(Map<String, PodTemplateSpec> pods, PodTemplateSpec pod) {
        pods.put(pod.getMetadata().getLabels().get("app.kubernetes.io/component"), pod);
    }
}
