package io.github.pgchime.wire;

import io.github.pgchime.ServerException;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Messages both ways over one pair of byte streams. What a server may say at any moment is taken out of the sequence
 * here: settings are kept, notices logged, notifications handed on, and an error is thrown.
 */
final class MessageStream {

    private static final System.Logger LOG = System.getLogger(MessageStream.class.getName());

    private final FrameReader reader;
    private final FrameWriter writer;
    private final ConcurrentMap<String, String> parameters = new ConcurrentHashMap<>();
    private final RepeatedText channel = new RepeatedText();
    private volatile Consumer<BackendMessage.NotificationResponse> notifications = notification -> {};

    MessageStream(FrameReader reader, FrameWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    FrameReader frames() {
        return reader;
    }

    ConcurrentMap<String, String> parameters() {
        return parameters;
    }

    void onNotification(Consumer<BackendMessage.NotificationResponse> receiver) {
        notifications = receiver;
    }

    void send(FrontendMessage message) throws IOException {
        writer.send(message);
    }

    /**
     * The next message that belongs to the conversation.
     *
     * @throws ServerException if it is an ErrorResponse
     */
    BackendMessage next() throws IOException {
        while (true) {
            BackendMessage message = decode(reader.next());
            if (!isAsynchronous(message)) {
                return message;
            }
        }
    }

    /**
     * As {@link #next}, but that a notification is returned rather than handed on.
     *
     * @throws ServerException if it is an ErrorResponse
     */
    BackendMessage nextOrNotification() throws IOException {
        while (true) {
            BackendMessage message = decode(reader.next());
            if (!isAside(message)) {
                return message;
            }
        }
    }

    /**
     * The next message, whatever it is: before the server is authenticated nothing may come in between, as in libpq.
     *
     * @throws ServerException if it is an ErrorResponse
     */
    BackendMessage nextFromStranger() throws IOException {
        BackendMessage message = decode(reader.next());
        if (message instanceof BackendMessage.ErrorResponse(var error)) {
            throw new ServerException(error);
        }
        return message;
    }

    /** The next CopyData, which then lies in {@link FrameReader#body()}; false if it is another message, likewise. */
    char nextType() throws IOException {
        while (true) {
            char type = reader.next();
            if (type == 'd') {
                return type;
            }
            if ("NSAE".indexOf(type) < 0 || !isAsynchronous(decode(type))) {
                return type;
            }
        }
    }

    private BackendMessage decode(char type) {
        return BackendMessage.decode(type, reader.body(), channel);
    }

    private boolean isAsynchronous(BackendMessage message) {
        if (message instanceof BackendMessage.NotificationResponse notification) {
            notifications.accept(notification);
            return true;
        }
        return isAside(message);
    }

    /** Whether it is for nobody but this stream, which has then seen to it. */
    private boolean isAside(BackendMessage message) {
        return switch (message) {
            case BackendMessage.ParameterStatus(String name, String value) -> {
                parameters.put(name, value);
                yield true;
            }
            case BackendMessage.NoticeResponse(var notice) -> {
                LOG.log(System.Logger.Level.DEBUG, () -> "server says " + notice);
                yield true;
            }
            case BackendMessage.ErrorResponse(var error) -> throw new ServerException(error);
            case BackendMessage other -> false;
        };
    }
}
