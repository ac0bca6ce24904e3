package dev.sluice.gateway.resilience;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** What the gateway does about upstreams that fail. */
@ConfigMapping(prefix = "sluice.gateway.resilience")
public interface ResilienceConfig {

    /** Further requests that one call may cause after its first one failed, retries and fallbacks together. */
    @WithDefault("2")
    int extraAttempts();

    /** From a request that wants no stream to the first byte of its answer, which comes when all of it is thought. */
    @WithDefault("300s")
    Duration wholeAnswer();

    /** Other waits for the first byte, by {@code provider} or {@code provider/model}; they hold for streams and documents. */
    Map<String, Duration> firstToken();

    /** When the same deployment is asked again. */
    Retry retry();

    /** When a deployment is left alone since it fails or is slow. */
    Breaker breaker();

    /** How many calls may wait for their first byte at one deployment. */
    Limiter limiter();

    /** When a second deployment is asked beside the first, since that one is late. It costs twice; off unless switched on. */
    Hedge hedge();

    /** When the same deployment is asked again. */
    interface Retry {

        /** Retries per request to a deployment, on average; fallbacks to other deployments do not count. */
        @WithDefault("0.1")
        double share();

        /** Retries in ten seconds that are allowed however few requests there are. */
        @WithDefault("3")
        int minimum();

        /** The longest pause before the first retry; it doubles with each further one, and a random part of it is waited. */
        @WithDefault("200ms")
        Duration base();

        /** The longest pause. */
        @WithDefault("2s")
        Duration longest();

        /** The longest Retry-After that is waited for when nobody else can be asked; a longer one is the client's to wait. */
        @WithDefault("1s")
        Duration waitAtMost();

        /** The longest time a deployment is left alone for its Retry-After, whatever it asked for. */
        @WithDefault("60s")
        Duration coolDownAtMost();
    }

    /** When a deployment is left alone since it fails or is slow. */
    interface Breaker {

        /** The latest calls that are looked at. */
        @WithDefault("20")
        int calls();

        /** Calls longer ago are forgotten. */
        @WithDefault("10s")
        Duration window();

        /** Fewer calls than these prove nothing. */
        @WithDefault("10")
        int minimum();

        /** The share of failed calls that opens it. */
        @WithDefault("0.5")
        double failures();

        /** The share of slow calls that opens it. */
        @WithDefault("0.8")
        double slow();

        /** A longer wait for the first byte makes a call slow. */
        @WithDefault("15s")
        Duration slowAfter();

        /** How long the deployment is left alone before it is tried again. */
        @WithDefault("5s")
        Duration pause();

        /** Calls that may then try, all of which have to succeed. */
        @WithDefault("3")
        int probes();
    }

    /** How many calls may wait for their first byte at one deployment. */
    interface Limiter {

        /** Never fewer than this many, however slow it is. */
        @WithDefault("20")
        int least();

        /** Never more than this many. */
        @WithDefault("4096")
        int most();

        /** Shorter waits are never taken for a queue: a long prompt takes its time where nothing is wrong. */
        @WithDefault("5s")
        Duration patience();

        /** Waits this many times as long as usual are taken for a queue, and fewer calls are let in. */
        @WithDefault("2.0")
        double tolerance();

        /** How long a call may wait for a place before it is refused with 503. */
        @WithDefault("500ms")
        Duration queueFor();
    }

    /** When a second deployment is asked beside the first, since that one is late. */
    interface Hedge {

        /** Whether it is done at all: for routes that say {@code hedge}, and calls with the header {@code x-sluice-hedge: on}. */
        @WithDefault("false")
        boolean enabled();

        /** Bytes of requests that may be sent twice, as a share of all bytes of calls that want it. */
        @WithDefault("0.05")
        double share();

        /** Never sooner than this, even if the usual wait is shorter. */
        @WithDefault("100ms")
        Duration soonest();
    }
}
