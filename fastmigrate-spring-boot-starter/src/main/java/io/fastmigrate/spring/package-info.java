/** Auto-configuration that migrates the database before a Spring Boot application uses it. */
@NullMarked
package io.fastmigrate.spring;

import org.jspecify.annotations.NullMarked;
