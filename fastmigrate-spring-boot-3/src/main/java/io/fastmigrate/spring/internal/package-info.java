/** What the other internal packages share, and needs none of them. */
@NullMarked
package io.fastmigrate.spring.internal;

import org.jspecify.annotations.NullMarked;
