/** Documents as they come, read as text: Markdown, HTML, PDF. What cannot be read is refused with its reason. */
@NullMarked
package dev.sluice.worker.formats;

import org.jspecify.annotations.NullMarked;
