package dev.sluice.kit.prices;

/**
 * What a model's tokens cost, in nano-USD per million tokens ($1 per million is 1,000,000,000).
 *
 * @param input a prompt's tokens
 * @param cachedInput a prompt's tokens that the provider had cached
 * @param output an answer's tokens, reasoning included
 */
public record Price(long input, long cachedInput, long output) {

    private static final long MILLION = 1_000_000;

    /**
     * The cost of a call in nano-USD, rounded half up.
     *
     * @param inputTokens tokens of the prompt, cached ones included
     * @param cachedInputTokens those of them that were cached
     * @param outputTokens tokens of the answer
     */
    public long nanoUsd(long inputTokens, long cachedInputTokens, long outputTokens) {
        long cached = Math.clamp(cachedInputTokens, 0, inputTokens);
        long sum = Math.addExact(
                Math.addExact(Math.multiplyExact(inputTokens - cached, input), Math.multiplyExact(cached, cachedInput)),
                Math.multiplyExact(outputTokens, output));
        return (sum + MILLION / 2) / MILLION;
    }
}
