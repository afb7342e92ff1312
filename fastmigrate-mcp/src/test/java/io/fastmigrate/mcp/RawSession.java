package io.fastmigrate.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** A server in a process, and what goes over its standard input and output, line by line. */
final class RawSession {

    private static final long DEADLINE_SECONDS = 120;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final BufferedReader answers;
    private final CompletableFuture<String> errors;

    private RawSession(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.errors = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    /** Starts a server for the database of a project; the session has begun. */
    static RawSession of(Project project, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("mcp", "--db", "data/app.db"));
        arguments.addAll(Arrays.asList(options));
        RawSession session = new RawSession(new ProcessBuilder(Project.words(arguments))
                .directory(project.directory().toFile())
                .start());
        session.send(
                "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-06-18','capabilities':"
                        + "{'elicitation':{}},'clientInfo':{'name':'raw','version':'1'}}}");
        assertThat(session.answer().get("id")).isEqualTo(1);
        session.send("{'jsonrpc':'2.0','method':'notifications/initialized'}");
        return session;
    }

    /** Sends a line, with double quotes for single ones. */
    void send(String message) throws IOException {
        write(message.replace('\'', '"') + "\n");
    }

    /** Sends a text without a line end. */
    void write(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    void call(int id, String tool) throws IOException {
        send("{'jsonrpc':'2.0','id':" + id + ",'method':'tools/call','params':{'name':'" + tool + "','arguments':{}}}");
    }

    /** Returns the next line of standard output, which has to be a message of the protocol. */
    Map<?, ?> answer() throws IOException {
        String line = answers.readLine();
        assertThat(line).isNotNull();
        Map<?, ?> message = JSON.readValue(line, Map.class);
        assertThat(message.get("jsonrpc")).isEqualTo("2.0");
        return message;
    }

    /** The client dies: its end of both pipes is closed. */
    void die() throws IOException {
        process.getOutputStream().close();
        process.getInputStream().close();
    }

    /** Sends a signal to the server. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end of the server and returns its exit code. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Returns what the server wrote to standard error; it has to have ended. */
    String errors() {
        return errors.join();
    }
}
