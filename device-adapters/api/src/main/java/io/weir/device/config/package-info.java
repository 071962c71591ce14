/**
 * Describes what a configuration may say ({@link io.weir.device.config.Shape}) and holds what it did
 * say ({@link io.weir.device.config.Settings}). One description serves the check of a file, of a
 * document from afar, and the JSON Schema.
 */
@NullMarked
package io.weir.device.config;

import org.jspecify.annotations.NullMarked;
