<<<<<<< HEAD
/** The front door: {@link io.fastmigrate.FastMigrate} and its builder. */
=======
/** The front door of the migration engine, and the engine itself. */
>>>>>>> build
@NullMarked
package io.fastmigrate;

import org.jspecify.annotations.NullMarked;
