/** Programs that measure the semantic layer on evaluation data from outside the repository; no tests. */
package dev.sluice.cache.measure;
