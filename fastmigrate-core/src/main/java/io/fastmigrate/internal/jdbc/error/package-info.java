/** Makes errors that a person can act on of what drivers say. */
@NullMarked
package io.fastmigrate.internal.jdbc.error;

import org.jspecify.annotations.NullMarked;
