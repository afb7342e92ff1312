package io.fastmigrate.cli;

/** Something that stops a command before the engine is asked. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String advice;

    Failure(ExitCode exitCode, String message, String advice) {
        super(message);
        this.exitCode = exitCode;
        this.advice = advice;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    String advice() {
        return advice;
    }
}
