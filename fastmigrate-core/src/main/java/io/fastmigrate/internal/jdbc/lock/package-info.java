/** The migration lock of a server. */
@NullMarked
package io.fastmigrate.internal.jdbc.lock;

import org.jspecify.annotations.NullMarked;
