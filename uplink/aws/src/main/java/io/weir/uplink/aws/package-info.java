/** Delivers to Amazon's services, by the AWS SDK with its smallest HTTP client. */
@NullMarked
package io.weir.uplink.aws;

import org.jspecify.annotations.NullMarked;
