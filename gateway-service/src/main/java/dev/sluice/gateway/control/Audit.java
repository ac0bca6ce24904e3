package dev.sluice.gateway.control;

import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The audit trail this replica knows. The oldest entries leave once there are more than {@link #MOST}. */
@Singleton
class Audit implements ControlPart {

    static final String KIND = "audit";

    /** Entries kept. */
    static final int MOST = 10_000;

    private volatile TreeMap<String, byte[]> entries = new TreeMap<>();

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void replace(Map<String, byte[]> records) {
        entries = new TreeMap<>(records);
    }

    /** The latest entries, the last first. */
    List<byte[]> latest(int count) {
        return entries.descendingMap().values().stream().limit(count).toList();
    }

    /** Entries that have to leave before another one comes. */
    List<String> surplus() {
        TreeMap<String, byte[]> now = entries;
        return now.keySet().stream()
                .sorted(Comparator.naturalOrder())
                .limit(Math.max(0, now.size() + 1 - MOST))
                .toList();
    }
}
