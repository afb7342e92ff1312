/** Reading scripts in pieces, for every dialect: statements, their places, the checksum. */
@NullMarked
package io.fastmigrate.internal.sql.scan;

import org.jspecify.annotations.NullMarked;
