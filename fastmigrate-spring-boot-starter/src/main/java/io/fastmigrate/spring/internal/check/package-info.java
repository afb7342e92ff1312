/** What a start checks beside the migration: pending scripts, and whether the schema was changed by hand. */
@NullMarked
package io.fastmigrate.spring.internal.check;

import org.jspecify.annotations.NullMarked;
