/** The database that a test gets: a copy of one that the scripts under test made. */
@NullMarked
package io.fastmigrate.test.internal.database;

import org.jspecify.annotations.NullMarked;
