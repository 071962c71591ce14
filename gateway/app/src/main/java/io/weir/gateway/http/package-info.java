/** The gateway's page, its health, its metrics and the API that the page uses, on Vert.x. Never blocks its event loop. */
@NullMarked
package io.weir.gateway.http;

import org.jspecify.annotations.NullMarked;
