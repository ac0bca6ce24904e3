package dev.sluice.bench.cache;

import ai.onnxruntime.OrtException;
import dev.sluice.cache.embed.Encoder;
import dev.sluice.kit.canonical.Canonical;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of texts by the service's own encoder, questions in the canonical form in which the service embeds them.
 * Computed once and kept in a file beside the reports, since 80,000 questions take minutes.
 */
public final class Vectors {

    private static final Path FOLDER = Path.of("target", "bench");
    private static final int AT_A_TIME = 1_000;
    /** Bytes of a key and its vector. */
    private static final int RECORD = 2 + 24 + Float.BYTES * Encoder.DIMENSIONS;

    private final UnaryOperator<String> canonical;
    private final Map<String, float[]> known = new ConcurrentHashMap<>();
    private final Map<String, String> forms = new ConcurrentHashMap<>();
    private final Path file;
    private final Encoder.Model model;

    private Vectors(Encoder.Model model, String file, UnaryOperator<String> canonical) {
        this.model = model;
        this.file = FOLDER.resolve(file);
        this.canonical = canonical;
    }

    /** Those of the service's standard encoder. */
    public static Vectors open() throws IOException {
        return open(Encoder.Model.BGE_SMALL);
    }

    /** Those of an encoder. */
    public static Vectors open(Encoder.Model model) throws IOException {
        var vectors = new Vectors(model, "vectors-" + model.title() + ".bin", Canonical.standard()::of);
        vectors.read();
        return vectors;
    }

    /** Vectors of texts as they are, as {@code /v1/embeddings} gives them; those of earlier runs. */
    public static Vectors ofPlainTexts() throws IOException {
        Encoder.Model model = Encoder.Model.BGE_SMALL;
        var vectors = new Vectors(model, "vectors-" + model.title() + "-plain.bin", UnaryOperator.identity());
        vectors.read();
        return vectors;
    }

    /** Which encoder's they are. */
    public Encoder.Model model() {
        return model;
    }

    /** The vector of a question; {@link #need} has to have been told of it. */
    public float[] of(String text) {
        float[] vector = known.get(key(text));
        if (vector == null) {
            throw new IllegalStateException("no vector was asked for: " + text);
        }
        return vector;
    }

    /** Embeds those of the questions that are new. */
    public void need(Collection<String> texts) throws Exception {
        Set<String> fresh = new LinkedHashSet<>();
        for (String text : texts) {
            if (!known.containsKey(key(text))) {
                fresh.add(form(text));
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        System.out.println("Embedding " + fresh.size() + " texts ...");
        List<String> all = List.copyOf(fresh);
        try (Encoder encoder = Encoder.load(FOLDER.resolve("natives"), model)) {
            for (int from = 0; from < all.size(); from += AT_A_TIME) {
                embed(encoder, all.subList(from, Math.min(all.size(), from + AT_A_TIME)));
            }
        }
    }

    private void embed(Encoder encoder, List<String> forms) throws Exception {
        float[][] made = new float[forms.size()][];
        var next = new AtomicInteger();
        var failure = new AtomicReference<@Nullable OrtException>();
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < made.length && failure.get() == null; i = next.getAndIncrement()) {
                try {
                    made[i] = encoder.first(encoder.tokens(forms.get(i)));
                } catch (OrtException e) {
                    failure.set(e);
                }
            }
        };
        Thread second = Thread.ofPlatform().start(work);
        work.run();
        second.join();
        OrtException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        Files.createDirectories(FOLDER);
        try (var out = new DataOutputStream(new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)))) {
            for (int i = 0; i < made.length; i++) {
                String key = hash(forms.get(i));
                known.put(key, made[i]);
                out.writeUTF(key);
                for (float number : made[i]) {
                    out.writeFloat(number);
                }
            }
        }
    }

    private void read() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        long whole = Files.size(file) / RECORD;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            for (long left = whole; left > 0; left--) {
                String key = in.readUTF();
                float[] vector = new float[Encoder.DIMENSIONS];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = in.readFloat();
                }
                known.put(key, vector);
            }
        }
        // A run that was cut off while writing left a part of one; what comes next must not be added to it.
        try (var out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            out.truncate(whole * RECORD);
        }
    }

    private String key(String text) {
        return hash(form(text));
    }

    /** The canonical form of a question. */
    public String form(String text) {
        return forms.computeIfAbsent(text, canonical);
    }

    private static String hash(String form) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(form.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
