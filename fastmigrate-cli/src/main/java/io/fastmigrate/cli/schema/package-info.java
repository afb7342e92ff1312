/** Commands about the schema that scripts make. */
@NullMarked
package io.fastmigrate.cli.schema;

import org.jspecify.annotations.NullMarked;
