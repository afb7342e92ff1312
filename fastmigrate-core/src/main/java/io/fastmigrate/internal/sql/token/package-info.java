/** Texts, tokens and checksums. */
@NullMarked
package io.fastmigrate.internal.sql.token;

import org.jspecify.annotations.NullMarked;
