package dev.sluice.gateway.seeds;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The plain chat at {@code /api/chat} and {@code /ws/chat}. */
@ConfigMapping(prefix = "sluice.gateway.chat")
public interface ChatConfig {

    /** Who answers when a message names no model. */
    @WithDefault("local")
    String model();

    /** From the message to {@code typing}; what is refused within this time still has a status of its own. */
    @WithDefault("300ms")
    Duration typingAfter();

    /** The longest silence after which {@code progress} says that the answer is being worked on. */
    @WithDefault("2s")
    Duration progress();
}
