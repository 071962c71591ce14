@NullMarked
package io.weir.gateway.ledger;

import org.jspecify.annotations.NullMarked;
