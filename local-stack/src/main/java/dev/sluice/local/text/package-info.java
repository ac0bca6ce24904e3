/** What the launcher reads and prints: JSON, a progress line, a table, a complaint with its remedy. */
@NullMarked
package dev.sluice.local.text;

import org.jspecify.annotations.NullMarked;
