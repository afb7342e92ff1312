/** What this process knows of its runs, and who is told. */
@NullMarked
package io.fastmigrate.spring.internal.observe;

import org.jspecify.annotations.NullMarked;
