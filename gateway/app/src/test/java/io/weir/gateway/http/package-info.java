@NullMarked
package io.weir.gateway.http;

import org.jspecify.annotations.NullMarked;
