/** What happened, as one flat-enough record per decision. Never holds a prompt, an answer or a key. */
@NullMarked
package dev.sluice.contracts.events;

import org.jspecify.annotations.NullMarked;
