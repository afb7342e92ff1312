package io.fastmigrate.model;

import java.time.Duration;

/**
 * How far a script is. Told at most ten times a second.
 *
 * @param bytesRead of the script so far
 * @param bytesTotal of the script; -1 where it is not known
 * @param statements how many have run
 * @param elapsed since the script began
 */
public record Progress(Script script, long bytesRead, long bytesTotal, long statements, Duration elapsed) {

    /** Returns how much of the script has been read, 0 to 100, or -1 where its size is not known. */
    public int percent() {
        return bytesTotal <= 0 ? -1 : (int) Math.min(100, bytesRead * 100 / bytesTotal);
    }
}
