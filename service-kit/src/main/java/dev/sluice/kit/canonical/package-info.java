/** The form of a question in which equal questions are equal: data-driven rules, pure code. */
@NullMarked
package dev.sluice.kit.canonical;

import org.jspecify.annotations.NullMarked;
