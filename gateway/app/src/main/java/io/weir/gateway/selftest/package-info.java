/**
 * {@code weir selftest durability}: measures and tries on the user's own disk what the promises rest on, and says in words
 * what of it software cannot prove.
 */
@NullMarked
package io.weir.gateway.selftest;

import org.jspecify.annotations.NullMarked;
