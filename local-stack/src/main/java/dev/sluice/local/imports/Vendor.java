package dev.sluice.local.imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A company whose models are asked over an API that the gateway speaks.
 *
 * @param name as in {@code provider/model}
 * @param base the OpenAI-compatible (or Anthropic's own) base URL; empty where every customer has one of their own
 * @param anthropic whether it speaks Anthropic's dialect
 * @param key the usual environment variable of its key; empty where none is wanted
 */
record Vendor(String name, String base, boolean anthropic, String key) {

    private static final List<Vendor> KNOWN = List.of(
            new Vendor("openai", "https://api.openai.com/v1", false, "OPENAI_API_KEY"),
            new Vendor("anthropic", "https://api.anthropic.com/v1", true, "ANTHROPIC_API_KEY"),
            new Vendor("azure", "", false, "AZURE_API_KEY"),
            new Vendor("groq", "https://api.groq.com/openai/v1", false, "GROQ_API_KEY"),
            new Vendor("mistral", "https://api.mistral.ai/v1", false, "MISTRAL_API_KEY"),
            new Vendor("deepseek", "https://api.deepseek.com/v1", false, "DEEPSEEK_API_KEY"),
            new Vendor("together", "https://api.together.xyz/v1", false, "TOGETHERAI_API_KEY"),
            new Vendor("fireworks", "https://api.fireworks.ai/inference/v1", false, "FIREWORKS_API_KEY"),
            new Vendor("openrouter", "https://openrouter.ai/api/v1", false, "OPENROUTER_API_KEY"),
            new Vendor("perplexity", "https://api.perplexity.ai", false, "PERPLEXITYAI_API_KEY"),
            new Vendor("xai", "https://api.x.ai/v1", false, "XAI_API_KEY"),
            new Vendor("cerebras", "https://api.cerebras.ai/v1", false, "CEREBRAS_API_KEY"),
            new Vendor("gemini", "https://generativelanguage.googleapis.com/v1beta/openai", false, "GEMINI_API_KEY"),
            new Vendor("nvidia", "https://integrate.api.nvidia.com/v1", false, "NVIDIA_NIM_API_KEY"),
            new Vendor("ollama", "http://localhost:11434/v1", false, ""),
            new Vendor("vllm", "", false, ""),
            new Vendor("lmstudio", "http://localhost:1234/v1", false, ""));

    private static final Map<String, Vendor> BY_NAME =
            KNOWN.stream().collect(Collectors.toMap(Vendor::name, Function.identity()));

    /** What others call them. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("azure_ai", "azure"),
            Map.entry("azure-openai", "azure"),
            Map.entry("mistral-ai", "mistral"),
            Map.entry("together_ai", "together"),
            Map.entry("together-ai", "together"),
            Map.entry("fireworks_ai", "fireworks"),
            Map.entry("fireworks-ai", "fireworks"),
            Map.entry("perplexity-ai", "perplexity"),
            Map.entry("x-ai", "xai"),
            Map.entry("google", "gemini"),
            Map.entry("nvidia_nim", "nvidia"),
            Map.entry("ollama_chat", "ollama"),
            Map.entry("hosted_vllm", "vllm"),
            Map.entry("openai_like", "vllm"),
            Map.entry("custom_openai", "vllm"),
            Map.entry("text-completion-openai", "openai"),
            Map.entry("lm_studio", "lmstudio"));

    /** The vendor of this name; nothing if the gateway does not speak its API. */
    static Optional<Vendor> of(String name) {
        return Optional.ofNullable(BY_NAME.get(ALIASES.getOrDefault(name, name)));
    }

    boolean isAzure() {
        return name.equals("azure");
    }
}
