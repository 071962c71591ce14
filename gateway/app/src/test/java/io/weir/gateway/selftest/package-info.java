/** Tests of the self-test: with small numbers on real directories, and with mount tables made up. */
@NullMarked
package io.weir.gateway.selftest;

import org.jspecify.annotations.NullMarked;
