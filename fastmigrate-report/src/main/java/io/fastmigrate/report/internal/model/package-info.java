/** The schema of a database, read without writing anything. */
@NullMarked
package io.fastmigrate.report.internal.model;

import org.jspecify.annotations.NullMarked;
