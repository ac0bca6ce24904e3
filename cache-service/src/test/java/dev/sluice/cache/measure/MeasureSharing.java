package dev.sluice.cache.measure;

import dev.sluice.cache.embed.Encoder;
import dev.sluice.cache.guard.Guards;
import dev.sluice.cache.guard.Verdict;
import dev.sluice.kit.canonical.Canonical;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Measures who shares an answer. Arguments: a folder with {@code adversarial/pairs.tsv.gz} (label, kind, capability, two
 * questions) and {@code qqp/stream_once.tsv.gz} (answer set, question), the floor, the strict floor. Prints false and
 * true accepts by kind, then hits and wrong hits of the stream replayed in order.
 */
public final class MeasureSharing {

    private static final int CANDIDATES = 5;

    private final Canonical canonical = Canonical.standard();
    private final Guards guards = Guards.standard();
    private final Map<String, float[]> vectors = new HashMap<>();
    private final Encoder encoder;
    private final double floor;
    private final double strictFloor;

    private MeasureSharing(Encoder encoder, double floor, double strictFloor) {
        this.encoder = encoder;
        this.floor = floor;
        this.strictFloor = strictFloor;
    }

    public static void main(String[] args) throws Exception {
        Path data = Path.of(args[0]);
        try (Encoder encoder = Encoder.load(Path.of("target/data/natives"))) {
            var measure = new MeasureSharing(encoder, Double.parseDouble(args[1]), Double.parseDouble(args[2]));
            measure.adversarial(rows(data.resolve("adversarial/pairs.tsv.gz")));
            measure.stream(rows(data.resolve("qqp/stream_once.tsv.gz")));
        }
    }

    private void adversarial(List<String[]> rows) throws Exception {
        Map<String, int[]> kinds = new TreeMap<>();
        int[][] all = new int[2][3];
        for (String[] row : rows) {
            int label = Integer.parseInt(row[0]);
            double cosine = dot(vector(row[3]), vector(row[4]));
            boolean shared = canonical.of(row[3]).equals(canonical.of(row[4])) || share(row[3], row[4], cosine);
            boolean byCosine = cosine >= 0.94;
            for (int[] count : List.of(all[label], kinds.computeIfAbsent(row[0] + " " + row[1], k -> new int[3]))) {
                count[0]++;
                count[1] += shared ? 1 : 0;
                count[2] += byCosine ? 1 : 0;
            }
        }
        kinds.forEach((kind, count) -> print(kind, count));
        print("false accepts", all[0]);
        print("true accepts", all[1]);
    }

    private static void print(String what, int[] count) {
        System.out.printf(
                "%-90s %5d shared %5.1f %%   cosine 0.94 alone %5.1f %%%n",
                what, count[0], 100.0 * count[1] / count[0], 100.0 * count[2] / count[0]);
    }

    private void stream(List<String[]> rows) throws Exception {
        int hits = 0;
        int wrong = 0;
        int plainHits = 0;
        int plainWrong = 0;
        float[][] seen = new float[rows.size()][];
        for (int i = 0; i < rows.size(); i++) {
            seen[i] = vector(rows.get(i)[1]);
            List<double[]> near = nearest(seen, i);
            if (!near.isEmpty() && near.getFirst()[1] >= 0.94) {
                plainHits++;
                plainWrong += isRight(rows, i, near.getFirst()) ? 0 : 1;
            }
            for (double[] candidate : near) {
                if (share(rows.get(i)[1], rows.get((int) candidate[0])[1], candidate[1])) {
                    hits++;
                    wrong += isRight(rows, i, candidate) ? 0 : 1;
                    break;
                }
            }
        }
        System.out.printf(
                "stream of %d: hits %.2f %%, wrong %.2f %%   cosine 0.94 alone: hits %.2f %%, wrong %.2f %%%n",
                rows.size(),
                100.0 * hits / rows.size(),
                100.0 * wrong / rows.size(),
                100.0 * plainHits / rows.size(),
                100.0 * plainWrong / rows.size());
    }

    private static boolean isRight(List<String[]> rows, int question, double[] candidate) {
        return rows.get(question)[0].equals(rows.get((int) candidate[0])[0]);
    }

    private List<double[]> nearest(float[][] seen, int question) {
        List<double[]> near = new ArrayList<>();
        for (int j = 0; j < question; j++) {
            double cosine = dot(seen[question], seen[j]);
            if (cosine >= floor) {
                near.add(new double[] {j, cosine});
            }
        }
        near.sort(Comparator.comparingDouble((double[] n) -> n[1]).reversed());
        return near.subList(0, Math.min(CANDIDATES, near.size()));
    }

    private boolean share(String one, String other, double cosine) {
        Verdict verdict = guards.compare(one, other);
        boolean prose =
                !Canonical.isVerbatim(Canonical.surface(one)) && !Canonical.isVerbatim(Canonical.surface(other));
        return prose && verdict.allows() && cosine >= (verdict.sameContent() ? floor : strictFloor);
    }

    private float[] vector(String text) throws Exception {
        String form = canonical.of(text);
        float[] known = vectors.get(form);
        if (known == null) {
            known = encoder.first(encoder.tokens(form));
            vectors.put(form, known);
        }
        return known;
    }

    private static double dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int i = 0; i < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        return s0 + s1 + s2 + s3;
    }

    private static List<String[]> rows(Path file) throws IOException {
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return in.lines().map(line -> line.split("\t", -1)).toList();
        }
    }
}
