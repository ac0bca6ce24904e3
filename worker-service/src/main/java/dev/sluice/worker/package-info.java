/**
 * worker-service: work nobody waits for, the knowledge index, and the built-in extractive model.
 *
 * <p>The journey of a task: {@code submission} writes it to the state topic and wakes a worker (202); {@code lanes} polls
 * wake-ups, only as many as can start, and picks the next by priority; {@code execution} takes a lease, writes RUNNING,
 * lets {@code work} do it, publishes the result and the final state. {@code ledger} is the fold of the state topic, which
 * every worker holds and which alone says where a task is. {@code leases} say who may write it. The reaper in
 * {@code execution} wakes what nobody wakes and takes over what nobody holds.
 */
@NullMarked
package dev.sluice.worker;

import org.jspecify.annotations.NullMarked;
