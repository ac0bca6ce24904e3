/**
 * Files that batches are made of and end in. The bytes lie in pieces on a topic of their own; what a worker holds of a file
 * is its description with the places of the pieces, folded from another topic. A file exists from the moment its
 * description is acknowledged, whole or not at all.
 */
@NullMarked
package dev.sluice.worker.files;

import org.jspecify.annotations.NullMarked;
