/**
 * What steps cost: readings per second of one core and bytes allocated per reading, by JMH. Not null-marked, since JMH fills in
 * fields and generates classes here.
 */
package io.weir.pipeline.bench;
