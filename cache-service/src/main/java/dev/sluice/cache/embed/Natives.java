package dev.sluice.cache.embed;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Puts the native libraries into the service's own folder, once. Left alone, ONNX Runtime unpacks 17 MB into
 * java.io.tmpdir at each start (and leaves them there when killed) and the tokenizer keeps a copy in the home folder.
 */
final class Natives {

    private static final List<String> ONNX = List.of("onnxruntime", "onnxruntime4j_jni");

    private Natives() {}

    /** Tells both libraries where to look; must run before the first use of either. */
    static void into(Path folder) throws IOException {
        Files.createDirectories(folder);
        set("ENGINE_CACHE_DIR", folder.toString());
        set("DJL_CACHE_DIR", folder.toString());
        set("ai.djl.offline", "true");
        String platform = platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        if (platform != null && System.getProperty("onnxruntime.native.path") == null) {
            Path onnx = Files.createDirectories(folder.resolve("onnxruntime-" + platform));
            for (String library : ONNX) {
                String file = System.mapLibraryName(library);
                unpack("/ai/onnxruntime/native/" + platform + "/" + file, onnx.resolve(file));
            }
            System.setProperty("onnxruntime.native.path", onnx.toString());
        }
    }

    /** The name ONNX Runtime has for this machine; null leaves the unpacking to it. */
    static @Nullable String platform(String osName, String arch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        if (os.contains("linux")) {
            return arm ? "linux-aarch64" : "linux-x64";
        }
        if (os.contains("mac")) {
            return arm ? "osx-aarch64" : "osx-x64";
        }
        return null;
    }

    /** Copies a resource to a file, unless a file of that size is there already; never holds it in memory. */
    static void unpack(String resource, Path to) throws IOException {
        URL url = OrtEnvironment.class.getResource(resource);
        if (url == null) {
            throw new IOException("The package has no " + resource + "; ONNX Runtime may not know this machine");
        }
        URLConnection connection = url.openConnection();
        if (Files.exists(to) && Files.size(to) == connection.getContentLengthLong()) {
            return;
        }
        Path fresh = Files.createTempFile(to.getParent(), "unpacking", ".tmp");
        try (InputStream in = connection.getInputStream()) {
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
