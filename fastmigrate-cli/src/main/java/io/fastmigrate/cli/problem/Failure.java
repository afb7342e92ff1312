package io.fastmigrate.cli.problem;

/** Something that stops a command before the engine is asked. */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String advice;

    public Failure(ExitCode exitCode, String message, String advice) {
        super(message);
        this.exitCode = exitCode;
        this.advice = advice;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    String advice() {
        return advice;
    }
}
