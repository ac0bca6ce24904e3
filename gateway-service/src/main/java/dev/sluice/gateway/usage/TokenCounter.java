package dev.sluice.gateway.usage;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;

/**
 * Counts tokens where a provider does not: o200k_base, cl100k_base for the older GPT families. For other vendors' models
 * this is an estimate. Counting costs about 150 ns a character, so long texts are for virtual threads.
 */
@Singleton
public class TokenCounter {

    /** What may be counted on the event loop: about 0.3 ms. */
    static final int QUICK = 2_000;

    /** What is counted; the rest of a longer text is taken to have the same density. */
    private static final int LONGEST = 64 * 1024;

    private static final int CHARACTERS_PER_TOKEN = 4;

    private final EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
    private final Semaphore counting = new Semaphore(Runtime.getRuntime().availableProcessors());
    private volatile boolean warm;

    /** The tables take half a second to load: not during a request. */
    void warm(@Observes StartupEvent start) {
        Thread.ofVirtual().name("token-tables").start(() -> {
            registry.getEncoding(EncodingType.O200K_BASE).countTokensOrdinary("warm");
            warm = true;
        });
    }

    /** Whether texts of this length may be counted on the event loop. */
    public boolean isQuick(long characters) {
        return warm && characters <= QUICK;
    }

    /** Tokens of a text. Takes a while for a long one. */
    public long count(String model, CharSequence text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (!counting.tryAcquire()) {
            return rough(text.length());
        }
        try {
            String part = text.subSequence(0, Math.min(text.length(), LONGEST)).toString();
            long counted = encoding(model).countTokensOrdinary(part);
            return counted * text.length() / part.length();
        } finally {
            counting.release();
        }
    }

    /** Four characters a token, for when counting is too dear. */
    public static long rough(long characters) {
        return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    private Encoding encoding(String model) {
        boolean older = model.startsWith("gpt-3.5") || model.startsWith("gpt-4-") || model.equals("gpt-4");
        return registry.getEncoding(older ? EncodingType.CL100K_BASE : EncodingType.O200K_BASE);
    }
}
