/** Connections that an application lends. */
@NullMarked
package io.fastmigrate.internal.pool;

import org.jspecify.annotations.NullMarked;
