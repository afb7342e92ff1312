/** Values, what users implement, and the errors. */
@NullMarked
package io.fastmigrate.model;

import org.jspecify.annotations.NullMarked;
