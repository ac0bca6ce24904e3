package dev.sluice.gateway.answer;

/**
 * Tokens a call used.
 *
 * @param input tokens of the prompt, cached ones included
 * @param output tokens of the answer, reasoning included
 * @param cachedInput part of the prompt the provider had cached
 * @param reasoning part of the answer spent on reasoning
 * @param estimated true when the provider did not say and we counted
 */
public record Tokens(long input, long output, long cachedInput, long reasoning, boolean estimated) {

    /** Prompt and answer. */
    public long total() {
        return input + output;
    }
}
