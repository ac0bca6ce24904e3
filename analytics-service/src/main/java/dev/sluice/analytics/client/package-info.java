/** Events that clients tell of themselves, such as page_view: judged, made free of names, and put on the topic of events. */
@NullMarked
package dev.sluice.analytics.client;

import org.jspecify.annotations.NullMarked;
