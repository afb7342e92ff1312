package io.fastmigrate.backend;

import io.fastmigrate.model.PlannedScript;

/** A script that a backend has read and knows how to run; made by {@link Backend#plan}. */
public interface Step {
    PlannedScript planned();
}
