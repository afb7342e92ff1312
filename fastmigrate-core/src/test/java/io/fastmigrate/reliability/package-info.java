/** Proof that nothing is lost: kills, many processes at once, full disks, and other people's locks. */
@NullMarked
package io.fastmigrate.reliability;

import org.jspecify.annotations.NullMarked;
