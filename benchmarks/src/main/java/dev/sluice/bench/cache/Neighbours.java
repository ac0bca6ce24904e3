package dev.sluice.bench.cache;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** For each question of a stream the most similar ones that came before it. */
public final class Neighbours {

    /** How many the service looks at. */
    public static final int MOST = 8;

    /**
     * An earlier question.
     *
     * @param at its place in the stream
     * @param cosine of the two vectors
     */
    public record Near(int at, double cosine) {}

    private Neighbours() {}

    /**
     * Nearest first, at most {@link #MOST}, as {@link #of(float[][])} found them in an earlier run for the same vectors;
     * kept beside the reports, since comparing all with all takes a minute.
     */
    public static List<List<Near>> remembered(float[][] vectors) throws IOException {
        int hash = Arrays.deepHashCode(vectors);
        Path file = Path.of("target", "bench", "neighbours-%d-%08x.bin".formatted(vectors.length, hash));
        if (Files.exists(file)) {
            return read(file);
        }
        List<List<Near>> found = of(vectors);
        Path fresh = Files.createTempFile(file.getParent(), "neighbours", ".tmp");
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
            out.writeInt(found.size());
            for (List<Near> near : found) {
                out.writeByte(near.size());
                for (Near one : near) {
                    out.writeInt(one.at());
                    out.writeDouble(one.cosine());
                }
            }
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        return found;
    }

    private static List<List<Near>> read(Path file) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            List<List<Near>> all = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                List<Near> near = new ArrayList<>();
                for (int size = in.readByte(); size > 0; size--) {
                    near.add(new Near(in.readInt(), in.readDouble()));
                }
                all.add(near);
            }
            return all;
        }
    }

    /** Nearest first, at most {@link #MOST}, by comparing every vector. */
    public static List<List<Near>> of(float[][] vectors) {
        return IntStream.range(0, vectors.length)
                .parallel()
                .mapToObj(i -> nearest(vectors, i))
                .toList();
    }

    /** Those of {@code vectors[of]} among the vectors before it. */
    public static List<Near> nearest(float[][] vectors, int of) {
        int[] at = new int[MOST];
        double[] cosine = new double[MOST];
        int size = 0;
        for (int j = 0; j < of; j++) {
            double now = dot(vectors[of], vectors[j]);
            if (size < MOST || now > cosine[size - 1]) {
                size = Math.min(MOST, size + 1);
                int place = size - 1;
                while (place > 0 && now > cosine[place - 1]) {
                    at[place] = at[place - 1];
                    cosine[place] = cosine[place - 1];
                    place--;
                }
                at[place] = j;
                cosine[place] = now;
            }
        }
        int found = size;
        return Arrays.asList(IntStream.range(0, found)
                .mapToObj(i -> new Near(at[i], cosine[i]))
                .toArray(Near[]::new));
    }

    /** Four sums side by side, which the compiler can turn into vector instructions. */
    public static double dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int i = 0; i + 3 < a.length; i += 4) {
            s0 = Math.fma(a[i], b[i], s0);
            s1 = Math.fma(a[i + 1], b[i + 1], s1);
            s2 = Math.fma(a[i + 2], b[i + 2], s2);
            s3 = Math.fma(a[i + 3], b[i + 3], s3);
        }
        return (double) s0 + s1 + s2 + s3;
    }
}
