package dev.sluice.gateway.answer;

import org.jspecify.annotations.Nullable;

/** What was read of an answer so far; filled by {@link AnswerReader} from a document or from the chunks of a stream. */
public final class Answer {

    private final int bound;
    private final StringBuilder content = new StringBuilder();
    private long characters;

    @Nullable
    String id;

    @Nullable
    String model;

    @Nullable
    String fingerprint;

    long created;

    @Nullable
    String finish;

    @Nullable
    Tokens tokens;

    boolean richer;
    boolean error;
    boolean terminal;

    /**
     * Nothing read yet.
     *
     * @param bound characters of content that are kept
     */
    public Answer(int bound) {
        this.bound = bound;
    }

    void say(CharSequence text) {
        characters += text.length();
        if (content.length() + text.length() <= bound) {
            content.append(text);
        }
    }

    /** The provider's count of tokens came on another way. */
    public void tell(Tokens counted) {
        tokens = counted;
    }

    /** The provider's id of the answer. */
    public @Nullable String id() {
        return id;
    }

    /** The model that answered, as the provider calls it. */
    public @Nullable String model() {
        return model;
    }

    /** When it was made, seconds since 1970; 0 if not told. */
    public long created() {
        return created;
    }

    /** The provider's fingerprint of the system. */
    public @Nullable String fingerprint() {
        return fingerprint;
    }

    /** The words of the answer, up to the bound. */
    public String content() {
        return content.toString();
    }

    /** Whether the words are more than the bound. */
    public boolean overflowed() {
        return characters > content.length();
    }

    /** Characters of all words. */
    public long characters() {
        return characters;
    }

    /** Why it ended, such as {@code stop}. */
    public @Nullable String finish() {
        return finish;
    }

    /** Tokens as the provider counted them; null if it did not tell. */
    public @Nullable Tokens tokens() {
        return tokens;
    }

    /** Whether it holds more than plain words of one assistant: tool calls, audio, annotations, several choices. */
    public boolean isRicher() {
        return richer;
    }

    /** Whether it is or holds an error. */
    public boolean isError() {
        return error;
    }

    /** Whether a stream said that it is complete. */
    public boolean isTerminal() {
        return terminal;
    }
}
