/** Pictures, sounds and files: passed on to their providers as they come. */
@NullMarked
package dev.sluice.gateway.media;

import org.jspecify.annotations.NullMarked;
