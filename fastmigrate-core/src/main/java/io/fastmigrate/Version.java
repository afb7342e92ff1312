package io.fastmigrate;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A database's version, which is also the number of the script that produces it.
 *
 * @param number 0 for a database without applied scripts, otherwise the number of the last applied script
 */
public record Version(int number) implements Comparable<Version>, Serializable {

    /** The version of a database without applied scripts. */
    public static final Version ZERO = new Version(0);

    public Version {
        if (number < 0) {
            throw new IllegalArgumentException("A version is not negative, but this one is " + number + ".");
        }
    }

    /** Returns the number with four digits, as in the names of scripts: {@code 0007}. */
    public String padded() {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    public boolean isAfter(Version other) {
        return number > other.number;
    }

    // What the compiler would write is linked at run time, which takes longer than a whole look at a database.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Version version && number == version.number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public int compareTo(Version other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
