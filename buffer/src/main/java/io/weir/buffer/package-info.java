/**
 * The durable log on MapDB. It knows bytes and stream numbers only: entries go in as groups, become durable with one
 * fsync, and come out of cursors in order. {@code FORMAT.md} beside this module's POM describes what is on the disk.
 */
@NullMarked
package io.weir.buffer;

import org.jspecify.annotations.NullMarked;
