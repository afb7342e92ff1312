package io.fastmigrate.spring.applications;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who met how many rows in the new schema. */
record Notes(Map<String, Long> rows) {

    Notes() {
        this(new ConcurrentHashMap<>());
    }

    void met(String who, long count) {
        rows.merge(who, count, Long::sum);
    }
}
