/** Migrates during the start, before any bean that uses a database. */
@NullMarked
package io.fastmigrate.spring.internal.start;

import org.jspecify.annotations.NullMarked;
