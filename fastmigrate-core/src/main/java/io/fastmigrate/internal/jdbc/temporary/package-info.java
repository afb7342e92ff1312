/** Databases that exist for a while on the server of another one. */
@NullMarked
package io.fastmigrate.internal.jdbc.temporary;

import org.jspecify.annotations.NullMarked;
