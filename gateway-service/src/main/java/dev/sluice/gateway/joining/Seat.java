package dev.sluice.gateway.joining;

/** What a call is to equal ones. */
public sealed interface Seat {

    /** It makes the call for itself: nobody may share it. */
    record Alone() implements Seat {}

    /**
     * It makes the call for all of them.
     *
     * @param leader to be told how it ends, whatever happens
     */
    record Lead(Leader leader) implements Seat {}

    /**
     * Another one makes it.
     *
     * @param joint to be followed
     */
    record Follow(Joint joint) implements Seat {}
}
