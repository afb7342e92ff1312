/** Reading scripts of databases on servers. */
@NullMarked
package io.fastmigrate.lint.internal.server;

import org.jspecify.annotations.NullMarked;
