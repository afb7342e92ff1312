package io.fastmigrate.error;

/** A setting, or an argument, that cannot mean anything here. */
public final class InvalidSettingException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private InvalidSettingException(String message, String advice) {
        super(message, advice, null);
    }

    /**
     * Makes the error; also for what builds on fastmigrate and has its own settings.
     *
     * @param message which setting, and what is wrong with it
     * @param advice what to do, as a sentence
     */
    public static InvalidSettingException of(String message, String advice) {
        return new InvalidSettingException(message, advice);
    }
}
