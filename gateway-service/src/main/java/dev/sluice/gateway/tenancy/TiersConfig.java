package dev.sluice.gateway.tenancy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Named sets of limits that keys, projects and tenants refer to; free, basic, pro and enterprise are there from the start. */
@ConfigMapping(prefix = "sluice.gateway.tiers")
public interface TiersConfig {

    /** The tiers by name. */
    @WithParentName
    Map<String, Tier> tiers();

    /** A named set of limits; what is absent is not limited. */
    interface Tier {

        /** Calls in any hour. */
        OptionalLong requestsPerHour();

        /** Calls in any minute. */
        OptionalLong requestsPerMinute();

        /** Tokens, prompt and answer together, in any minute. */
        OptionalLong tokensPerMinute();

        /** Tokens, prompt and answer together, in any day. */
        OptionalLong tokensPerDay();

        /** Calls at a time. */
        OptionalInt concurrent();

        /** True for a tier without any limit, so that its name is known. */
        @WithDefault("false")
        boolean unlimited();
    }
}
