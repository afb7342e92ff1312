package io.fastmigrate.databases;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;

/** A process that rehearses, to be killed. Arguments: URL, directory of scripts. */
public final class RehearsingMain {

    private RehearsingMain() {}

    public static void main(String[] arguments) {
        FastMigrate.database(arguments[0])
                .migrations(Path.of(arguments[1]))
                .build()
                .rehearse();
    }
}
