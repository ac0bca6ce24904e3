package dev.sluice.e2e.deploy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The {@code sluice.*} keys one service knows, read from the {@code @ConfigMapping} interfaces in its sources and in
 * service-kit's. A key in a map ends with {@code *}.
 */
record ConfigKeys(Set<String> keys) {

    static ConfigKeys of(String service) {
        var keys = new TreeSet<String>();
        Stream.of("service-kit", service + "-service")
                .map(module -> Repo.path(module, "src", "main", "java"))
                .flatMap(ConfigKeys::mappings)
                .forEach(file -> read(file, keys));
        return new ConfigKeys(keys);
    }

    /** Whether a name such as {@code SLUICE_KAFKA_BOOTSTRAP} sets one of the keys. */
    boolean knowsVariable(String name) {
        return keys.stream().anyMatch(key -> matches(variable(key), name));
    }

    /** Whether a key in a properties file is one of them. */
    boolean knows(String key) {
        return keys.stream().anyMatch(known -> matches(known, key));
    }

    private static boolean matches(String known, String name) {
        return known.endsWith("*") ? name.startsWith(known.substring(0, known.length() - 1)) : known.equals(name);
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9*]", "_");
    }

    private static Stream<Path> mappings(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> Repo.read(file).contains("@ConfigMapping("))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path file, Set<String> keys) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var sources = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var task = (JavacTask) compiler.getTask(null, sources, null, null, null, sources.getJavaFileObjects(file));
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree mapping && prefix(mapping.getModifiers()) instanceof String prefix) {
                        var nested = new HashMap<String, ClassTree>();
                        members(mapping, ClassTree.class).forEach(it -> collect(it, nested));
                        add(prefix, mapping, nested, keys);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(ClassTree type, Map<String, ClassTree> nested) {
        if (type.getKind() == Tree.Kind.INTERFACE) {
            nested.put(type.getSimpleName().toString(), type);
            members(type, ClassTree.class).forEach(it -> collect(it, nested));
        }
    }

    private static void add(String prefix, ClassTree group, Map<String, ClassTree> nested, Set<String> keys) {
        for (MethodTree method : members(group, MethodTree.class)) {
            String key = key(prefix, method);
            String type = type(method.getReturnType());
            if (type.equals("Map")) {
                keys.add(key + ".*");
            } else if (nested.get(type) instanceof ClassTree inner) {
                add(key, inner, nested, keys);
            } else {
                keys.add(key);
            }
        }
    }

    private static String key(String prefix, MethodTree method) {
        boolean parent = method.getModifiers().getAnnotations().stream()
                .anyMatch(it -> it.getAnnotationType().toString().equals("WithParentName"));
        String name = value(method.getModifiers(), "WithName");
        return parent
                ? prefix
                : prefix + "." + (name == null ? kebab(method.getName().toString()) : name);
    }

    /** The simple name of a type, of what is inside for an Optional. */
    private static String type(Tree tree) {
        if (tree instanceof ParameterizedTypeTree generic) {
            String outer = generic.getType().toString();
            return outer.equals("Optional") ? type(generic.getTypeArguments().getFirst()) : outer;
        }
        return tree.toString();
    }

    private static String prefix(ModifiersTree modifiers) {
        return value(modifiers, "ConfigMapping");
    }

    private static String value(ModifiersTree modifiers, String annotation) {
        for (AnnotationTree it : modifiers.getAnnotations()) {
            if (it.getAnnotationType().toString().equals(annotation)) {
                for (ExpressionTree argument : it.getArguments()) {
                    ExpressionTree given = argument instanceof AssignmentTree named ? named.getExpression() : argument;
                    if (given instanceof LiteralTree literal) {
                        return literal.getValue().toString();
                    }
                }
            }
        }
        return null;
    }

    private static <T extends Tree> List<T> members(ClassTree type, Class<T> kind) {
        return type.getMembers().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .collect(Collectors.toList());
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
