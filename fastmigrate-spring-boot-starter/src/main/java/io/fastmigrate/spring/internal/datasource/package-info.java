/** The application's connections that are made of {@code db}. */
@NullMarked
package io.fastmigrate.spring.internal.datasource;

import org.jspecify.annotations.NullMarked;
