package io.fastmigrate.model;

import java.io.Serializable;

/**
 * A place in a script.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters (code points), not bytes
 */
public record Position(int line, int column) implements Serializable {

    /** Where a script begins. */
    public static final Position START = new Position(1, 1);

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
