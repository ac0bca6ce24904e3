package dev.sluice.kit.prices;

/**
 * What a model's tokens cost, in nano-USD per million tokens ($1 per million is 1,000,000,000).
 *
 * @param input a prompt's tokens
 * @param cachedInput a prompt's tokens that the provider had cached
 * @param output an answer's tokens
 * @param reasoning those of an answer's tokens that were spent on reasoning
 * @param audioInput those of a prompt's tokens that are sound
 * @param audioOutput those of an answer's tokens that are sound
 */
public record Price(long input, long cachedInput, long output, long reasoning, long audioInput, long audioOutput) {

    private static final long MILLION = 1_000_000;

    /** The price of a model whose reasoning and sound cost what the rest of prompt and answer does. */
    public Price(long input, long cachedInput, long output) {
        this(input, cachedInput, output, output, input, output);
    }

    /** As the one below, of a text and of an answer without reasoning. */
    public long nanoUsd(long inputTokens, long cachedInputTokens, long outputTokens) {
        return nanoUsd(inputTokens, cachedInputTokens, outputTokens, 0, 0, 0);
    }

    /**
     * The cost of a call in nano-USD, rounded half up. A token is of one kind: where cached and sound, or reasoning and
     * sound, are more than there are tokens, the sound is what counts less.
     *
     * @param inputTokens tokens of the prompt, cached ones and sound included
     * @param cachedInputTokens those of them that were cached
     * @param outputTokens tokens of the answer, reasoning and sound included
     * @param reasoningTokens those of them that were spent on reasoning
     * @param audioInputTokens those of the prompt that are sound
     * @param audioOutputTokens those of the answer that are sound
     */
    public long nanoUsd(
            long inputTokens,
            long cachedInputTokens,
            long outputTokens,
            long reasoningTokens,
            long audioInputTokens,
            long audioOutputTokens) {
        long cached = Math.clamp(cachedInputTokens, 0, inputTokens);
        long heard = Math.clamp(audioInputTokens, 0, inputTokens - cached);
        long thought = Math.clamp(reasoningTokens, 0, outputTokens);
        long spoken = Math.clamp(audioOutputTokens, 0, outputTokens - thought);
        long prompt = sum(inputTokens - cached - heard, input, cached, cachedInput, heard, audioInput);
        long answer = sum(outputTokens - thought - spoken, output, thought, reasoning, spoken, audioOutput);
        return (Math.addExact(prompt, answer) + MILLION / 2) / MILLION;
    }

    private static long sum(long plain, long each, long second, long eachSecond, long third, long eachThird) {
        return Math.addExact(
                Math.multiplyExact(plain, each),
                Math.addExact(Math.multiplyExact(second, eachSecond), Math.multiplyExact(third, eachThird)));
    }
}
