package io.fastmigrate.internal.adapter;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;

/** The Python on this machine that has what a test needs. */
final class Pythons {

    private Pythons() {}

    /** Returns a program that has some modules; where there is none the test is skipped, or fails if they are required. */
    static String with(String... modules) throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (has(python, modules)) {
                return python;
            }
        }
        String message = "There is no python3 with " + String.join(", ", modules) + " here.";
        if (Boolean.parseBoolean(System.getenv("FASTMIGRATE_REQUIRE_PYTHON"))) {
            throw new AssertionError(message);
        }
        return abort(message);
    }

    private static boolean has(String python, String... modules) throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import " + String.join(", ", modules))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
