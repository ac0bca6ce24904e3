package dev.sluice.gateway.ingress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalLong;

/** What the JSON of a model call may hold. */
@ConfigMapping(prefix = "sluice.gateway.json")
public interface JsonConfig {

    /** Levels of nesting, the outermost object included; at most 1000. */
    @WithDefault("100")
    int nesting();

    /** Messages of a chat, or items of a response's input. */
    @WithDefault("10000")
    int messages();

    /** The largest {@code n}: answers, or pictures, asked for in one call. */
    @WithDefault("16")
    long n();

    /** The longest answer that may be asked for, in tokens; absent means no bound. One who asks for none is not bound. */
    OptionalLong maxTokens();
}
