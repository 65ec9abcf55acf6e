package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Values of a fixed length in the binary form: what they are is all of the bytes, no more and no less. */
public final class BigEndian {

    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    /**
     * Two bytes.
     *
     * @param type whose value it is, for the error's text
     * @throws ProtocolException if there are not just two bytes
     */
    public static short int16(String type, byte[] bytes, int from, int to) {
        require(Short.BYTES, type, bytes, from, to);
        return (short) INT16.get(bytes, from);
    }

    /**
     * Four bytes.
     *
     * @param type whose value it is, for the error's text
     * @throws ProtocolException if there are not just four bytes
     */
    public static int int32(String type, byte[] bytes, int from, int to) {
        require(Integer.BYTES, type, bytes, from, to);
        return (int) INT32.get(bytes, from);
    }

    /**
     * Eight bytes.
     *
     * @param type whose value it is, for the error's text
     * @throws ProtocolException if there are not just eight bytes
     */
    public static long int64(String type, byte[] bytes, int from, int to) {
        require(Long.BYTES, type, bytes, from, to);
        return (long) INT64.get(bytes, from);
    }

    private static void require(int length, String type, byte[] bytes, int from, int to) {
        if (to - from != length) {
            throw Malformed.value(type, length + " bytes", bytes, from, to);
        }
    }
}
