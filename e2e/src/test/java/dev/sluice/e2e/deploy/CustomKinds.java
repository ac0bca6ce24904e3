package dev.sluice.e2e.deploy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fields of kinds for which there is no Java class here, from the documentation of those who define them. */
final class CustomKinds {

    /** KEDA 2.17's ScaledObject with a Kafka trigger. */
    private static final Set<String> SCALED_OBJECT = Set.of(
            "spec.scaleTargetRef.apiVersion",
            "spec.scaleTargetRef.kind",
            "spec.scaleTargetRef.name",
            "spec.minReplicaCount",
            "spec.maxReplicaCount",
            "spec.pollingInterval",
            "spec.cooldownPeriod",
            "spec.fallback.failureThreshold",
            "spec.fallback.replicas",
            "spec.fallback.behavior",
            "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.stabilizationWindowSeconds",
            "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.policies[].type",
            "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.policies[].value",
            "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.policies[].periodSeconds",
            "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds",
            "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies[].type",
            "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies[].value",
            "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies[].periodSeconds",
            "spec.triggers[].type",
            "spec.triggers[].name",
            "spec.triggers[].metadata.bootstrapServers",
            "spec.triggers[].metadata.consumerGroup",
            "spec.triggers[].metadata.topic",
            "spec.triggers[].metadata.lagThreshold",
            "spec.triggers[].metadata.offsetResetPolicy",
            "spec.triggers[].authenticationRef.name");

    private CustomKinds() {}

    /** Paths in an object that its kind does not have; all of them for an unknown kind. */
    static List<String> unknown(GenericKubernetesResource object) {
        var found = new ArrayList<String>();
        object.getAdditionalProperties().forEach((name, value) -> leaves(name, value, found));
        if (object.getKind().equals("ScaledObject") && object.getApiVersion().equals("keda.sh/v1alpha1")) {
            found.removeIf(SCALED_OBJECT::contains);
        }
        return found;
    }

    private static void leaves(String path, Object value, List<String> found) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((name, inner) -> leaves(path + "." + name, inner, found));
            case List<?> list -> list.forEach(inner -> leaves(path + "[]", inner, found));
            default -> found.add(path);
        }
    }
}
