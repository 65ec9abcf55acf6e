package io.github.pgchime.decode;

import io.github.pgchime.ConfigException;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * The Java charset of a database's encoding, in which textual plugins write.
 *
 * @see <a href="https://www.postgresql.org/docs/current/multibyte.html#CHARSET-TABLE">PostgreSQL: character sets</a>
 */
public final class ServerEncoding {

    /**
     * The server's encodings in {@code src/common/encnames.c}. SQL_ASCII means that the server does not know either:
     * UTF-8 is the likeliest, and right for ASCII. EUC_JIS_2004 and MULE_INTERNAL are missing, having no name in Java.
     */
    private static final Map<String, String> CHARSETS = Map.ofEntries(
            Map.entry("UTF8", "UTF-8"),
            Map.entry("SQL_ASCII", "UTF-8"),
            Map.entry("EUC_JP", "EUC-JP"),
            Map.entry("EUC_CN", "GB2312"),
            Map.entry("EUC_KR", "EUC-KR"),
            Map.entry("EUC_TW", "x-EUC-TW"),
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("LATIN2", "ISO-8859-2"),
            Map.entry("LATIN3", "ISO-8859-3"),
            Map.entry("LATIN4", "ISO-8859-4"),
            Map.entry("LATIN5", "ISO-8859-9"),
            Map.entry("LATIN6", "ISO-8859-10"),
            Map.entry("LATIN7", "ISO-8859-13"),
            Map.entry("LATIN8", "ISO-8859-14"),
            Map.entry("LATIN9", "ISO-8859-15"),
            Map.entry("LATIN10", "ISO-8859-16"),
            Map.entry("ISO_8859_5", "ISO-8859-5"),
            Map.entry("ISO_8859_6", "ISO-8859-6"),
            Map.entry("ISO_8859_7", "ISO-8859-7"),
            Map.entry("ISO_8859_8", "ISO-8859-8"),
            Map.entry("WIN1250", "windows-1250"),
            Map.entry("WIN1251", "windows-1251"),
            Map.entry("WIN1252", "windows-1252"),
            Map.entry("WIN1253", "windows-1253"),
            Map.entry("WIN1254", "windows-1254"),
            Map.entry("WIN1255", "windows-1255"),
            Map.entry("WIN1256", "windows-1256"),
            Map.entry("WIN1257", "windows-1257"),
            Map.entry("WIN1258", "windows-1258"),
            Map.entry("WIN866", "IBM866"),
            Map.entry("WIN874", "x-windows-874"),
            Map.entry("KOI8R", "KOI8-R"),
            Map.entry("KOI8U", "KOI8-U"));

    private ServerEncoding() {}

    /**
     * The charset for what the server reports as its parameter {@code server_encoding}.
     *
     * @throws ConfigException if this Java has none
     */
    public static Charset charset(String serverEncoding) {
        String name = CHARSETS.getOrDefault(serverEncoding, "");
        if (name.isEmpty() || !Charset.isSupported(name)) {
            throw new ConfigException(
                    "server_encoding \"" + serverEncoding + "\": this Java has no charset "
                            + (name.isEmpty() ? "for it" : name)
                            + "; use a database in UTF8, or a Java runtime with that charset (most are in the module jdk.charsets)");
        }
        return Charset.forName(name);
    }
}
