package dev.sluice.optimizer.benefit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What level auto weighs against each other. */
@ConfigMapping(prefix = "sluice.optimizer.auto")
public interface BenefitConfig {

    /** What a token of a prompt costs when the model or its price is not known, in nano-USD. */
    @WithDefault("150")
    double tokenWorth();

    /** What a millisecond is worth that shortening takes, waiting and processor together, in nano-USD; 200 are 0.72 USD an hour. */
    @WithDefault("200")
    double milliWorth();
}
