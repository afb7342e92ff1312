package io.fastmigrate.error;

/** A setting or an argument has an invalid value. */
public final class InvalidSettingException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private InvalidSettingException(String message, String advice) {
        super(message, advice, null);
    }

    /**
     * Creates the error; also for libraries that build on fastmigrate and have their own settings.
     *
     * @param message which setting, and what is wrong with it
     * @param advice what to do, as a sentence
     */
    public static InvalidSettingException of(String message, String advice) {
        return new InvalidSettingException(message, advice);
    }
}
