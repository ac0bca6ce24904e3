package dev.sluice.optimizer.text;

import dev.sluice.contracts.optimize.OptimizeReply.Counts;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tokens before and after as a model counts them, made of those of o200k_base. */
public final class ModelCounts {

    private ModelCounts() {}

    /**
     * What a model counts.
     *
     * @param model whose tokens; absent means one of OpenAI's newer ones
     * @param before tokens of o200k_base of what came
     * @param after tokens of o200k_base of what goes
     * @param came its texts; only made where they have to be counted again
     * @param goes its texts
     */
    public static Counts of(
            @Nullable String model, int before, int after, Supplier<List<String>> came, Supplier<List<String>> goes) {
        Tokenizer tokenizer = Tokenizer.of(model);
        int first = tokenizer.tokens(before, came);
        return new Counts(
                tokenizer.wireName(),
                tokenizer.isExact(),
                first,
                after == before ? first : tokenizer.tokens(after, goes),
                tokenizer.errorMedian(),
                tokenizer.error95());
    }
}
