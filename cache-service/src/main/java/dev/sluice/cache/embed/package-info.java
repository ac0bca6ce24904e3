/**
 * Text as vectors: bge-small-en-v1.5 (int8) run in process by ONNX Runtime, for the semantic layer and, in the OpenAI
 * dialect, for everybody.
 */
@NullMarked
package dev.sluice.cache.embed;

import org.jspecify.annotations.NullMarked;
