package io.github.pgchime.testkit.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The server's messages as bytes: PostgreSQL's manual, sections "Message Formats" and "Streaming Replication". */
public final class Frames {

    private static final int TEXT_OID = 25;

    private Frames() {}

    /** Any message, with the length that is right. */
    public static byte[] raw(char type, byte[] body) {
        return withLength(type, body.length + 4, body);
    }

    /** Any message, with a length of the caller's choice; the right one counts itself, 4 bytes, and the body. */
    public static byte[] withLength(char type, int length, byte[] body) {
        return new Body().int8(type).int32(length).bytes(body).toBytes();
    }

    /** Several messages that go out in one write. */
    public static byte[] concat(byte[]... frames) {
        Body all = new Body();
        Arrays.stream(frames).forEach(all::bytes);
        return all.toBytes();
    }

    /** A log-in without a password: AuthenticationOk, some parameters, BackendKeyData, ReadyForQuery. */
    public static byte[] welcome() {
        return concat(
                authenticationOk(),
                parameterStatus("server_version", "18.1"),
                parameterStatus("client_encoding", "UTF8"),
                parameterStatus("server_encoding", "UTF8"),
                parameterStatus("integer_datetimes", "on"),
                parameterStatus("standard_conforming_strings", "on"),
                backendKeyData(4711, 42),
                readyForQuery('I'));
    }

    public static byte[] authenticationOk() {
        return authentication(0, new byte[0]);
    }

    public static byte[] authenticationCleartext() {
        return authentication(3, new byte[0]);
    }

    public static byte[] authenticationMd5(byte[] salt) {
        return authentication(5, salt);
    }

    public static byte[] authenticationSasl(String... mechanisms) {
        Body body = new Body();
        Arrays.stream(mechanisms).forEach(body::string);
        return authentication(10, body.int8(0).toBytes());
    }

    public static byte[] authenticationSaslContinue(String serverFirstMessage) {
        return authentication(11, serverFirstMessage.getBytes(UTF_8));
    }

    public static byte[] authenticationSaslFinal(String serverFinalMessage) {
        return authentication(12, serverFinalMessage.getBytes(UTF_8));
    }

    /** Any authentication request by its code, such as 7 for GSSAPI. */
    public static byte[] authentication(int code, byte[] data) {
        return raw('R', new Body().int32(code).bytes(data).toBytes());
    }

    public static byte[] backendKeyData(int pid, int secret) {
        return raw('K', new Body().int32(pid).int32(secret).toBytes());
    }

    public static byte[] parameterStatus(String name, String value) {
        return raw('S', new Body().string(name).string(value).toBytes());
    }

    public static byte[] negotiateProtocolVersion(int newestMinor, String... unknownOptions) {
        Body body = new Body().int32(newestMinor).int32(unknownOptions.length);
        Arrays.stream(unknownOptions).forEach(body::string);
        return raw('v', body.toBytes());
    }

    /** The state is {@code I} (idle), {@code T} (in a transaction) or {@code E} (in a failed one). */
    public static byte[] readyForQuery(char state) {
        return raw('Z', new Body().int8(state).toBytes());
    }

    /** Columns of type text. */
    public static byte[] rowDescription(String... columns) {
        Body body = new Body().int16(columns.length);
        for (String column : columns) {
            body.string(column)
                    .int32(0)
                    .int16(0)
                    .int32(TEXT_OID)
                    .int16(-1)
                    .int32(-1)
                    .int16(0);
        }
        return raw('T', body.toBytes());
    }

    public static byte[] dataRow(String... values) {
        return dataRow(Arrays.stream(values).map(Optional::of).toList());
    }

    /** A row in which an empty value is SQL's null. */
    public static byte[] dataRow(List<Optional<String>> values) {
        Body body = new Body().int16(values.size());
        for (Optional<String> value : values) {
            if (value.isPresent()) {
                byte[] text = value.get().getBytes(UTF_8);
                body.int32(text.length).bytes(text);
            } else {
                body.int32(-1);
            }
        }
        return raw('D', body.toBytes());
    }

    /** A whole answer of one row: description, row, completion, ReadyForQuery; columns and values are given in pairs. */
    public static List<byte[]> row(List<String> columns, List<String> values) {
        return List.of(
                rowDescription(columns.toArray(String[]::new)),
                dataRow(values.toArray(String[]::new)),
                commandComplete("SELECT 1"),
                readyForQuery('I'));
    }

    /** A whole answer to a statement that gives no rows. */
    public static List<byte[]> done(String tag) {
        return List.of(commandComplete(tag), readyForQuery('I'));
    }

    public static byte[] commandComplete(String tag) {
        return raw('C', new Body().string(tag).toBytes());
    }

    public static byte[] emptyQueryResponse() {
        return raw('I', new byte[0]);
    }

    public static byte[] errorResponse(String sqlState, String message) {
        return response('E', "ERROR", sqlState, message);
    }

    /** An error after which the server ends the session. */
    public static byte[] fatal(String sqlState, String message) {
        return response('E', "FATAL", sqlState, message);
    }

    public static byte[] noticeResponse(String sqlState, String message) {
        return response('N', "NOTICE", sqlState, message);
    }

    private static byte[] response(char type, String severity, String sqlState, String message) {
        Body body = new Body().string("S" + severity).string("V" + severity);
        return raw(
                type, body.string("C" + sqlState).string("M" + message).int8(0).toBytes());
    }

    public static byte[] notificationResponse(int pid, String channel, String payload) {
        return raw('A', new Body().int32(pid).string(channel).string(payload).toBytes());
    }

    /** CopyBoth in text, no columns, as a walsender opens it. */
    public static byte[] copyBothResponse() {
        return raw('W', new Body().int8(0).int16(0).toBytes());
    }

    public static byte[] copyData(byte[] data) {
        return raw('d', data);
    }

    public static byte[] copyDone() {
        return raw('c', new byte[0]);
    }

    /** A primary keepalive in CopyData. */
    public static byte[] keepalive(long walEnd, boolean replyRequested) {
        return copyData(new Body()
                .int8('k')
                .int64(walEnd)
                .int64(0)
                .int8(replyRequested ? 1 : 0)
                .toBytes());
    }

    /** A piece of the WAL stream in CopyData. */
    public static byte[] xlogData(long start, long end, byte[] payload) {
        return copyData(new Body()
                .int8('w')
                .int64(start)
                .int64(end)
                .int64(0)
                .bytes(payload)
                .toBytes());
    }
}
