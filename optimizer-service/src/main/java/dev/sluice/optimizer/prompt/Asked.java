package dev.sluice.optimizer.prompt;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeRequest;
import dev.sluice.contracts.optimize.OptimizeRequest.Level;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.optimizer.shorten.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that can be served.
 *
 * @param asText whether text was sent, not messages
 * @param messages the conversation; a text is one user turn
 * @param wish how far to go
 * @param patience how long the caller waits; absent when it did not say
 * @param bytes size of the text in UTF-8, all turns together
 * @param diff whether each change is to be told
 * @param unit who is asking, for the quality guard; absent without one
 * @param model the model that will be asked; absent when nobody said
 */
record Asked(
        boolean asText,
        List<ChatMessage> messages,
        Wish wish,
        @Nullable Duration patience,
        long bytes,
        boolean diff,
        @Nullable String unit,
        @Nullable String model) {

    /**
     * Checks a request.
     *
     * @param maxBytes the largest prompt taken
     * @throws Refusal 400 or 413, saying what is wrong
     */
    static Asked of(@Nullable OptimizeRequest request, long maxBytes) {
        if (request == null) {
            throw Refusal.badRequest(
                    "empty_body", "The body is empty. Send a JSON object with either 'text' or 'messages'.");
        }
        boolean asText = request.text() != null;
        if (asText == (request.messages() != null)) {
            throw Refusal.badRequest(
                    "text_or_messages",
                    asText
                            ? "Both 'text' and 'messages' were sent. Send exactly one of them."
                            : "Neither 'text' nor 'messages' was sent. Send exactly one of them.");
        }
        Integer target = request.targetTokens();
        if (target != null && target < 1) {
            throw Refusal.badRequest(
                    "invalid_target", "'targetTokens' is %d; send at least 1, or leave it out.".formatted(target));
        }
        Double rate = request.targetRate();
        if (rate != null && (target != null || !(rate > 0 && rate <= 1))) {
            throw Refusal.badRequest(
                    "invalid_target",
                    target != null
                            ? "Both 'targetTokens' and 'targetRate' were sent. Send one of them at most."
                            : "'targetRate' is %s; it is the share of tokens to keep, over 0 up to 1.".formatted(rate));
        }
        Integer patience = request.deadlineMillis();
        if (patience != null && patience < 1) {
            throw Refusal.badRequest(
                    "invalid_deadline",
                    "'deadlineMillis' is %d; send at least 1, or leave it out.".formatted(patience));
        }
        List<ChatMessage> messages = request.text() != null
                ? List.of(new ChatMessage("user", request.text()))
                : checked(Objects.requireNonNull(request.messages()));
        long bytes = messages.stream()
                .mapToLong(message -> utf8Length(message.content()))
                .sum();
        bytes += request.question() == null ? 0 : utf8Length(request.question());
        if (bytes > maxBytes) {
            throw new Refusal(
                    413,
                    "prompt_too_large",
                    "Prompt too large",
                    "The prompt has %d bytes; this service takes %d at most. Send it unoptimised, or in parts."
                            .formatted(bytes, maxBytes));
        }
        Level level = request.level() == null ? Level.LIGHT : request.level();
        return new Asked(
                asText,
                messages,
                new Wish(level, request.question(), target, rate, Boolean.TRUE.equals(request.promptCache())),
                patience == null ? null : Duration.ofMillis(patience),
                bytes,
                !Boolean.FALSE.equals(request.diff()),
                Names.checked("unit", request.unit()),
                Names.checked("model", request.model()));
    }

    /** The same at a level. */
    Asked at(Level level) {
        return new Asked(asText, messages, wish.at(level), patience, bytes, diff, unit, model);
    }

    private static List<ChatMessage> checked(List<ChatMessage> messages) {
        if (messages.isEmpty()) {
            throw Refusal.badRequest("no_messages", "'messages' is empty. Send at least one message.");
        }
        for (int at = 0; at < messages.size(); at++) {
            ChatMessage message = messages.get(at);
            if (!isComplete(message)) {
                throw Refusal.badRequest(
                        "invalid_message", "messages.%d needs a 'role' and a 'content', both text.".formatted(at));
            }
        }
        return List.copyOf(messages);
    }

    /** JSON may leave fields out that the record's type promises. */
    private static boolean isComplete(@Nullable ChatMessage message) {
        if (message == null) {
            return false;
        }
        @Nullable String role = message.role();
        @Nullable String content = message.content();
        return role != null && !role.isBlank() && content != null;
    }

    private static long utf8Length(String text) {
        long length = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            // Each half of a surrogate pair counts two of its four bytes.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
