/** H2. */
@NullMarked
package io.fastmigrate.internal.jdbc.h2;

import org.jspecify.annotations.NullMarked;
