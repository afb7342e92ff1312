/** What README and the pages of docs show is run here, as a reader would. */
@NullMarked
package io.fastmigrate.documentation;

import org.jspecify.annotations.NullMarked;
