package io.fastmigrate.model;

import java.time.Duration;

/**
 * How far a backup is. Told at most ten times a second.
 *
 * @param bytesCopied so far
 * @param bytesTotal that the backup will have
 * @param elapsed since the backup began
 */
public record BackupProgress(long bytesCopied, long bytesTotal, Duration elapsed) {

    /** Returns how much has been copied, 0 to 100. */
    public int percent() {
        return bytesTotal <= 0 ? 100 : (int) Math.min(100, bytesCopied * 100 / bytesTotal);
    }
}
