package dev.sluice.testkit;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What is wrong in one direction at the moment: several toxics taken together. Times in nanoseconds. */
final class Toxics {

    static final Toxics NONE = new Toxics(List.of());

    private final List<Toxic> all;
    private long delay;
    private long jitter;
    private long pause;
    private long closeDelay;
    private long bytesPerSecond = Long.MAX_VALUE;
    private long limit = Long.MAX_VALUE;
    private int slice = Integer.MAX_VALUE;
    private boolean blackhole;

    private Toxics(List<Toxic> all) {
        this.all = all;
        all.forEach(this::take);
    }

    private void take(Toxic toxic) {
        switch (toxic) {
            case Toxic.Latency(Duration more, Duration wobble) -> {
                delay += more.toNanos();
                jitter += wobble.toNanos();
            }
            case Toxic.Slicer(int bytes, Duration rest) -> {
                slice = Math.min(slice, bytes);
                pause += rest.toNanos();
            }
            case Toxic.Bandwidth(long rate) -> bytesPerSecond = Math.min(bytesPerSecond, rate);
            case Toxic.LimitData(long bytes) -> limit = Math.min(limit, bytes);
            case Toxic.SlowClose(Duration later) -> closeDelay += later.toNanos();
            case Toxic.Blackhole ignored -> blackhole = true;
            case Toxic.ResetPeer ignored -> {
                // A matter of the whole connection, see Link.
            }
        }
    }

    Toxics and(Toxic more) {
        return new Toxics(Stream.concat(all.stream(), Stream.of(more)).toList());
    }

    List<Toxic> all() {
        return all;
    }

    boolean blackhole() {
        return blackhole;
    }

    /** Bytes that may pass before the connection is closed. */
    long limit() {
        return limit;
    }

    long closeDelay() {
        return closeDelay;
    }

    /** The most bytes to write at once: a slice, and no more than the bandwidth allows in 20 ms. */
    int most() {
        long perTick = bytesPerSecond == Long.MAX_VALUE ? Integer.MAX_VALUE : Math.max(1, bytesPerSecond / 50);
        return (int) Math.min(slice, Math.min(perTick, Integer.MAX_VALUE));
    }

    /** How long to wait after this many bytes were written. */
    long restAfter(int bytes) {
        long forRate = bytesPerSecond == Long.MAX_VALUE ? 0 : (long) (bytes * 1e9 / bytesPerSecond);
        return forRate + pause;
    }

    /** This piece's latency; luck is from -1 to 1. */
    long latency(double luck) {
        return Math.max(0, delay + (long) (jitter * luck));
    }
}
