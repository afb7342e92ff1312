/** A bookmark keeper whose database is migrated by the fastmigrate starter. */
@NullMarked
package io.fastmigrate.sample;

import org.jspecify.annotations.NullMarked;
