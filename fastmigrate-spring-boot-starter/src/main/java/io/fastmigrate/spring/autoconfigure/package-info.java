/** The auto-configurations and their conditions. */
@NullMarked
package io.fastmigrate.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
