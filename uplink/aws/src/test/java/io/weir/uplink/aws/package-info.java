/** Tests against kinesalite, behind a proxy that fails as the real service may. */
@NullMarked
package io.weir.uplink.aws;

import org.jspecify.annotations.NullMarked;
