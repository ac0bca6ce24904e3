/** The one shape of a chat message that several services share. */
@NullMarked
package dev.sluice.contracts.chat;

import org.jspecify.annotations.NullMarked;
