/** Foreign keys: what cascades, and what a script leaves without its parent. */
@NullMarked
package io.fastmigrate.internal.sqlite.foreignkey;

import org.jspecify.annotations.NullMarked;
