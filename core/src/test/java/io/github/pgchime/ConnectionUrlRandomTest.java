package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a URL: options or a {@link ConfigException}, and the password in neither. */
class ConnectionUrlRandomTest {

    private static final String CANARY = "C4n4ry";
    private static final List<String> URLS = List.of(
            "postgresql://user:C4n4ry@host:5432/db?sslmode=disable&application_name=app",
            "postgres://user:C4n4ry@[::1]:5432/db?connect_timeout=5&options=-c%20a%3Db",
            "postgresql://user@host/db?password=C4n4ry&sslmode=verify-full&sslrootcert=/ca.pem",
            "postgresql://host?user=u%C3%A9&port=1&password=C4n4ry",
            "jdbc:postgresql://host/db?user=u&password=C4n4ry",
            "host=h password=C4n4ry port=5");
    private static final String ALPHABET = "/:@?&=%[],;#+ \0\n\u0085\uD83D\uDE00é0159aAfFxz\\\"'-_.$";

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4_000, 50_000})
    void parse_mutatedUrl_optionsOrConfigExceptionWithoutPassword(long seed) {
        Random random = new Random(seed);
        int parsed = 0;
        for (int i = 0; i < 10_000; i++) {
            String url = mutated(random, URLS.get(random.nextInt(URLS.size())));
            try {
                ConnectionOptions options = ConnectionOptions.parse(url, Map.of());
                parsed++;
                if (!standsElsewhere(options)) {
                    assertThat(options.toString()).as(url).doesNotContain(CANARY);
                }
            } catch (ConfigException e) {
                ConnectionUrlTest.assertNoCanary(e);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", attempt " + i, e);
            }
        }
        assertThat(parsed).isBetween(500, 9_500);
    }

    /** No parser can tell a user's name from a password whose colon is gone. */
    private static boolean standsElsewhere(ConnectionOptions options) {
        return List.of(options.user(), options.database(), options.applicationName()).stream()
                        .anyMatch(value -> value.contains(CANARY))
                || options.hosts().stream().anyMatch(each -> each.host().contains(CANARY))
                || options.sslRootCert()
                        .filter(path -> path.toString().contains(CANARY))
                        .isPresent();
    }

    private static String mutated(Random random, String url) {
        StringBuilder text = new StringBuilder(url);
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 1));
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, c);
                case 1 -> text.delete(at, end);
                case 2 -> text.replace(at, end, String.valueOf(c));
                default -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
            }
        }
        return text.toString();
    }
}
