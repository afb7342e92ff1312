<<<<<<< HEAD
/** Values, what users implement, and the errors. */
=======
/** The values that the engine takes and returns, its errors, and the interfaces that users implement. */
>>>>>>> build
@NullMarked
package io.fastmigrate.model;

import org.jspecify.annotations.NullMarked;
