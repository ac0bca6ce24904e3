package dev.sluice.e2e.deploy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what was read from YAML but is no field of the Kubernetes type: a misspelt or misplaced key. */
final class UnknownFields {

    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    /** Paths such as {@code Deployment.spec.template.spec.readOnlyRootFilesytem}. */
    static List<String> of(Object object) {
        var walk = new UnknownFields();
        walk.visit(object.getClass().getSimpleName(), object);
        return walk.found;
    }

    private void visit(String path, Object value) {
        switch (value) {
            case GenericKubernetesResource custom ->
                CustomKinds.unknown(custom).forEach(name -> found.add(path + "." + name));
            case Iterable<?> items -> {
                int i = 0;
                for (Object item : items) {
                    visit(path + "[" + i++ + "]", item);
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, item) -> {
                    if (item != null) {
                        visit(path + "." + key, item);
                    }
                });
            default -> {
                if (value.getClass().getName().startsWith("io.fabric8.") && !(value instanceof Enum<?>)) {
                    fields(path, value);
                }
            }
        }
    }

    private void fields(String path, Object value) {
        for (Method getter : value.getClass().getMethods()) {
            if (getter.getParameterCount() > 0 || !getter.getName().startsWith("get")) {
                continue;
            }
            if (getter.getName().equals("getAdditionalProperties")) {
                ((Map<?, ?>) call(getter, value)).keySet().forEach(name -> found.add(path + "." + name));
            } else if (getter.getDeclaringClass() == value.getClass()) {
                Object next = call(getter, value);
                if (next != null && next != value) {
                    String name = getter.getName().substring(3);
                    visit(path + "." + Character.toLowerCase(name.charAt(0)) + name.substring(1), next);
                }
            }
        }
    }

    private static Object call(Method getter, Object value) {
        try {
            return getter.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(getter.toString(), e);
        }
    }
}
