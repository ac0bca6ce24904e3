package dev.sluice.worker.knowledge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Documents that something is still to be done about, in the order in which they came, each once. Bounded by the documents
 * there are.
 *
 * @param <T> what is known of each; what comes later replaces it
 */
final class Waiting<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Map<Catalogue.Key, T> waiting = new LinkedHashMap<>();

    /** Adds one, or changes what is known of it. */
    void add(Catalogue.Key key, T about) {
        lock.lock();
        try {
            waiting.put(key, about);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The first one, waited for; it stays until it is {@link #done}. */
    Map.Entry<Catalogue.Key, T> first() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                filled.await();
            }
            Map.Entry<Catalogue.Key, T> first = waiting.entrySet().iterator().next();
            return Map.entry(first.getKey(), first.getValue());
        } finally {
            lock.unlock();
        }
    }

    /** The first one, waited for and taken out: what is added while it is worked on is worked on again. */
    Catalogue.Key take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Catalogue.Key key = first().getKey();
            waiting.remove(key);
            return key;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is left to do about it, unless something else is known of it by now. */
    void done(Catalogue.Key key, T about) {
        lock.lock();
        try {
            waiting.remove(key, about);
        } finally {
            lock.unlock();
        }
    }

    boolean has(Catalogue.Key key) {
        lock.lock();
        try {
            return waiting.containsKey(key);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
