/** What writers of adapters implement. */
@NullMarked
package io.fastmigrate.adapter;

import org.jspecify.annotations.NullMarked;
