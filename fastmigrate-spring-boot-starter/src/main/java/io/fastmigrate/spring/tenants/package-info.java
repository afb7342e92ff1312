/** The databases of tenants. */
@NullMarked
package io.fastmigrate.spring.tenants;

import org.jspecify.annotations.NullMarked;
