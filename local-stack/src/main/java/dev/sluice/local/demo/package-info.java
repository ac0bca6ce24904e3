/** The tour of a running suite; talks to it as any client would, over HTTP. */
@NullMarked
package dev.sluice.local.demo;

import org.jspecify.annotations.NullMarked;
