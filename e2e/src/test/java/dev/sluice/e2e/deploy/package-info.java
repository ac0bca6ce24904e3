/** What is shipped to run the services: chart, rendered manifests, compose file, images. Checked without a cluster. */
@NullMarked
package dev.sluice.e2e.deploy;

import org.jspecify.annotations.NullMarked;
