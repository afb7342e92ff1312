/** The statements and scripts of the other databases. */
@NullMarked
package io.fastmigrate.internal.sql.dialect;

import org.jspecify.annotations.NullMarked;
