/** Pure language tools: sentences, stems, centrality summaries, YAKE keywords. No I/O, no state. */
@NullMarked
package dev.sluice.worker.language;

import org.jspecify.annotations.NullMarked;
