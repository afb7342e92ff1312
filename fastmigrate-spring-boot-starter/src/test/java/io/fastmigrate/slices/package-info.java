/** An application whose tests are slices, in a package of its own because slices look for it upwards. */
@NullMarked
package io.fastmigrate.slices;

import org.jspecify.annotations.NullMarked;
