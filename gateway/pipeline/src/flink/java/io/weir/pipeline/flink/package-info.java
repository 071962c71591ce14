/**
 * Windows held against those of Apache Flink on the same seeded streams, in one JVM: what comes out must be the same, and how
 * fast each is on the same work.
 */
@NullMarked
package io.weir.pipeline.flink;

import org.jspecify.annotations.NullMarked;
