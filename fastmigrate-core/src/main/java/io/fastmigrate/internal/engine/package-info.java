/** Lock, read, validate, plan, run, report: the same for every database. */
@NullMarked
package io.fastmigrate.internal.engine;

import org.jspecify.annotations.NullMarked;
