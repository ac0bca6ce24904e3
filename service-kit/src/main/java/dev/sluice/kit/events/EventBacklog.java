package dev.sluice.kit.events;

/**
 * Events that are not with Kafka.
 *
 * @param waiting in memory
 * @param spilled in the spill file
 * @param bytes size of the spill file
 * @param dropped lost since the start, since both were full
 */
public record EventBacklog(int waiting, long spilled, long bytes, long dropped) {

    /** For a status page: {@code flowing}, or what is kept back and lost. */
    public String words() {
        return spilled == 0 && dropped == 0
                ? "flowing"
                : "%d spilled (%d bytes), %d dropped".formatted(spilled, bytes, dropped);
    }
}
