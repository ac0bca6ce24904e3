package dev.sluice.bench.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The labelled data the cache is measured and trained on: public sets, kept outside the repository. Its text is data
 * and nothing else.
 *
 * @param folder where the sets lie, one folder each
 */
public record Data(Path folder) {

    /** A question of a stream. Two questions with the same answer set share an answer. */
    public record Asked(String answers, String text) {}

    /**
     * Two questions.
     *
     * @param shared whether they share an answer
     * @param kind what was changed between them; empty in a set without kinds
     */
    public record Pair(boolean shared, String kind, String one, String other) {}

    /** The folder named by {@code -Dsluice.bench.data}, else {@code ../shared/data}; nothing when there is none. */
    public static Optional<Data> find() {
        Path folder = Path.of(System.getProperty("sluice.bench.data", "../shared/data"));
        return Files.isDirectory(folder) ? Optional.of(new Data(folder)) : Optional.empty();
    }

    /** Questions that each occur once, in the order of their arrival. */
    public List<Asked> streamOnce() {
        return rows("qqp/stream_once.tsv.gz").stream()
                .map(row -> new Asked(row[0], row[1]))
                .toList();
    }

    /** Questions asked again and again with light noise, in the order of their arrival. */
    public List<Asked> streamZipf() {
        return rows("qqp/stream_zipf.tsv.gz").stream()
                .map(row -> new Asked(row[1], row[2]))
                .toList();
    }

    /** Pairs of questions, duplicates or not. */
    public List<Pair> pairs() {
        return rows("qqp/pairs.tsv.gz").stream()
                .map(row -> new Pair(row[0].equals("1"), "", row[1], row[2]))
                .toList();
    }

    /** Pairs that look alike, by the kind of change. */
    public List<Pair> adversarial() {
        return rows("adversarial/pairs.tsv.gz").stream()
                .map(row -> new Pair(row[0].equals("1"), row[1], row[3], row[4]))
                .toList();
    }

    /** Sentences with a paraphrase of each. */
    public List<Pair> gptcacheMock() {
        var json = new ObjectMapper();
        return lines("gptcache_mock/pairs.jsonl.gz").stream()
                .map(line -> {
                    try {
                        JsonNode row = json.readTree(line);
                        return new Pair(
                                true,
                                "",
                                row.get("origin").asText(),
                                row.get("similar").asText());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /** The rows of a file, cut at its tabs. */
    public List<String[]> rows(String file) {
        return lines(file).stream().map(line -> line.split("\t", -1)).toList();
    }

    /** The lines of a file. */
    public List<String> lines(String file) {
        try (var in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(file))), StandardCharsets.UTF_8))) {
            return in.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
