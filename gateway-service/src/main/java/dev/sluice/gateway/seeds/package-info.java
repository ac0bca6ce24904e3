/**
 * Chat as people's applications want it: typing, progress, chunk, done and error, over server-sent events or a socket.
 * Behind it is the same journey as behind {@code /v1/chat/completions}; this package only changes the words.
 */
@NullMarked
package dev.sluice.gateway.seeds;

import org.jspecify.annotations.NullMarked;
