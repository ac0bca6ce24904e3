package dev.sluice.kit.prices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A versioned table of list prices by model. A dated or tagged model has the price of its family. */
public final class Prices {

    /** The version told for a model that has no price. */
    public static final String NONE = "none";

    /** What may follow a model's name without making it another model: a date, {@code -latest}, a tag. */
    private static final Pattern SAME_MODEL =
            Pattern.compile("|-\\d{4}-\\d{2}-\\d{2}|-\\d{8}|-\\d{4}|-latest|-preview-\\d{2}-\\d{2}|[@:].*");

    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);

    private final String version;
    private final TreeMap<String, Price> byModel;

    private Prices(String version, Map<String, Price> byModel) {
        this.version = version;
        this.byModel = new TreeMap<>(byModel);
    }

    /** The table that ships with the suite. */
    public static Prices bundled() {
        try (InputStream in = Objects.requireNonNull(Prices.class.getResourceAsStream("prices.json"))) {
            return parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table: {@code {"version": "...", "models": {"name": {"input": 0.15, "cachedInput": 0.075, "output": 0.6}}}},
     * prices in USD per million tokens; without {@code cachedInput} cached tokens cost what others do, without
     * {@code reasoning} tokens of reasoning cost what others of the answer do, and without {@code audioInput} and
     * {@code audioOutput} those of sound cost what others of prompt and answer do.
     */
    public static Prices parse(InputStream json) throws IOException {
        JsonNode root = new ObjectMapper().readTree(json);
        Map<String, Price> byModel = new TreeMap<>();
        for (Map.Entry<String, JsonNode> model : root.path("models").properties()) {
            JsonNode price = model.getValue();
            long input = nano(price.path("input"));
            long output = nano(price.path("output"));
            byModel.put(
                    model.getKey(),
                    new Price(
                            input,
                            nano(price, "cachedInput", input),
                            output,
                            nano(price, "reasoning", output),
                            nano(price, "audioInput", input),
                            nano(price, "audioOutput", output)));
        }
        return new Prices(root.path("version").asText(), byModel);
    }

    private static long nano(JsonNode price, String field, long otherwise) {
        return price.has(field) ? nano(price.path(field)) : otherwise;
    }

    private static long nano(JsonNode usd) {
        return usd.isMissingNode()
                ? 0
                : new BigDecimal(usd.asText()).multiply(NANO).longValueExact();
    }

    /** Which table this is, for events. */
    public String version() {
        return version;
    }

    /** Whether the table has a model under exactly this name: a name that everybody knows. */
    public boolean lists(String model) {
        return byModel.containsKey(model);
    }

    /** The price of a model by its name at its provider; nothing if the table does not know it. */
    public Optional<Price> of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Price> candidate = byModel.floorEntry(name);
                candidate != null;
                candidate = byModel.lowerEntry(candidate.getKey())) {
            String known = candidate.getKey();
            if (name.startsWith(known)
                    && SAME_MODEL.matcher(name.substring(known.length())).matches()) {
                return Optional.of(candidate.getValue());
            }
            if (known.isEmpty() || name.isEmpty() || known.charAt(0) != name.charAt(0)) {
                break;
            }
        }
        return Optional.empty();
    }
}
