/** The accounts of promise P4 as everybody reads them: one JSON, its equations checked. */
@NullMarked
package io.weir.gateway.ledger;

import org.jspecify.annotations.NullMarked;
