package io.github.pgchime.lifecycle;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The threads of feeds that are alive. Virtual threads are in no list but the virtual machine's own dump. */
public final class LiveThreads {

    private static final Pattern NAMED = Pattern.compile("#\\d+ \"pgchime-[^\"]*\"");

    private final Set<String> before = named();

    /** Waits until none lives that did not when this was made. */
    public void awaitNoMore() {
        eventually().untilAsserted(() -> assertThat(named()).isSubsetOf(before));
    }

    private static Set<String> named() {
        try {
            Path directory = Files.createTempDirectory("threads");
            Path dump = directory.resolve("dump");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            String text = Files.readString(dump);
            Files.delete(dump);
            Files.delete(directory);
            return NAMED.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
