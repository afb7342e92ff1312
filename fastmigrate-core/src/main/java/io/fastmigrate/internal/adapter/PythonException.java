package io.fastmigrate.internal.adapter;

/** What Python said: the exception's type, its message, and the place in {@code config.py}. */
final class PythonException extends Exception {

    private static final long serialVersionUID = 1L;

    PythonException(String message) {
        super(message);
    }
}
