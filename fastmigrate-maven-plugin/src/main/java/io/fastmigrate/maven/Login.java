package io.fastmigrate.maven;

import io.fastmigrate.error.InvalidSettingException;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;

/**
 * User and password of a database on a server.
 *
 * @param username null for that of the URL
 * @param password null for that of the URL
 */
record Login(@Nullable String username, @Nullable String password) {

    private static final String USER = "FASTMIGRATE_DB_USER";
    private static final String PASSWORD = "FASTMIGRATE_DB_PASSWORD";

    /** Reads a server of {@code settings.xml}, with its password decrypted. */
    static Login ofServer(String id, Settings settings, SettingsDecrypter decrypter) {
        Server server = settings.getServer(id);
        if (server == null) {
            throw InvalidSettingException.of(
                    "settings.xml contains no server with the id " + id + " (fastmigrate.server).",
                    "Add <server><id>" + id + "</id>...</server> to it, or correct the id.");
        }
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        for (SettingsProblem problem : result.getProblems()) {
            if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
                throw InvalidSettingException.of(
                        "The password of the server " + id + " in settings.xml cannot be decrypted.",
                        "Check that settings-security.xml has the master password with which it was encrypted.");
            }
        }
        Server decrypted = result.getServer();
        return new Login(decrypted.getUsername(), decrypted.getPassword());
    }

    static Login ofEnvironment() {
        return new Login(System.getenv(USER), System.getenv(PASSWORD));
    }

    /** Returns the same, with another's values where this one has none. */
    Login or(Login other) {
        return new Login(username == null ? other.username : username, password == null ? other.password : password);
    }

    @Override
    public String toString() {
        return "Login[...]";
    }
}
