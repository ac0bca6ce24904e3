package dev.sluice.worker;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** How worker-service works. */
@ConfigMapping(prefix = "sluice.worker")
public interface WorkerConfig {

    /** How work is taken and started. */
    Execution execution();

    /** How commands come from Kafka: {@code group} on every Kafka, {@code share} on brokers with share groups (KIP-932). */
    @WithDefault("group")
    Transport transport();

    /** How commands come from Kafka. */
    enum Transport {
        /** By a consumer group. */
        GROUP,
        /** By a share group. */
        SHARE
    }

    /** Who may work on a task. */
    Lease lease();

    /** What is accepted and kept. */
    Tasks tasks();

    /** The way to a language model; without a model the local methods do the work. */
    Llm llm();

    /** The documents and their index. */
    Knowledge knowledge();

    /** What is uploaded for batches and what they produce. */
    Files files();

    /** Many requests in one file, done when there is room. */
    Batches batches();

    /** Work that is waited for, below {@code /api/ai}. */
    Direct direct();

    /** Search of the web, for those who ask for it. */
    Web web();

    /** Work that is waited for, below {@code /api/ai}. */
    interface Direct {

        /** The largest input; a larger one is a task. */
        @WithDefault("64K")
        MemorySize largestInput();

        /** How long it may take; longer work is a task. */
        @WithDefault("45s")
        Duration deadline();

        /** How many are worked on at the same time in this process; beyond it 503. */
        @WithDefault("32")
        int atOnce();
    }

    /** How the ends of tasks are told to their owners. */
    Webhooks webhooks();

    /** How work is taken and started. */
    interface Execution {

        /** Tasks that run at the same time in this process. One of them is kept for the critical lane. */
        @WithDefault("64")
        int slots();

        /** Commands of a lane that a worker holds at most. Fairness between tenants sees no further than this. */
        @WithDefault("10000")
        int window();

        /** Tasks of one tenant that may run at the same time, at all workers together. Absent: no such cap. */
        OptionalInt runningPerTenant();

        /** Tasks of a type that may run at the same time, at all workers together, by type. Others have no cap. */
        Map<String, Integer> runningPerType();

        /** A tenant's weight, by tenant: its share of a lane beside tenants that have 1, which is what others have. */
        Map<String, Integer> tenantWeights();

        /** Starts of a task that count, before it is dead. */
        @WithDefault("3")
        int attempts();

        /** The rest after the first failed attempt; it doubles with each further one. */
        @WithDefault("1s")
        Duration retryBase();

        /** The longest rest between attempts. */
        @WithDefault("60s")
        Duration retryCap();

        /** How often the reaper looks for tasks that nobody wakes or holds. */
        @WithDefault("1s")
        Duration reaperPeriod();

        /** How long an accepted task may wait with its lane empty before it is woken again. */
        @WithDefault("10s")
        Duration silence();

        /** How long a stopping worker waits for what runs before it hands it back. */
        @WithDefault("5s")
        Duration drain();
    }

    /** Who may work on a task. */
    interface Lease {

        /** How long a lease lasts unless renewed: what a task waits after its worker was killed. */
        @WithDefault("9s")
        Duration period();

        /** How often leases are renewed and cancellations of other workers' tasks are noticed. */
        @WithDefault("1500ms")
        Duration heartbeat();

        /** How long a call to Redis may take before the local stand-in serves. */
        @WithDefault("300ms")
        Duration deadline();
    }

    /** What is accepted and kept. */
    interface Tasks {

        /** How long a submission may take before 503. */
        @WithDefault("4500ms")
        Duration acceptWithin();

        /** The longest text of an input, in characters. */
        @WithDefault("200000")
        int longestText();

        /** The largest input as JSON, and the largest result. */
        @WithDefault("600K")
        MemorySize largestBody();

        /** Tasks of a tenant that may be queued in one lane, the bulk lane aside; beyond it 429. */
        @WithDefault("1000")
        int queuedPerLane();

        /** Tasks of a tenant that may be queued in the bulk lane; beyond it 429. */
        @WithDefault("50000")
        int queuedInBulk();

        /** How long a task may wait for its first start unless it says so itself, by lane; then it has expired. */
        StartWithin startWithin();

        /** How long finished tasks of a type are kept, by the type's name, where that is not {@code keep}. */
        Map<String, Duration> keepOf();

        /** Unfinished tasks of all tenants; beyond it 429. */
        @WithDefault("100000")
        int open();

        /** How long finished tasks are kept. */
        @WithDefault("7d")
        Duration keep();

        /** Finished tasks kept at most; the oldest go first. */
        @WithDefault("100000")
        int keepAtMost();

        /** Inputs and results held in memory; the others are read from Kafka when asked for. */
        @WithDefault("32M")
        MemorySize bodies();

        /** Whether the type {@code noop} is offered, which does nothing for as long as it is told: for load tests. */
        @WithDefault("false")
        boolean noop();

        /** Clients that follow a task or a search at the same time; beyond it 503. */
        @WithDefault("500")
        int followers();
    }

    /** How long a task may wait for its first start. */
    interface StartWithin {

        /** In the critical lane. */
        @WithDefault("30s")
        Duration critical();

        /** In the high lane. */
        @WithDefault("5m")
        Duration high();

        /** In the normal lane. */
        @WithDefault("1h")
        Duration normal();

        /** In the low lane. */
        @WithDefault("6h")
        Duration low();

        /** In the bulk lane. */
        @WithDefault("24h")
        Duration bulk();
    }

    /** How the ends of tasks are told to their owners. */
    interface Webhooks {

        /**
         * What the tenants' signing secrets are derived from, at least 16 characters. Absent: from the services' own secret;
         * without that one either, webhooks are refused.
         */
        Optional<String> secret();

        /** Calls for one task before it is given up. */
        @WithDefault("8")
        int attempts();

        /** The rest after the first call that failed; it doubles with each further one. */
        @WithDefault("5s")
        Duration retryBase();

        /** The longest rest between calls. */
        @WithDefault("1h")
        Duration retryCap();

        /** How long one call may take. */
        @WithDefault("10s")
        Duration timeout();

        /** Calls that are made at the same time. */
        @WithDefault("32")
        int atOnce();
    }

    /** The way to a language model. */
    interface Llm {

        /** An API key of the gateway, for work that no key stands for; all other is billed to the key that had it done. */
        Optional<String> apiKey();

        /** The model asked of the gateway for work whose input names none. Absent: local methods for such work. */
        Optional<String> model();

        /** How long one call may take. */
        @WithDefault("120s")
        Duration timeout();
    }

    /** Search of the web. */
    interface Web {

        /** The provider: {@code off}, {@code searxng} or {@code tavily}. */
        @WithDefault("off")
        Provider provider();

        /** Its URL, such as {@code https://searx.example/search} or {@code https://api.tavily.com/search}. */
        Optional<URI> url();

        /** The key of a provider that wants one. */
        Optional<String> apiKey();

        /** Results that are used of one search. */
        @WithDefault("5")
        int results();

        /** How long a search of the web may take; then the answer goes without. */
        @WithDefault("5s")
        Duration within();

        /** Whose shape requests and answers have. */
        enum Provider {
            /** None: who asks for the web is refused. */
            OFF,
            /** SearXNG with its JSON format on. */
            SEARXNG,
            /** Tavily. */
            TAVILY
        }
    }

    /** The documents and their index. */
    interface Knowledge {

        /** The longest document, in bytes of UTF-8. */
        @WithDefault("10M")
        MemorySize largestDocument();

        /** Documents a tenant may have; beyond it 429. */
        @WithDefault("10000")
        int documentsPerTenant();

        /** Text of all a tenant's documents together; beyond it 429. */
        @WithDefault("512M")
        MemorySize textPerTenant();

        /** Passages in a segment of the index up to which all vectors are compared; more are searched through a graph. */
        @WithDefault("10000")
        int exactBelow();

        /** The most the file of vectors may have; when it is full it begins anew. */
        @WithDefault("512M")
        MemorySize vectorsOnDisk();

        /** Passages embedded in one call of the cache-service. */
        @WithDefault("16")
        int embeddingBatch();

        /** How long embedding rests when the cache-service is away. */
        @WithDefault("5s")
        Duration embeddingPause();

        /** How long a search waits for the vector of its question; then it goes by words alone. */
        @WithDefault("300ms")
        Duration questionWithin();

        /** How long a search whose reader has left goes on, so that the reader may come back; then its model call is closed. */
        @WithDefault("3s")
        Duration resumeWithin();

        /** How often a streamed search says that it is still there while it has nothing to say. */
        @WithDefault("10s")
        Duration heartbeat();

        /** How long posting waits until the document can be found. */
        @WithDefault("10s")
        Duration visibleWithin();
    }

    /** What is uploaded for batches and what they produce. */
    interface Files {

        /** The largest upload, in bytes. */
        @WithDefault("100M")
        MemorySize largest();

        /** Files a tenant may have; beyond it 429. */
        @WithDefault("1000")
        int perTenant();

        /** Bytes of all a tenant's files together; beyond it 429. */
        @WithDefault("2G")
        MemorySize bytesPerTenant();

        /** Uploads received at the same time; beyond it 503. */
        @WithDefault("8")
        int uploads();

        /** How long a file lives that does not say so itself; at most 30 days. */
        @WithDefault("30d")
        Duration keep();

        /** How long Kafka may take for a piece of a file before 503. */
        @WithDefault("10s")
        Duration writeWithin();
    }

    /** Many requests in one file, done when there is room. */
    interface Batches {

        /** Requests of batches that this worker has under way at the same time. */
        @WithDefault("32")
        int atOnce();

        /** Requests that one worker takes on at a time; other workers take other such slices of the same batch. */
        @WithDefault("100")
        int slice();

        /** Slices that this worker works on at the same time, shared fairly between tenants. */
        @WithDefault("4")
        int slices();

        /** Requests that a batch may have. */
        @WithDefault("50000")
        int largestRequests();

        /** The longest line of an input file, in bytes. */
        @WithDefault("4M")
        MemorySize longestLine();

        /** The largest answer to a request that is kept; a larger one fails the request. */
        @WithDefault("4M")
        MemorySize largestAnswer();

        /** Unfinished batches a tenant may have; beyond it 429. */
        @WithDefault("50")
        int openPerTenant();

        /** Unfinished batches of all tenants; beyond it 429. */
        @WithDefault("200")
        int open();

        /** Starts of a request that end in an error of the upstream, before that is its result; 429 and 503 do not count. */
        @WithDefault("5")
        int attempts();

        /** How long one request may take. */
        @WithDefault("10m")
        Duration requestTimeout();

        /** The first rest of a batch whose upstream is busy; it doubles while that goes on. */
        @WithDefault("1s")
        Duration restBase();

        /** The longest such rest. */
        @WithDefault("60s")
        Duration restCap();

        /** How long a cancelled or expired batch waits for its requests under way. */
        @WithDefault("60s")
        Duration grace();

        /** How long a finished batch is kept. */
        @WithDefault("30d")
        Duration keep();

        /** Finished batches kept at most; the oldest go first. */
        @WithDefault("10000")
        int keepAtMost();
    }
}
