package io.github.pgchime.wire;

import java.util.Arrays;

/** A string of messages in a row that is mostly the same in each: it is decoded, and made, only when it differs. */
final class RepeatedText {

    /** The string as it was sent last, with its zero byte. */
    private byte[] sent = {0};

    private String text = "";

    /** The {@link WireReader#cString()} that comes next. */
    String read(WireReader body) {
        if (!body.skipIfNext(sent)) {
            int from = body.offset();
            text = body.cString();
            sent = Arrays.copyOfRange(body.array(), from, body.offset());
        }
        return text;
    }
}
