package io.github.pgchime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Undoes a URL's percent-encoding, as UTF-8. A {@code +} stays a {@code +}. Messages name places, never text. */
final class PercentDecoder {

    private final String url;

    PercentDecoder(String url) {
        this.url = url;
    }

    /** @throws ConfigException if a {@code %} is not followed by two hexadecimal digits, or the bytes are not UTF-8 */
    String decode(int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
        int at = from;
        while (at < to) {
            int codePoint = url.codePointAt(at);
            if (codePoint == '%') {
                bytes.write(encodedByte(at, to));
                at += 3;
            } else {
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(codePoint);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(
                    "connection URL: the percent-encoding in characters " + (from + 1) + " to " + to + " is not UTF-8",
                    e);
        }
    }

    private int encodedByte(int percent, int to) {
        if (percent + 3 > to
                || !HexFormat.isHexDigit(url.charAt(percent + 1))
                || !HexFormat.isHexDigit(url.charAt(percent + 2))) {
            throw new ConfigException("connection URL: the % at character " + (percent + 1)
                    + " is not followed by two hexadecimal digits; a % itself is written %25");
        }
        return HexFormat.fromHexDigits(url, percent + 1, percent + 3);
    }
}
