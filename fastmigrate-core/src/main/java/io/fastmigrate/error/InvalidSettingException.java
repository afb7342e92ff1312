package io.fastmigrate.error;

/** A setting, or an argument, that cannot mean anything here. */
public final class InvalidSettingException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    public InvalidSettingException(String message, String advice) {
        super(message, advice, null);
    }
}
