package io.fastmigrate.cli;

/** What a command's process ends with. */
enum ExitCode {
    DONE(0),
    FAILED(1),
    USAGE(2);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
