/** What Actuator and Micrometer tell of the databases. */
@NullMarked
package io.fastmigrate.spring.actuate;

import org.jspecify.annotations.NullMarked;
