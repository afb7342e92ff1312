/** Shows what rules find by running scripts on temporary databases. */
@NullMarked
package io.fastmigrate.lint.internal.prove;

import org.jspecify.annotations.NullMarked;
