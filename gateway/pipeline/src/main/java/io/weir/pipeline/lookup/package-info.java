/** What readings are corrected and completed by: a table that is part of the configuration. */
@NullMarked
package io.weir.pipeline.lookup;

import org.jspecify.annotations.NullMarked;
