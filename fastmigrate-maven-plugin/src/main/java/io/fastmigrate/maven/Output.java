package io.fastmigrate.maven;

import org.apache.maven.plugin.logging.Log;

/** The log of the build. Each line begins with the plugin's prefix, because modules that are built in parallel share the log. */
record Output(Log log) {

    private static final String PREFIX = "fastmigrate: ";

    void info(String text) {
        text.lines().forEach(line -> log.info(PREFIX + line));
    }

    void warn(String text) {
        text.lines().forEach(line -> log.warn(PREFIX + line));
    }

    void debug(String text) {
        if (log.isDebugEnabled()) {
            text.lines().forEach(line -> log.debug(PREFIX + line));
        }
    }
}
