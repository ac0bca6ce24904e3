package dev.sluice.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Everything that can be set about the cache. */
@ConfigMapping(prefix = "sluice.cache")
public interface CacheConfig {

    /** How long answers are kept. */
    Ttl ttl();

    /** Asking for new answers before the old ones expire. */
    RefreshAhead refreshAhead();

    /** How much is kept in memory. */
    Local local();

    /** How long Redis may take and what is sent to it. */
    RedisUse redis();

    /** When a question in other words will do. */
    Semantic semantic();

    /** How hits in other words are checked against the model. */
    Audit audit();

    /** The largest answer that is kept. */
    @WithDefault("1M")
    MemorySize largestAnswer();

    /** Values that other services compute once. */
    Values values();

    /** How long answers are kept. */
    interface Ttl {

        /**
         * The fresh life of an answer whose sender names none and whose question does not look volatile, before anything is
         * known of how it changes.
         */
        @WithDefault("1h")
        Duration standard();

        /**
         * How much change is put up with: answers are fresh until about 30 % (aggressive), 10 % (balanced) or 3 %
         * (conservative) of their kind have changed.
         */
        @WithDefault("balanced")
        TtlPolicy policy();

        /**
         * For how much longer than its fresh life an old answer may be served while a new one is asked for, as a multiple
         * of that life; volatile questions get less of it and live ones nothing. 0 turns it off.
         */
        @WithDefault("1.0")
        double staleWindow();

        /** How long one asker alone is to bring a new answer before another one is told to. */
        @WithDefault("30s")
        Duration refreshLease();

        /** The longest life that may be asked for. */
        @WithDefault("30d")
        Duration longest();
    }

    /** How much change is put up with before an answer is asked for again. */
    enum TtlPolicy {
        AGGRESSIVE(0.3),
        BALANCED(0.1),
        CONSERVATIVE(0.03);

        private final double risk;

        TtlPolicy(double risk) {
            this.risk = risk;
        }

        /** The part of answers, 0 to 1, that may have changed when they are asked for again. */
        public double risk() {
            return risk;
        }
    }

    /** Asking for new answers before the old ones expire, on the occasion of somebody asking. */
    interface RefreshAhead {

        /** Whether it is done at all. */
        @WithDefault("true")
        boolean enabled();

        /** The part of its fresh life, 0 to 1, before the end of which an answer is asked for again, on average. */
        @WithDefault("0.1")
        double head();

        /** The uses that must be expected within the next fresh life to pay for a call. */
        @WithDefault("2")
        double worthwhile();

        /** Calls a minute for one tenant, on each replica. */
        @WithDefault("60")
        int perMinute();

        /** Calls as a part, 0 to 1, of a tenant's questions within two minutes. */
        @WithDefault("0.05")
        double share();
    }

    /** The store in memory: the only one without Redis, and the one that serves while Redis is away. */
    interface Local {

        /** How much memory answers and their vectors may take, all tenants together; the least useful go first. */
        @WithDefault("128M")
        MemorySize capacity();

        /** Which answers are the least useful. */
        @WithDefault("hybrid")
        Eviction eviction();

        /**
         * The part of the memory, 0 to 1, of which no other tenant can push a tenant out. While there is room a tenant may
         * take more.
         */
        @WithDefault("0.5")
        double tenantShare();

        /** Answers above this size are compressed in memory: a third of the bytes for some microseconds at each hit. */
        @WithDefault("4K")
        MemorySize compressAbove();
    }

    /**
     * Which answers go first when memory is full: those not used for longest, those used least, those that expire
     * soonest, or those that save least money for their size by what they were used lately.
     */
    enum Eviction {
        LRU,
        LFU,
        TTL,
        HYBRID
    }

    /** The use of Redis. */
    interface RedisUse {

        /** Who compares the questions that lie in Redis. */
        enum Index {
            AUTO,
            COPY,
            SERVER
        }

        /** How long one look-up may wait for Redis before the local store serves. */
        @WithDefault("20ms")
        Duration budget();

        /** How long an administrative step (clear, list, delete) may wait for Redis. */
        @WithDefault("2s")
        Duration adminBudget();

        /** How often it is checked that the memory of Redis is bounded and makes room for new answers. */
        @WithDefault("1m")
        Duration memoryCheck();

        /** How often a Redis that is away is tried again. */
        @WithDefault("500ms")
        Duration probe();

        /** Answers above this size are compressed. */
        @WithDefault("1K")
        MemorySize compressAbove();

        /**
         * Who compares questions: auto (Redis when it has vector sets, 8.0 and newer, else this service in a copy of its
         * own), copy (always this service), server (always Redis; one without vector sets finds no other words).
         */
        @WithDefault("auto")
        Index index();

        /** How much memory the local copy of question vectors may take. */
        @WithDefault("64M")
        MemorySize indexCapacity();

        /** How much of Redis one tenant's answers may take; over it, those that would expire first go. */
        @WithDefault("1G")
        MemorySize tenantCapacity();
    }

    /** What to do about questions in other words. */
    enum Mode {
        /** They are answered. */
        ON,
        /** Nothing is answered, but it is decided and compared with the model's answer: see {@code GET /cache/stats}. */
        SHADOW,
        /** They are not looked for. */
        OFF
    }

    /** Sharing an answer between questions that mean the same. */
    interface Semantic {

        /** Whether questions in other words are answered, only decided on and compared, or left alone. */
        @WithDefault("on")
        Mode mode();

        /** The same by route, where it differs: {@code sluice.cache.semantic.route-modes."name"}; goes before tenants. */
        Map<String, Mode> routeModes();

        /** The same by tenant, where it differs: {@code sluice.cache.semantic.tenant-modes."name"}. */
        Map<String, Mode> tenantModes();

        /**
         * The part of a route's requests, 0 to 1, that may get an answer to another question, where neither request nor
         * route say: how sure the cache must be follows from it, and from what audits found. Below 0.001 only equal
         * questions share an answer.
         */
        @WithDefault("0.01")
        double maxError();

        /** Questions with more characters are only matched exactly. */
        @WithDefault("600")
        int longestQuestion();

        /** Questions held for comparison in one (tenant, model, scope); further ones are only matched exactly. */
        @WithDefault("50000")
        int perScope();
    }

    /** Checking hits: the gateway serves the hit, asks the model the same in the background and both are compared. */
    interface Audit {

        /** The part of hits in other words that is checked, 0 to 1; with 0 none ever is. */
        @WithDefault("0.02")
        double share();

        /** The part that is checked while little is known of a route, 0 to 1. */
        @WithDefault("0.1")
        double earlyShare();

        /** Checks of a route from which on {@code share} applies. */
        @WithDefault("50")
        int early();

        /** Checks a minute at most, all tenants of this replica together; each is one call of a model. */
        @WithDefault("60")
        int perMinute();

        /** Wrong hits of an entry after which it may no longer be served in other words, if they outweigh the right ones. */
        @WithDefault("2")
        int wrongToRefuse();

        /**
         * Hits of one wording after which it is taken to ask the same, if the cache was very sure and nobody disputed
         * one; an audit that finds the same answer proves it at once.
         */
        @WithDefault("5")
        int undisputed();
    }

    /** Values that other services compute once. */
    interface Values {

        /** Memory for values of all tenants, without Redis or while it is away; the least useful go first. */
        @WithDefault("16M")
        MemorySize capacity();

        /** The largest value that is kept. */
        @WithDefault("256K")
        MemorySize largest();
    }
}
