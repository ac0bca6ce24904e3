package dev.sluice.e2e.docs;

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
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Reads the {@code @ConfigMapping} interfaces of one source file, with the sentences above their methods. */
final class MappingReader {

    private final DocTrees docs;
    private final CompilationUnitTree unit;
    private final String module;
    private final Map<String, ClassTree> nested = new HashMap<>();

    private MappingReader(DocTrees docs, CompilationUnitTree unit, String module) {
        this.docs = docs;
        this.unit = unit;
        this.module = module;
    }

    /**
     * The mappings in a file, most often one.
     *
     * @param module the Maven module it belongs to
     */
    static List<Mapping> read(Path file, String module) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var sources = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var task = (JavacTask) compiler.getTask(null, sources, null, null, null, sources.getJavaFileObjects(file));
            var found = new ArrayList<Mapping>();
            for (CompilationUnitTree unit : task.parse()) {
                found.addAll(new MappingReader(DocTrees.instance(task), unit, module).mappings());
            }
            return found;
        }
    }

    private List<Mapping> mappings() {
        var found = new ArrayList<Mapping>();
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree mapping) {
                String prefix = annotation(mapping.getModifiers(), "ConfigMapping");
                if (prefix != null) {
                    collect(mapping);
                    var settings = new ArrayList<Setting>();
                    TreePath path = TreePath.getPath(unit, mapping);
                    group(prefix, mapping, path, settings);
                    found.add(new Mapping(prefix, module, sentence(path), List.copyOf(settings)));
                }
            }
        }
        return found;
    }

    private void collect(ClassTree type) {
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree inner) {
                nested.put(inner.getSimpleName().toString(), inner);
                collect(inner);
            }
        }
    }

    private void group(String prefix, ClassTree group, TreePath path, List<Setting> settings) {
        for (Tree member : group.getMembers()) {
            if (member instanceof MethodTree method && method.getBody() == null) {
                String named = annotation(method.getModifiers(), "WithName");
                String name = named == null ? kebab(method.getName().toString()) : named;
                String key = has(method.getModifiers(), "WithParentName") ? prefix : prefix + "." + name;
                value(key, method, method.getReturnType(), new TreePath(path, method), settings);
            }
        }
    }

    private void value(String key, MethodTree method, Tree type, TreePath path, List<Setting> settings) {
        if (type instanceof ParameterizedTypeTree generic && outer(generic).equals("Map")) {
            value(key + ".<name>", method, generic.getTypeArguments().getLast(), path, settings);
            return;
        }
        boolean optional =
                type instanceof ParameterizedTypeTree generic && outer(generic).equals("Optional");
        Tree inner =
                optional ? ((ParameterizedTypeTree) type).getTypeArguments().getFirst() : type;
        ClassTree known = nested.get(inner.toString());
        if (known != null && known.getKind() == Tree.Kind.INTERFACE) {
            group(key, known, TreePath.getPath(unit, known), settings);
            return;
        }
        boolean mayBeAbsent = optional || type.toString().startsWith("Optional") || key.endsWith(">");
        String standard = annotation(method.getModifiers(), "WithDefault");
        settings.add(new Setting(key, describe(inner, known), standard, mayBeAbsent, sentence(path)));
    }

    private static String describe(Tree type, @Nullable ClassTree known) {
        if (known != null) {
            return known.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(constant -> ((VariableTree) constant)
                            .getName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-'))
                    .collect(Collectors.joining(", "));
        }
        if (type instanceof ParameterizedTypeTree generic) {
            return "list of " + describe(generic.getTypeArguments().getFirst(), null) + "s, separated by commas";
        }
        return switch (type.toString()) {
            case "String" -> "text";
            case "boolean", "Boolean" -> "true or false";
            case "int", "long", "short", "Integer", "Long", "Short", "OptionalInt", "OptionalLong" -> "whole number";
            case "double", "Double" -> "number";
            case "Duration" -> "duration";
            case "MemorySize" -> "size";
            case "URI" -> "URL";
            case "Path" -> "path";
            default ->
                throw new IllegalArgumentException("The configuration reference does not know how to describe the type "
                        + type + ": add it to MappingReader.describe.");
        };
    }

    private String sentence(TreePath path) {
        return DocText.plain(Optional.ofNullable(docs.getDocComment(path))
                .orElseThrow(() -> new IllegalArgumentException(
                        "No Javadoc above " + path.getLeaf().toString().strip() + " in "
                                + unit.getSourceFile().getName() + ": every key needs its sentence.")));
    }

    private static boolean has(ModifiersTree modifiers, String name) {
        return modifiers.getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals(name));
    }

    private static String outer(ParameterizedTypeTree generic) {
        return generic.getType().toString();
    }

    private static @Nullable String annotation(ModifiersTree modifiers, String name) {
        for (AnnotationTree annotation : modifiers.getAnnotations()) {
            if (annotation.getAnnotationType().toString().equals(name)) {
                for (ExpressionTree argument : annotation.getArguments()) {
                    ExpressionTree given = argument instanceof AssignmentTree named ? named.getExpression() : argument;
                    if (given instanceof LiteralTree literal) {
                        return String.valueOf(literal.getValue());
                    }
                }
            }
        }
        return null;
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
