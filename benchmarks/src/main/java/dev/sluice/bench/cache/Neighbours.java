package dev.sluice.bench.cache;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/** For each question of a stream the most similar ones that came before it, each wording once, as an index holds it. */
public final class Neighbours {

    /** How many the service looks at. */
    public static final int MOST = 8;

    private static final int BLOCK = 512;

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
        Path file = Path.of("target", "bench", "nearest-%d-%08x.bin".formatted(vectors.length, hash));
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
        int[] stored = firsts(vectors);
        List<float[][]> blocks = new ArrayList<>();
        for (int from = 0; from < stored.length; from += BLOCK) {
            blocks.add(turned(vectors, Arrays.copyOfRange(stored, from, Math.min(stored.length, from + BLOCK))));
        }
        return IntStream.range(0, vectors.length)
                .parallel()
                .mapToObj(i -> nearest(vectors[i], blocks, stored, i))
                .toList();
    }

    /** The places of the vectors that did not occur before: one canonical form is one entry, and one vector. */
    private static int[] firsts(float[][] vectors) {
        Set<FloatBuffer> seen = new HashSet<>();
        return IntStream.range(0, vectors.length)
                .filter(i -> seen.add(FloatBuffer.wrap(vectors[i])))
                .toArray();
    }

    /** By dimension instead of by vector, so that many products are summed side by side. */
    private static float[][] turned(float[][] vectors, int[] places) {
        float[][] turned = new float[vectors[0].length][places.length];
        for (int i = 0; i < places.length; i++) {
            for (int d = 0; d < turned.length; d++) {
                turned[d][i] = vectors[places[i]][d];
            }
        }
        return turned;
    }

    /** Those of a vector among the stored ones that came before it. */
    private static List<Near> nearest(float[] vector, List<float[][]> blocks, int[] stored, int before) {
        var order = Comparator.comparingDouble(Near::cosine).thenComparing(Near::at, Comparator.reverseOrder());
        var nearest = new PriorityQueue<>(order);
        for (int block = 0; block * BLOCK < stored.length && stored[block * BLOCK] < before; block++) {
            float[] products = products(vector, blocks.get(block));
            for (int i = 0; i < products.length && stored[block * BLOCK + i] < before; i++) {
                if (nearest.size() < MOST || products[i] > nearest.element().cosine()) {
                    nearest.add(new Near(stored[block * BLOCK + i], products[i]));
                    if (nearest.size() > MOST) {
                        nearest.remove();
                    }
                }
            }
        }
        return nearest.stream().sorted(order.reversed()).toList();
    }

    private static float[] products(float[] vector, float[][] turned) {
        float[] sums = new float[turned[0].length];
        for (int d = 0; d < vector.length; d++) {
            float factor = vector[d];
            float[] row = turned[d];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += factor * row[i];
            }
        }
        return sums;
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
