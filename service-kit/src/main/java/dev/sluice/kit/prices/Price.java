package dev.sluice.kit.prices;

/**
 * What a model's tokens cost, in nano-USD per million tokens ($1 per million is 1,000,000,000).
 *
 * @param input a prompt's tokens
 * @param cachedInput a prompt's tokens that the provider had cached
 * @param output an answer's tokens
 * @param reasoning those of an answer's tokens that were spent on reasoning
 */
public record Price(long input, long cachedInput, long output, long reasoning) {

    private static final long MILLION = 1_000_000;

    /** The price of a model whose reasoning costs what the rest of an answer does. */
    public Price(long input, long cachedInput, long output) {
        this(input, cachedInput, output, output);
    }

    /** As the one below, of an answer without reasoning. */
    public long nanoUsd(long inputTokens, long cachedInputTokens, long outputTokens) {
        return nanoUsd(inputTokens, cachedInputTokens, outputTokens, 0);
    }

    /**
     * The cost of a call in nano-USD, rounded half up.
     *
     * @param inputTokens tokens of the prompt, cached ones included
     * @param cachedInputTokens those of them that were cached
     * @param outputTokens tokens of the answer, reasoning included
     * @param reasoningTokens those of them that were spent on reasoning
     */
    public long nanoUsd(long inputTokens, long cachedInputTokens, long outputTokens, long reasoningTokens) {
        long thought = Math.clamp(reasoningTokens, 0, outputTokens);
        long cached = Math.clamp(cachedInputTokens, 0, inputTokens);
        long sum = Math.addExact(
                Math.addExact(Math.multiplyExact(inputTokens - cached, input), Math.multiplyExact(cached, cachedInput)),
                Math.addExact(
                        Math.multiplyExact(outputTokens - thought, output), Math.multiplyExact(thought, reasoning)));
        return (sum + MILLION / 2) / MILLION;
    }
}
