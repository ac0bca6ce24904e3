package dev.sluice.e2e.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A folder of {@code k8s/overlays} as kustomize applies it, as far as JSON patches with a target and image names go. */
final class Overlay {

    /** A JSON patch (RFC 6902) and whom it is for. */
    private record Patch(String kind, String name, JsonNode operations) {

        boolean isFor(HasMetadata object) {
            return kind.equals(object.getKind())
                    && (name.isEmpty() || name.equals(object.getMetadata().getName()));
        }
    }

    private final List<Patch> patches = new ArrayList<>();
    private final List<String> images = new ArrayList<>();

    private Overlay(Map<String, Object> kustomization) {
        for (Map<?, ?> patch : list(kustomization, "patches")) {
            var target = (Map<?, ?>) patch.get("target");
            Object name = target.get("name");
            patches.add(new Patch(
                    target.get("kind").toString(),
                    name == null ? "" : name.toString(),
                    Serialization.unmarshal(patch.get("patch").toString(), JsonNode.class)));
        }
        list(kustomization, "images")
                .forEach(image -> images.add(image.get("name").toString()));
    }

    @SuppressWarnings("unchecked")
    static Overlay of(String name) {
        return new Overlay(
                Serialization.unmarshal(Repo.read("k8s/overlays/" + name + "/kustomization.yaml"), Map.class));
    }

    /** The base with the patches; one that does not fit throws. */
    Rendered patched() {
        return new Rendered(base().stream().map(this::patched).toList());
    }

    /** The kinds of patches that nothing in the base is for. */
    List<String> idle() {
        return patches.stream()
                .filter(patch -> base().stream().noneMatch(patch::isFor))
                .map(patch -> patch.kind() + " " + patch.name())
                .toList();
    }

    /** The images that are renamed. */
    List<String> images() {
        return images;
    }

    private HasMetadata patched(HasMetadata object) {
        JsonNode node = Serialization.unmarshal(Serialization.asJson(object), JsonNode.class);
        for (Patch patch : patches) {
            if (patch.isFor(object)) {
                node = JsonPatch.apply(patch.operations(), node);
            }
        }
        return Serialization.unmarshal(node.toString(), object.getClass());
    }

    private static List<HasMetadata> base() {
        return Rendered.of(Repo.read("k8s/base/sluice.yaml")).objects();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> list(Map<String, Object> of, String name) {
        return (List<Map<?, ?>>) of.getOrDefault(name, List.of());
    }
}
