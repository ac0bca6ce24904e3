package dev.sluice.optimizer.text;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What cuts a model's texts into tokens, and how well we know how many. Factors and errors of those that are not public or
 * not here were measured on 243 texts, factors on one half and errors on the other (docs/optimizer.md, Token counts).
 */
public enum Tokenizer {
    /** OpenAI's since GPT-4o: counted. */
    O200K_BASE(1, 0.0, 0.0),
    /** OpenAI's of GPT-4 and GPT-3.5: counted. */
    CL100K_BASE(1, 0.0, 0.0),
    /** Anthropic's, of which only an old one is published. */
    CLAUDE(1.04, 0.034, 0.132),
    /** Meta's of Llama 3. */
    LLAMA3(1, 0.006, 0.036),
    /** Mistral's first one of 32,000 tokens. */
    MISTRAL(1.14, 0.046, 0.136),
    /** One that nobody measured. */
    UNKNOWN(1, null, null);

    private static final Pattern O200K = Pattern.compile("(gpt-4o|gpt-4\\.[15]|gpt-5|gpt-oss|chatgpt-|o[134](-|$)).*");
    private static final Pattern CL100K = Pattern.compile("(gpt-4|gpt-35|gpt-3\\.5)(-.*)?");
    private static final Pattern LLAMA_3 = Pattern.compile(".*llama-?3.*");
    private static final Pattern OLD_MISTRAL = Pattern.compile("(open-)?(mistral-7b|mixtral-8x7b).*");

    private final double factor;
    private final @Nullable Double median;
    private final @Nullable Double worst;

    Tokenizer(double factor, @Nullable Double median, @Nullable Double worst) {
        this.factor = factor;
        this.median = median;
        this.worst = worst;
    }

    /** The one of a model, as {@code provider/model} or by its name alone; without a model that of OpenAI's newer ones. */
    public static Tokenizer of(@Nullable String model) {
        if (model == null) {
            return O200K_BASE;
        }
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (O200K.matcher(name).matches()) {
            return O200K_BASE;
        }
        if (CL100K.matcher(name).matches()) {
            return CL100K_BASE;
        }
        if (name.contains("claude")) {
            return CLAUDE;
        }
        if (LLAMA_3.matcher(name).matches()) {
            return LLAMA3;
        }
        return OLD_MISTRAL.matcher(name).matches() ? MISTRAL : UNKNOWN;
    }

    /** Whether its tokens are counted and not estimated. */
    public boolean isExact() {
        return this == O200K_BASE || this == CL100K_BASE;
    }

    /** Whether texts have to be counted again, by an encoding that may have to be read from its file first. */
    public boolean countsAgain() {
        return this == CL100K_BASE;
    }

    /** Tokens of texts of so many tokens of o200k_base; the texts are only made where they have to be counted again. */
    public int tokens(int ofO200k, Supplier<List<String>> texts) {
        return countsAgain()
                ? texts.get().stream()
                        .mapToInt(Older.ENCODING::countTokensOrdinary)
                        .sum()
                : Math.toIntExact(Math.round(ofO200k * factor));
    }

    /** How far an estimate is off in the middle, as a part; null if nobody measured it. */
    public @Nullable Double errorMedian() {
        return median;
    }

    /** How far an estimate is off in the worst of twenty texts; null if nobody measured it. */
    public @Nullable Double error95() {
        return worst;
    }

    /** Its name in answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Read on first use: most houses have no such model any more. */
    private static final class Older {

        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
    }
}
