package dev.sluice.contracts.optimize;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compressed response and how it came about.
 *
 * @param text the response
 * @param tokensBefore tokens of the response as it came (o200k_base)
 * @param tokensAfter tokens of the response as it goes, with the dictionary
 * @param techniques what was applied, in order, with what each removed
 * @param changed false when nothing was gained, or nothing dared
 * @param reversible whether the response as it came can be had back: by its dictionary, or since only layout went
 * @param dictionary the keys of a JSON response, from the short name to the real one; absent when none was shortened
 * @param refused what would have been lost, such as {@code numbers}; then the response is unchanged
 * @param counts the tokens as the model that reads it counts them, with the dictionary; absent from a service that tells
 *     no more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CompressReply(
        String text,
        int tokensBefore,
        int tokensAfter,
        List<Technique> techniques,
        boolean changed,
        boolean reversible,
        @Nullable Map<String, String> dictionary,
        @Nullable String refused,
        OptimizeReply.@Nullable Counts counts) {

    /** A reply of a service that tells no more. */
    public CompressReply(
            String text,
            int tokensBefore,
            int tokensAfter,
            List<Technique> techniques,
            boolean changed,
            boolean reversible,
            @Nullable Map<String, String> dictionary,
            @Nullable String refused) {
        this(text, tokensBefore, tokensAfter, techniques, changed, reversible, dictionary, refused, null);
    }

    /** The same with the tokens as a model counts them. */
    public CompressReply with(OptimizeReply.Counts told) {
        return new CompressReply(
                text, tokensBefore, tokensAfter, techniques, changed, reversible, dictionary, refused, told);
    }
}
