package io.github.pgchime.wire;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server says. CopyData is not among them: it is read in place, from {@link FrameReader#body()}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL: message formats</a>
 */
public sealed interface BackendMessage {

    /** Authentication is done. */
    record AuthenticationOk() implements BackendMessage {}

    /** The server asks for the password itself. */
    record AuthenticationCleartext() implements BackendMessage {}

    /** The server asks for the password's MD5 hash with four bytes of its choice. */
    record AuthenticationMd5(int salt) implements BackendMessage {}

    /** The server asks for SASL, by one of these mechanisms. */
    record AuthenticationSasl(List<String> mechanisms) implements BackendMessage {}

    /** The server's first SCRAM message. */
    record AuthenticationSaslContinue(String data) implements BackendMessage {}

    /** The server's final SCRAM message, with its signature. */
    record AuthenticationSaslFinal(String data) implements BackendMessage {}

    /** A way to authenticate that is none of the above, by its code. */
    record AuthenticationOther(int code) implements BackendMessage {}

    /** Which process serves the session; the secret that would cancel its queries is let go. */
    record BackendKeyData(int pid) implements BackendMessage {
        private static final int SHORTEST_KEY = 4;
        private static final int LONGEST_KEY = 256;

        static BackendKeyData decode(WireReader body) {
            int pid = body.int32();
            int length = body.remaining();
            if (length < SHORTEST_KEY || length > LONGEST_KEY) {
                throw new ProtocolException("BackendKeyData has a key of " + length + " bytes; expected " + SHORTEST_KEY
                        + " to " + LONGEST_KEY);
            }
            body.skip(length);
            return new BackendKeyData(pid);
        }
    }

    /** A setting that the server reports, at start-up and whenever it changes. */
    record ParameterStatus(String name, String value) implements BackendMessage {
        static ParameterStatus decode(WireReader body) {
            return new ParameterStatus(body.cString(), body.cString());
        }
    }

    /** The server does not know a newer protocol, or some of the parameters of it. */
    record NegotiateProtocolVersion(int newest, int unknownOptions) implements BackendMessage {
        static NegotiateProtocolVersion decode(WireReader body) {
            int newest = body.int32();
            int unknownOptions = body.int32();
            for (int i = 0; i < unknownOptions; i++) {
                body.cString();
            }
            return new NegotiateProtocolVersion(newest, unknownOptions);
        }
    }

    /** The server waits for a command; {@code status} is I, T or E: idle, in a transaction, in a failed one. */
    record ReadyForQuery(char status) implements BackendMessage {
        static ReadyForQuery decode(WireReader body) {
            char status = (char) body.int8();
            if ("ITE".indexOf(status) < 0) {
                throw new ProtocolException("ReadyForQuery has the status " + (int) status + "; expected I, T or E");
            }
            return new ReadyForQuery(status);
        }
    }

    /** The names of a result's columns. */
    record RowDescription(List<String> columns) implements BackendMessage {
        static RowDescription decode(WireReader body) {
            int count = columnCount(body);
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                columns.add(body.cString());
                body.skip(4 + 2 + 4 + 2 + 4 + 2);
            }
            return new RowDescription(columns);
        }
    }

    /** A row's values in text, each empty where it is NULL. */
    record DataRow(List<Optional<byte[]>> values) implements BackendMessage {
        static DataRow decode(WireReader body) {
            int count = columnCount(body);
            List<Optional<byte[]>> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int length = body.int32();
                values.add(length == -1 ? Optional.empty() : Optional.of(body.bytes(length)));
            }
            return new DataRow(values);
        }
    }

    /** A command is done. */
    record CommandComplete(String tag) implements BackendMessage {
        static CommandComplete decode(WireReader body) {
            return new CommandComplete(body.cString());
        }
    }

    /** The query had nothing in it. */
    record EmptyQueryResponse() implements BackendMessage {}

    /** A command, or the session, failed. */
    record ErrorResponse(ServerError error) implements BackendMessage {}

    /** Something worth knowing. */
    record NoticeResponse(ServerError notice) implements BackendMessage {}

    /** Somebody said NOTIFY. */
    record NotificationResponse(int senderPid, String channel, String payload) implements BackendMessage {
        static NotificationResponse decode(WireReader body, RepeatedText channel) {
            return new NotificationResponse(body.int32(), channel.read(body), body.cString());
        }
    }

    /** From here on both sides send CopyData. */
    record CopyBothResponse() implements BackendMessage {}

    /** The server will send no more CopyData. */
    record CopyDone() implements BackendMessage {}

    /**
     * Reads the message of a frame.
     *
     * @param channel the channel of the notifications so far
     */
    static BackendMessage decode(char type, WireReader body, RepeatedText channel) {
        BackendMessage message = switch (type) {
            case 'R' -> authentication(body);
            case 'K' -> BackendKeyData.decode(body);
            case 'S' -> ParameterStatus.decode(body);
            case 'v' -> NegotiateProtocolVersion.decode(body);
            case 'Z' -> ReadyForQuery.decode(body);
            case 'T' -> RowDescription.decode(body);
            case 'D' -> DataRow.decode(body);
            case 'C' -> CommandComplete.decode(body);
            case 'I' -> new EmptyQueryResponse();
            case 'E' -> new ErrorResponse(fields(body));
            case 'N' -> new NoticeResponse(fields(body));
            case 'A' -> NotificationResponse.decode(body, channel);
            case 'W' -> {
                body.skip(body.remaining());
                yield new CopyBothResponse();
            }
            case 'c' -> new CopyDone();
            default -> throw new ProtocolException("a message of type " + nameOf(type) + " was not expected");
        };
        body.expectEnd();
        return message;
    }

    /** As libpq's {@code VALID_LONG_MESSAGE_TYPE}. */
    static boolean mayBeLong(char type) {
        return "TDdVENA".indexOf(type) >= 0;
    }

    /** The name of a message type, for errors; never the raw byte. */
    static String nameOf(char type) {
        return switch (type) {
            case 'R' -> "Authentication";
            case 'K' -> "BackendKeyData";
            case 'S' -> "ParameterStatus";
            case 'v' -> "NegotiateProtocolVersion";
            case 'Z' -> "ReadyForQuery";
            case 'T' -> "RowDescription";
            case 'D' -> "DataRow";
            case 'C' -> "CommandComplete";
            case 'I' -> "EmptyQueryResponse";
            case 'E' -> "ErrorResponse";
            case 'N' -> "NoticeResponse";
            case 'A' -> "NotificationResponse";
            case 'W' -> "CopyBothResponse";
            case 'G' -> "CopyInResponse";
            case 'H' -> "CopyOutResponse";
            case 'd' -> "CopyData";
            case 'c' -> "CopyDone";
            default -> "0x" + Integer.toHexString(type);
        };
    }

    private static BackendMessage authentication(WireReader body) {
        int code = body.int32();
        return switch (code) {
            case 0 -> new AuthenticationOk();
            case 3 -> new AuthenticationCleartext();
            case 5 -> new AuthenticationMd5(body.int32());
            case 10 -> {
                List<String> mechanisms = new ArrayList<>();
                for (String name = body.cString(); !name.isEmpty(); name = body.cString()) {
                    mechanisms.add(name);
                }
                yield new AuthenticationSasl(List.copyOf(mechanisms));
            }
            case 11 -> new AuthenticationSaslContinue(body.text(StandardCharsets.UTF_8));
            case 12 -> new AuthenticationSaslFinal(body.text(StandardCharsets.UTF_8));
            default -> {
                body.skip(body.remaining());
                yield new AuthenticationOther(code);
            }
        };
    }

    private static ServerError fields(WireReader body) {
        Map<Character, String> fields = new HashMap<>();
        for (byte code = body.int8(); code != 0; code = body.int8()) {
            fields.put((char) code, body.cString());
        }
        return new ServerError(fields);
    }

    private static int columnCount(WireReader body) {
        int count = body.int16();
        if (count < 0) {
            throw new ProtocolException("a row of " + count + " columns");
        }
        return count;
    }
}
