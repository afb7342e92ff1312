/** An application whose tests are slices, in its own package because slices look for it upwards. */
@NullMarked
package io.fastmigrate.slices;

import org.jspecify.annotations.NullMarked;
