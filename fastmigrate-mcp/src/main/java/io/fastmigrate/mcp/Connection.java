package io.fastmigrate.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import reactor.core.publisher.Mono;

/** The client's end of standard input and output, which tells when the client is gone. */
final class Connection extends StdioServerTransportProvider {

    private final Input input;
    private final CountDownLatch over = new CountDownLatch(1);

    Connection(McpJsonMapper json, InputStream in, OutputStream out) {
        this(json, new Input(in), out);
    }

    private Connection(McpJsonMapper json, Input input, OutputStream out) {
        super(json, input, out);
        this.input = input;
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory factory) {
        super.setSessionFactory(transport -> factory.create(new Watched(transport)));
    }

    /** Waits for the end of the session; false if it ended at a message that cannot be read. */
    boolean awaitEnd() throws InterruptedException {
        over.await();
        return input.hasEnded;
    }

    private static final class Input extends FilterInputStream {

        private volatile boolean hasEnded;

        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            hasEnded |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            hasEnded |= read < 0;
            return read;
        }
    }

    private final class Watched implements McpServerTransport {

        private final McpServerTransport transport;

        Watched(McpServerTransport transport) {
            this.transport = transport;
        }

        @Override
        public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
            return transport.sendMessage(message);
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return transport.unmarshalFrom(data, type);
        }

        @Override
        public List<String> protocolVersions() {
            return transport.protocolVersions();
        }

        @Override
        public Mono<Void> closeGracefully() {
            return transport.closeGracefully().doFinally(signal -> over.countDown());
        }

        @Override
        public void close() {
            transport.close();
            over.countDown();
        }
    }
}
