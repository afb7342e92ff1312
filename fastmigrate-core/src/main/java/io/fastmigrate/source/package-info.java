<<<<<<< HEAD
/** Where scripts come from: a directory or the class path, and the naming rule. */
=======
/** Where scripts come from, and the rule for their names. */
>>>>>>> build
@NullMarked
package io.fastmigrate.source;

import org.jspecify.annotations.NullMarked;
