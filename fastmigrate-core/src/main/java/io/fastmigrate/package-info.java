/** The front door of the migration engine, and the engine itself. */
@NullMarked
package io.fastmigrate;

import org.jspecify.annotations.NullMarked;
