/**
 * A small language of expressions over a reading, in CEL's syntax: a text becomes tokens, these a tree, the tree is typed
 * and becomes nodes that a reading is put through. It has no loops, calls nothing but what is here, and is bounded in size.
 */
@NullMarked
package io.weir.pipeline.expression;

import org.jspecify.annotations.NullMarked;
