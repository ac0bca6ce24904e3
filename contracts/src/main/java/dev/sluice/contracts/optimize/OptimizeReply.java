package dev.sluice.contracts.optimize;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.contracts.chat.ChatMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shortened prompt and how it came about.
 *
 * @param text the prompt, when text was asked
 * @param messages the conversation, when messages were asked
 * @param tokensBefore tokens of the prompt as it came (o200k_base)
 * @param tokensAfter tokens of the prompt as it goes
 * @param techniques what was applied, in order, with what each removed
 * @param confidence 0 to 1: how sure the service is that the answer stays the same
 * @param changed false when nothing was gained and the prompt passed through
 * @param fidelity 0 to 1: an estimate of how much of what the prompt says it still says, by its words and facts
 * @param reversible whether only layout went, so that the prompt as it goes holds all that the prompt held
 * @param diff what became of the prompt as it came, in order; absent when it was not asked for, or the prompt is too long
 * @param level how far it went; absent when nothing was tried
 * @param arm on which side of the quality guard the prompt was; absent without a guard
 * @param passed why nothing was tried; absent when something was
 * @param counts the tokens as the model that is asked counts them, and how far off that may be; absent from a service that
 *     tells no more
 */
public record OptimizeReply(
        @Nullable String text,
        @Nullable List<ChatMessage> messages,
        int tokensBefore,
        int tokensAfter,
        List<Technique> techniques,
        double confidence,
        boolean changed,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double fidelity,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean reversible,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Change> diff,
        @JsonInclude(JsonInclude.Include.NON_NULL) OptimizeRequest.@Nullable Level level,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Arm arm,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Passed passed,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Counts counts) {

    /** The sides of the quality guard. */
    public enum Arm {
        @JsonProperty("optimised")
        OPTIMISED,
        @JsonProperty("control")
        CONTROL
    }

    /** Why a prompt passed through untried. */
    public enum Passed {
        /** It belongs to the share that is left as it is, to compare with. */
        @JsonProperty("control")
        CONTROL,
        /** Shortened prompts did worse, so the tenant's stay as they are for now. */
        @JsonProperty("rolled-back")
        ROLLED_BACK,
        /** What it takes is worth more than what it saves. */
        @JsonProperty("break-even")
        BREAK_EVEN
    }

    /** A reply of a service that tells no more. */
    public OptimizeReply(
            @Nullable String text,
            @Nullable List<ChatMessage> messages,
            int tokensBefore,
            int tokensAfter,
            List<Technique> techniques,
            double confidence,
            boolean changed) {
        this(
                text,
                messages,
                tokensBefore,
                tokensAfter,
                techniques,
                confidence,
                changed,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * Tokens as a model counts them. Without a model: as OpenAI's newer ones do.
     *
     * @param tokenizer {@code o200k_base} or {@code cl100k_base}, which are counted; {@code claude}, {@code llama3} or
     *     {@code mistral}, whose tokens are estimated from o200k_base; {@code unknown} where nobody measured how far
     *     o200k_base is off
     * @param exact whether they are counted with the model's own encoding
     * @param before tokens of the prompt as it came
     * @param after tokens of the prompt as it goes
     * @param errorMedian how far the estimate is off in the middle, as a part of the count; 0 when exact, absent when unknown
     * @param error95 how far it is off in the worst of twenty texts; 0 when exact, absent when unknown
     */
    public record Counts(
            String tokenizer,
            boolean exact,
            int before,
            int after,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double errorMedian,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double error95) {}

    /**
     * One technique's share.
     *
     * @param name such as {@code whitespace}, {@code json-minify}, {@code politeness}, {@code extractive}
     * @param tokensRemoved tokens this technique removed
     * @param lossless whether the meaning is kept by construction
     * @param share its part of all tokens removed, 0 to 1
     */
    public record Technique(
            String name,
            int tokensRemoved,
            boolean lossless,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double share) {

        /** A technique whose share is not told. */
        public Technique(String name, int tokensRemoved, boolean lossless) {
            this(name, tokensRemoved, lossless, null);
        }
    }

    /**
     * One change. All changes together, applied to what came, give what goes.
     *
     * @param message which message it is of, from 0; 0 for a text
     * @param at where it is in that message as it came, in characters from 0
     * @param removed what stood there; empty when something was only added
     * @param added what stands there now; absent when the whole message went
     */
    public record Change(
            int message, int at, String removed, @Nullable String added) {}
}
