package dev.sluice.gateway.answer;

/**
 * Tokens a call used.
 *
 * @param input tokens of the prompt, cached ones included
 * @param output tokens of the answer, reasoning included
 * @param cachedInput part of the prompt the provider had cached
 * @param reasoning part of the answer spent on reasoning
 * @param estimated true when the provider did not say and we counted
 * @param audioInput part of the prompt that is sound
 * @param audioOutput part of the answer that is sound
 */
public record Tokens(
        long input,
        long output,
        long cachedInput,
        long reasoning,
        boolean estimated,
        long audioInput,
        long audioOutput) {

    /** Of a call without sound. */
    public Tokens(long input, long output, long cachedInput, long reasoning, boolean estimated) {
        this(input, output, cachedInput, reasoning, estimated, 0, 0);
    }

    /** Prompt and answer. */
    public long total() {
        return input + output;
    }
}
