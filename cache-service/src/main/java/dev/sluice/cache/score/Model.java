package dev.sluice.cache.score;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two sets of trained trees with their calibration, as read from a text file of lines: {@code name values} for the
 * header, {@code stream nodes} or {@code contrast nodes} for each tree. The first were trained on what happens between
 * neighbours of a stream of questions, the others on small changes that turn the meaning, which hardly happen there;
 * the more careful of the two opinions counts. The header says which features the trees were trained on; a model for
 * others is refused.
 */
public final class Model {

    /** The first line of a file this class can read. */
    public static final String FORMAT = "sluice-score 1";

    /** What nobody should be served, in log-odds. */
    private static final double NEVER = -20;

    private static final String ENCODER = "encoder";

    private final Trees streams;
    private final Trees contrasts;
    private final Calibration calibration;

    private Model(Trees streams, Trees contrasts, Calibration calibration) {
        this.streams = streams;
        this.contrasts = contrasts;
        this.calibration = calibration;
    }

    /** The one in the package that was trained on the vectors of this encoder. */
    static Model shipped(String encoder) {
        String resource = "/dev/sluice/cache/score/" + encoder + ".model";
        try (InputStream in = Model.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + resource
                        + " is missing from the package: nobody trained a scorer for this encoder, so what its"
                        + " cosines are worth is unknown. Train one by ./sluice bench cache-train");
            }
            List<String> lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
            if (!lines.contains(ENCODER + ' ' + encoder)) {
                throw new IllegalStateException(
                        "The resource " + resource + " was trained on another encoder's vectors");
            }
            return parse(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a model.
     *
     * @throws IllegalArgumentException when it is of another format or for other features
     */
    public static Model parse(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().equals(FORMAT)) {
            throw new IllegalArgumentException("This is no model of format '" + FORMAT + "'; train it again");
        }
        Map<String, String> header = new HashMap<>();
        List<String> streams = new ArrayList<>();
        List<String> contrasts = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            String rest = line.substring(space + 1);
            switch (line.substring(0, space)) {
                case "stream" -> streams.add(rest);
                case "contrast" -> contrasts.add(rest);
                default -> header.put(line.substring(0, space), rest);
            }
        }
        if (!features().equals(header.get("features"))) {
            throw new IllegalArgumentException("The model was trained on other features than these; train it again");
        }
        return new Model(
                Trees.parse(Double.parseDouble(header.getOrDefault("stream-base", "0")), streams),
                Trees.parse(Double.parseDouble(header.getOrDefault("contrast-base", "0")), contrasts),
                new Calibration(
                        points(header.getOrDefault("probabilities", "0:0.5")),
                        points(header.getOrDefault("cuts", "0:2")),
                        points(header.getOrDefault("repeated-cuts", "0:2")),
                        Double.parseDouble(header.getOrDefault("repeated-judged", "1"))));
    }

    /** The names of the features in their order, as a model's header has them. */
    public static String features() {
        return Feature.all().stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    private static NavigableMap<Double, Double> points(String text) {
        NavigableMap<Double, Double> points = new TreeMap<>();
        for (String point : text.split(" ", -1)) {
            int colon = point.indexOf(':');
            points.put(Double.parseDouble(point.substring(0, colon)), Double.parseDouble(point.substring(colon + 1)));
        }
        return points;
    }

    Calibration calibration() {
        return calibration;
    }

    /**
     * The more careful of the two opinions, in log-odds. Questions that each have a number the other lacks never share an
     * answer, whatever the trees think: nobody forgives a wrong year or amount.
     */
    public double sum(float[] values) {
        return isOtherNumber(values) ? NEVER : Math.min(streams.sum(values), contrasts.sum(values));
    }

    private static boolean isOtherNumber(float[] values) {
        return values[Feature.NUMBERS_BOTH.place()] > 0;
    }

    Scored score(int candidate, float[] values) {
        return new Scored(candidate, calibration.probability(sum(values)), () -> reasons(values));
    }

    private List<Scored.Reason> reasons(float[] values) {
        if (isOtherNumber(values)) {
            return List.of(new Scored.Reason(Feature.NUMBERS_BOTH, 1, NEVER));
        }
        Trees deciding = streams.sum(values) <= contrasts.sum(values) ? streams : contrasts;
        double[] added = deciding.contributions(values);
        return IntStream.range(0, values.length)
                .filter(i -> added[i] != 0)
                .mapToObj(i -> new Scored.Reason(Feature.all().get(i), values[i], added[i]))
                .sorted(Comparator.comparingDouble((Scored.Reason reason) -> -Math.abs(reason.contribution())))
                .toList();
    }
}
