/** What the starter has for Spring Boot 3.5 alone, and what that shares with the rest. */
@NullMarked
package io.fastmigrate.spring;

import org.jspecify.annotations.NullMarked;
