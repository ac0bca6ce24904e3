package dev.sluice.gateway.provider;

/** The model endpoints of the OpenAI dialect that the gateway serves. */
public enum Endpoint {
    CHAT("/chat/completions", ""),
    COMPLETIONS("/completions", ""),
    EMBEDDINGS("/embeddings", ""),
    MODERATIONS("/moderations", "omni-moderation-latest"),
    RESPONSES("/responses", "");

    private final String path;
    private final String defaultModel;

    Endpoint(String path, String defaultModel) {
        this.path = path;
        this.defaultModel = defaultModel;
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
