/** Configuration that several services share, and the refusal of keys nobody knows. */
@NullMarked
package dev.sluice.kit.config;

import org.jspecify.annotations.NullMarked;
