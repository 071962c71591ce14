/**
 * What every kind of step is made of: the operator and where it answers, its settings, and the states of its keys. The
 * kinds themselves are in the packages beside this one, each with a list of what it offers; {@code Steps} joins the lists.
 */
@NullMarked
package io.weir.pipeline.step;

import org.jspecify.annotations.NullMarked;
