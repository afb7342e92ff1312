package io.fastmigrate.cli.problem;

/** What a command's process ends with. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    USAGE(2);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
