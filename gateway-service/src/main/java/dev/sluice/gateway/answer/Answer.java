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
    boolean garbled;

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

    /** The words from this character on, as far as they are kept. */
    public CharSequence since(long character) {
        return content.substring((int) Math.min(character, content.length()));
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

    /** Whether there is anything a client can use: words, a call, a reason why it ended, an end with a count. */
    public boolean hasSubstance() {
        return characters > 0 || finish != null || (richer && !garbled) || (terminal && tokens != null);
    }

    /** Whether something in it could not be read. */
    public boolean isGarbled() {
        return garbled;
    }

    /** Whether a stream said that it is complete. */
    public boolean isTerminal() {
        return terminal;
    }
}
