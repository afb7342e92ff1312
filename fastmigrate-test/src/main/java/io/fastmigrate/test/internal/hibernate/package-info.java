/** What Hibernate says about a schema. */
@NullMarked
package io.fastmigrate.test.internal.hibernate;

import org.jspecify.annotations.NullMarked;
