package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown is what compiles, but for spaces. */
final class SnippetsTest {

    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\n(.*?)^```$");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/changes.md", "docs/notify.md"})
    void snippets_shown_compile(String page) throws IOException {
        String compiled = dense(Files.readString(Path.of("src/test/java/io/github/pgchime/Snippets.java"))
                + Files.readString(Path.of("../journal/src/test/java/io/github/pgchime/journal/Snippets.java")));
        List<String> shown = JAVA.matcher(Files.readString(Path.of("..", page)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(shown)
                .isNotEmpty()
                .allSatisfy(snippet -> assertThat(compiled).contains(dense(snippet)));
    }

    private static String dense(String text) {
        return text.replaceAll("\\s+", "");
    }
}
