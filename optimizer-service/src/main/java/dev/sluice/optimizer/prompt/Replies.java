package dev.sluice.optimizer.prompt;

import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.optimize.OptimizeReply;
import dev.sluice.contracts.optimize.OptimizeReply.Arm;
import dev.sluice.contracts.optimize.OptimizeReply.Change;
import dev.sluice.contracts.optimize.OptimizeReply.Counts;
import dev.sluice.contracts.optimize.OptimizeReply.Passed;
import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import dev.sluice.optimizer.shorten.Shortened;
import dev.sluice.optimizer.text.ModelCounts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes replies. */
final class Replies {

    private static final double PARTS = 1000.0;

    private Replies() {}

    /**
     * What became of a prompt.
     *
     * @param longestDiff prompts of more bytes get no diff
     */
    static OptimizeReply of(Asked asked, Shortened shortened, long longestDiff) {
        boolean changed = !shortened.messages().equals(asked.messages());
        return new OptimizeReply(
                asked.asText() ? shortened.messages().getFirst().content() : null,
                asked.asText() ? null : shortened.messages(),
                shortened.tokensBefore(),
                shortened.tokensAfter(),
                shares(shortened),
                shortened.confidence(),
                changed,
                shortened.fidelity(),
                shortened.reversible(),
                asked.diff() && asked.bytes() <= longestDiff ? diff(asked, shortened) : null,
                asked.wish().level(),
                null,
                null,
                null);
    }

    /** A prompt that passes through. */
    static OptimizeReply passed(Asked asked, int tokens, Passed why, @Nullable Arm arm) {
        return new OptimizeReply(
                asked.asText() ? asked.messages().getFirst().content() : null,
                asked.asText() ? null : asked.messages(),
                tokens,
                tokens,
                List.of(),
                1,
                false,
                1.0,
                true,
                asked.diff() ? List.of() : null,
                null,
                arm,
                why,
                null);
    }

    /** The same on a side of the quality guard, with the tokens as the model that is asked counts them. */
    static OptimizeReply told(OptimizeReply reply, @Nullable Arm arm, Asked asked) {
        return new OptimizeReply(
                reply.text(),
                reply.messages(),
                reply.tokensBefore(),
                reply.tokensAfter(),
                reply.techniques(),
                reply.confidence(),
                reply.changed(),
                reply.fidelity(),
                reply.reversible(),
                reply.diff(),
                reply.level(),
                arm,
                reply.passed(),
                counts(reply, asked));
    }

    private static Counts counts(OptimizeReply reply, Asked asked) {
        List<ChatMessage> messages = reply.messages();
        List<ChatMessage> after =
                messages == null ? List.of(new ChatMessage("user", String.valueOf(reply.text()))) : messages;
        return ModelCounts.of(
                asked.model(),
                reply.tokensBefore(),
                reply.tokensAfter(),
                () -> texts(asked.messages()),
                () -> texts(after));
    }

    private static List<String> texts(List<ChatMessage> messages) {
        return messages.stream().map(ChatMessage::content).toList();
    }

    private static List<Technique> shares(Shortened shortened) {
        double removed = Math.max(1, shortened.tokensBefore() - shortened.tokensAfter());
        return shortened.techniques().stream()
                .map(used -> new Technique(
                        used.name(),
                        used.tokensRemoved(),
                        used.lossless(),
                        Math.round(used.tokensRemoved() / removed * PARTS) / PARTS))
                .toList();
    }

    private static List<Change> diff(Asked asked, Shortened shortened) {
        var changes = new ArrayList<Change>();
        List<ChatMessage> before = asked.messages();
        int now = 0;
        for (int at = 0; at < before.size(); at++) {
            String old = before.get(at).content();
            if (now < shortened.kept().size() && shortened.kept().get(now) == at) {
                changes.addAll(Diff.of(at, old, shortened.messages().get(now).content()));
                now++;
            } else {
                changes.add(new Change(at, 0, old, null));
            }
        }
        return List.copyOf(changes);
    }
}
