/** Databases of which fastmigrate knows only what an adapter's hooks tell: adapters in Java, and {@code config.py}. */
@NullMarked
package io.fastmigrate.internal.adapter;

import org.jspecify.annotations.NullMarked;
