package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with one page, driven by its <a href="https://chromedevtools.github.io/devtools-protocol/">DevTools protocol</a>. */
final class Chromium implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String LISTENING = "DevTools listening on ";

    private final JsonMapper json = new JsonMapper();
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final Process process;
    private final WebSocket socket;

    private Chromium(Process process, URI browser) throws Exception {
        this.process = process;
        HttpClient client = HttpClient.newHttpClient();
        URI list = URI.create("http://" + browser.getAuthority() + "/json/list");
        JsonNode pages =
                json.readTree(client.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        String page = pages.valueStream()
                .filter(node -> node.path("type").asString().equals("page"))
                .map(node -> node.path("webSocketDebuggerUrl").asString())
                .findFirst()
                .orElseThrow();
        this.socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page), new Messages())
                .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        send("Page.enable", Map.of());
        send("Runtime.enable", Map.of());
        send("Log.enable", Map.of());
    }

    /** Looks for a Chromium on the path of programs. */
    static Optional<Path> find() {
        return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the one that is installed; without one the test is skipped, unless FASTMIGRATE_REQUIRE_BROWSER is true. */
    static Chromium startOrSkip(Path profile) throws Exception {
        Optional<Path> program = find();
        if (program.isEmpty()) {
            String message = "No Chromium is installed, so the page is not tried in a browser.";
            assertThat(System.getenv("FASTMIGRATE_REQUIRE_BROWSER")).as(message).isNotEqualTo("true");
            System.out.println("SKIPPED: " + message);
            Assumptions.abort(message);
        }
        return start(program.orElseThrow(), profile);
    }

    /** Starts it with a fresh profile in an empty directory. */
    private static Chromium start(Path program, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--window-size=1280,900",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, address), "chromium-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return new Chromium(process, URI.create(address.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static void read(Process process, CompletableFuture<String> address) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith(LISTENING)) {
                    address.complete(line.substring(LISTENING.length()));
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        address.completeExceptionally(new IllegalStateException("Chromium ended: " + said));
    }

    JsonNode send(String method, Map<String, ?> parameters) throws Exception {
        return sendAsync(method, parameters).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    private CompletableFuture<JsonNode> sendAsync(String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        String text = json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
        return socket.sendText(text, true).thenCompose(ignored -> answer);
    }

    void open(String address) throws Exception {
        send("Page.navigate", Map.of("url", address));
        await("document.readyState === 'complete' && location.href.startsWith('" + address + "')");
    }

    /** Evaluates an expression in the page and returns its value as text. */
    String evaluate(String expression) throws Exception {
        JsonNode answer =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value").asString("");
    }

    /** Waits until an expression is true in the page. */
    void await(String expression) throws Exception {
        Instant end = Instant.now().plus(DEADLINE);
        while (!"true".equals(evaluate("Boolean(" + expression + ")"))) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("Never came true: " + expression + "; the page shows: "
                        + evaluate("document.body.innerText") + "; faults: " + faults);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Clicks with the mouse in the middle of what a selector finds. */
    void click(String selector) throws Exception {
        String[] middle = evaluate("(() => { const e = document.querySelector(" + quote(selector)
                        + "); e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
                        + " return `${b.x + b.width / 2} ${b.y + b.height / 2}`; })()")
                .split(" ", -1);
        for (String type : List.of("mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            Double.valueOf(middle[0]),
                            "y",
                            Double.valueOf(middle[1]),
                            "button",
                            "left",
                            "clickCount",
                            1));
        }
    }

    /** Types a text where the cursor is. */
    void type(String text) throws Exception {
        send("Input.insertText", Map.of("text", text));
    }

    /** Presses a key that makes a character. */
    void press(String character) throws Exception {
        send("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", character, "text", character));
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", character));
    }

    void saveScreenshot(Path file) throws Exception {
        String data = send("Page.captureScreenshot", Map.of("format", "png"))
                .path("data")
                .asString();
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, Base64.getDecoder().decode(data));
    }

    /** Returns uncaught errors and refusals of the browser, such as those of the Content-Security-Policy. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private String quote(String text) {
        return json.writeValueAsString(text);
    }

    private void receive(String text) {
        JsonNode message = json.readTree(text);
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.path("id").asInt());
            if (answer != null && message.has("error")) {
                answer.completeExceptionally(
                        new IllegalStateException(message.path("error").toString()));
            } else if (answer != null) {
                answer.complete(message.path("result"));
            }
            return;
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asString()) {
            case "Runtime.exceptionThrown" -> faults.add(parameters.toString());
            case "Log.entryAdded" -> {
                if (!parameters.path("entry").path("source").asString().equals("network")) {
                    faults.add(parameters.toString());
                }
            }
            default -> {}
        }
    }

    @Override
    public void close() {
        socket.abort();
        List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(member -> member.onExit().join());
    }

    private final class Messages implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String message = text.toString();
                text.setLength(0);
                receive(message);
            }
            webSocket.request(1);
            return null;
        }
    }
}
