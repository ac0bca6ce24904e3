package dev.sluice.gateway.provider;

import dev.sluice.gateway.GatewayConfig.Dialect;

/** The model endpoints that the gateway serves. */
public enum Endpoint {
    CHAT("/chat/completions", ""),
    COMPLETIONS("/completions", ""),
    EMBEDDINGS("/embeddings", ""),
    MODERATIONS("/moderations", "omni-moderation-latest"),
    RESPONSES("/responses", ""),
    IMAGES("/images/generations", "dall-e-2"),
    IMAGE_EDITS("/images/edits", "dall-e-2"),
    IMAGE_VARIATIONS("/images/variations", "dall-e-2"),
    SPEECH("/audio/speech", ""),
    TRANSCRIPTIONS("/audio/transcriptions", ""),
    TRANSLATIONS("/audio/translations", ""),
    /** Anthropic's; that of {@code /messages} is {@link #CHAT}. */
    COUNT_TOKENS("/messages/count_tokens", "");

    private final String path;
    private final String defaultModel;

    Endpoint(String path, String defaultModel) {
        this.path = path;
        this.defaultModel = defaultModel;
    }

    /** Whether pictures or sounds go there or come from there. */
    public boolean isMedia() {
        return switch (this) {
            case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, SPEECH, TRANSCRIPTIONS, TRANSLATIONS -> true;
            default -> false;
        };
    }

    /** The dialect it belongs to. */
    public Dialect dialect() {
        return this == COUNT_TOKENS ? Dialect.ANTHROPIC : Dialect.OPENAI;
    }

    /** Below {@code /v1} here, and below the base URL there. */
    public String path() {
        return path;
    }

    /** The model of a request that names none; empty when it must. */
    public String defaultModel() {
        return defaultModel;
    }
}
