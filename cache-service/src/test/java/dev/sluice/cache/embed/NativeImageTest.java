package dev.sluice.cache.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A native image is told what the native libraries look for in Java, and which resources the models are. */
class NativeImageTest {

    private static final String FOLDER = "/META-INF/native-image/dev.sluice/cache-service/";
    private static final String ONNX = "/ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so";
    private static final String TOKENIZER = "/native/lib/linux-x86_64/cpu/libtokenizers.so";
    private static final Pattern CLASS = Pattern.compile("(?<=\0)(ai/onnxruntime/\\w+)(?=\0)");

    private static byte[] bytes(String resource) throws IOException {
        try (var in = NativeImageTest.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return in.readAllBytes();
        }
    }

    private static JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(bytes(FOLDER + file));
    }

    private static String text(String library) throws IOException {
        return new String(bytes(library), StandardCharsets.ISO_8859_1);
    }

    private static Set<String> configured() throws IOException {
        Set<String> names = new TreeSet<>();
        json("jni-config.json").forEach(entry -> names.add(entry.get("name").asText()));
        return names;
    }

    @Test
    void everyClassThatOnnxRuntimeLooksForIsThere() throws IOException {
        List<String> named = CLASS.matcher(text(ONNX))
                .results()
                .map(found -> found.group(1).replace('/', '.'))
                .toList();
        assertThat(named).hasSizeGreaterThan(5);
        assertThat(configured()).containsAll(named);
    }

    @Test
    void everyClassThatIsThereExistsAndIsLookedForByOneOfThem() throws Exception {
        String libraries = text(ONNX) + text(TOKENIZER);
        for (String name : configured()) {
            assertThat(Class.forName(name, false, getClass().getClassLoader())).isNotNull();
            assertThat(libraries).contains(name.replace('.', '/'));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bge-small-en-v1.5-q.onnx",
                "bge-small-en-v1.5-q-tokenizer.json",
                "all-minilm-l6-v2-q.onnx",
                "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                "ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so",
                "native/lib/tokenizers.properties",
                "native/lib/linux-x86_64/cpu/libtokenizers.so",
                "dev/sluice/kit/canonical.rules"
            })
    void everyResourceOfTheModelsIsThere(String resource) throws IOException {
        assertThat(getClass().getResource("/" + resource)).as(resource).isNotNull();
        assertThat(json("resource-config.json").get("resources").get("includes"))
                .anySatisfy(include ->
                        assertThat(resource).matches(include.get("pattern").asText()));
    }
}
