package dev.sluice.local.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** {@code ./sluice import litellm|portkey FILE}: the control file goes out, what was not translated is told. */
public final class Import {

    private static final int LARGEST = 4 * 1024 * 1024;
    private static final String USAGE = """
            ./sluice import litellm config.yaml [-o FILE] [--force]
            ./sluice import portkey config.json [-o FILE] [--force] [--name ROUTE] [--model MODEL]""";

    /** What was typed. */
    private record Wish(String from, Path file, Map<String, String> options, boolean force) {}

    /** Something a person has to change; the message says what. */
    static final class Trouble extends Exception {

        private static final long serialVersionUID = 1L;

        Trouble(String message) {
            super(message);
        }
    }

    private Import() {}

    /** Exit codes: 0 done, 1 could not be done, 2 not understood. */
    public static void main(String[] words) {
        try {
            Wish wish = wish(List.of(words));
            if (wish == null) {
                System.err.println(USAGE);
                System.exit(2);
                return;
            }
            Imported imported = read(wish);
            write(wish, imported);
            report(wish, imported);
            System.exit(imported.routes().isEmpty() ? 1 : 0);
        } catch (Trouble trouble) {
            System.err.println("sluice: " + trouble.getMessage());
            System.exit(1);
        }
    }

    private static @org.jspecify.annotations.Nullable Wish wish(List<String> words) {
        List<String> rest = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        boolean force = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (List.of("-o", "--name", "--model").contains(word) && i + 1 < words.size()) {
                options.put(word, words.get(++i));
            } else if (word.equals("--force")) {
                force = true;
            } else if (word.startsWith("-")) {
                return null;
            } else {
                rest.add(word);
            }
        }
        boolean understood = rest.size() == 2 && List.of("litellm", "portkey").contains(rest.getFirst());
        return understood ? new Wish(rest.getFirst(), Path.of(rest.getLast()), options, force) : null;
    }

    private static Imported read(Wish wish) throws Trouble {
        Map<String, Object> file = parse(wish.file());
        return wish.from().equals("litellm")
                ? LiteLlm.read(file)
                : Portkey.read(
                        file,
                        wish.options().getOrDefault("--name", "portkey"),
                        wish.options().getOrDefault("--model", ""));
    }

    /** JSON is YAML. */
    static Map<String, Object> parse(Path file) throws Trouble {
        try {
            var options = new LoaderOptions();
            options.setCodePointLimit(LARGEST);
            Object root = new Yaml(new SafeConstructor(options)).load(Files.readString(file, StandardCharsets.UTF_8));
            if (root instanceof Map<?, ?> map) {
                return Tree.map(map);
            }
            throw new Trouble("%s holds no map at its top. Is it the right file?".formatted(file));
        } catch (NoSuchFileException e) {
            throw new Trouble("There is no file %s.".formatted(file));
        } catch (IOException e) {
            throw new Trouble("%s cannot be read: %s".formatted(file, e.getMessage()));
        } catch (YAMLException e) {
            throw new Trouble("%s is neither YAML nor JSON: %s"
                    .formatted(
                            file,
                            String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
    }

    private static void write(Wish wish, Imported imported) throws Trouble {
        String name = wish.from().equals("litellm") ? "LiteLLM" : "Portkey";
        String yaml = imported.yaml(name + "'s " + wish.file().getFileName());
        String to = wish.options().get("-o");
        if (to == null) {
            System.out.print(yaml);
            return;
        }
        Path target = Path.of(to);
        if (Files.exists(target) && !wish.force()) {
            throw new Trouble("%s is there already. Choose another name, or add --force.".formatted(target));
        }
        try {
            Files.writeString(target, yaml);
        } catch (IOException e) {
            throw new Trouble("%s cannot be written: %s".formatted(target, e.getMessage()));
        }
    }

    private static void report(Wish wish, Imported imported) {
        System.err.printf(
                "Imported from %3$s: providers %1$d, routes %2$d.%n",
                imported.providers().size(), imported.routes().size(), wish.file());
        if (!imported.notes().isEmpty()) {
            System.err.println("Not the same here, or not imported:");
            imported.notes().forEach(note -> System.err.println("  - " + note));
        }
    }
}
